"""Where things are: the only module that knows the root of the report."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT_VARIABLE = "INTERVIEWS_ROOT"


class ProjectNotFoundError(RuntimeError):
    """No report where one was expected."""


@dataclass(frozen=True)
class Paths:
    """The folders of one copy of the report."""

    root: Path

    @property
    def seeds(self) -> Path:
        """The texts as received."""
        return self.root / "seeds"

    @property
    def coded(self) -> Path:
        """Tables made by hand."""
        return self.root / "data" / "coded"

    @property
    def derived(self) -> Path:
        """Tables written by `make data`."""
        return self.root / "data" / "derived"

    def name(self, path: Path) -> str:
        """Return `path` as messages show it: relative to the root, with forward slashes."""
        return path.relative_to(self.root).as_posix()


def find() -> Paths:
    """Return the paths of the report that is being built or read.

    The book build names its own source folder in the environment variable `INTERVIEWS_ROOT`, so
    that a kernel reads the same tree as the build that started it; without it, the checkout that
    the working directory lies in is used, or else the one that this file lies in. Raises
    `ProjectNotFoundError` where there is none.
    """
    if named := os.environ.get(ROOT_VARIABLE):
        places = [Path(named).resolve()]
    else:
        here = Path.cwd()
        places = [here, *here.parents, *Path(__file__).resolve().parents[2:3]]
    for place in places:
        if (place / "_config.yml").is_file() and (place / "seeds").is_dir():
            return Paths(place)
    raise ProjectNotFoundError(
        f"{places[0]}: no texts and tables here (no _config.yml and seeds/), nor in a folder "
        f"above: run this in a checkout of the report, or set {ROOT_VARIABLE} to one."
    )
