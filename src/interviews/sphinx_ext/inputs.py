"""What outputs and pages depend on, by content: files, modules, versions, settings."""

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from interviews.kernel import ASIDE, PACKAGE
from interviews.paths import ROOT_VARIABLE

# Everything that the site is made from; the rest of a checkout does not change it.
PROJECT = (
    *("_config.yml", "_toc.yml", "constraints.txt", "index.md", "pyproject.toml"),
    *("requirements.txt", "book", "data", "seeds", "src"),
)
# What any page may show through roles and directives.
SHOWN = ("data/", "seeds/")
VARIABLES = "INTERVIEWS_"
ABSENT = "absent"


def sha256(content: bytes) -> str:
    """Return the SHA-256 of `content`, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def total(parts: Mapping[str, str]) -> str:
    """Return one digest for names and what each stands for, in any order."""
    return sha256("".join(f"{name} {parts[name]}\n" for name in sorted(parts)).encode())


def project(root: Path) -> dict[str, str]:
    """Return the SHA-256 of every file that the site is made from, by its name from `root`."""
    files = (file for name in PROJECT for file in _files(root / name))
    return {file.relative_to(root).as_posix(): sha256(file.read_bytes()) for file in files}


def versions() -> dict[str, str]:
    """Return the version of every installed distribution, from the names of their folders."""
    folders = (Path(place).glob("*.dist-info") for place in sys.path if Path(place).is_dir())
    names = [folder.name.removesuffix(".dist-info") for found in folders for folder in found]
    # The first place that has a distribution is the one that is imported from.
    return {name: version for name, _, version in (n.rpartition("-") for n in reversed(names))}


def providers(libraries: Iterable[str]) -> set[str]:
    """Return the distributions that `libraries`, names to import, were installed by."""
    wanted = set(libraries) - sys.stdlib_module_names
    found = set()
    for place in filter(os.path.isdir, sys.path):
        for record in Path(place).glob("*.dist-info/RECORD"):
            lines = record.read_text(encoding="utf-8").splitlines()
            tops = {line.partition("/")[0].partition(",")[0].removesuffix(".py") for line in lines}
            if tops & wanted:
                found.add(record.parent.name.removesuffix(".dist-info").rpartition("-")[0])
    return found


class State:
    """The inputs as they are at the beginning of a build.

    Every input has a name that says its kind: `file:data/coded/turns.csv`, `folder:seeds`,
    `module:book.py`, `version:pandas`, `python`, `variables`, `everything`.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.project = project(root)
        self.modules = {
            file.relative_to(PACKAGE).as_posix(): sha256(file.read_bytes())
            for file in _files(PACKAGE)
            if file.suffix == ".py"
        }
        self.versions = versions()

    def now(self, name: str) -> str:
        """Return what the input `name` is in this build."""
        kind, _, rest = name.partition(":")
        if kind == "file":
            return self.project.get(rest) or self._read(rest)
        if kind == "folder":
            return _listing(self.root / rest)
        if kind in ("module", "version"):
            return (self.modules if kind == "module" else self.versions).get(rest, ABSENT)
        return {"python": sys.version, "variables": self.variables, "everything": self.shown}[kind]

    def recorded(self, reads: Mapping[str, Any]) -> dict[str, str]:
        """Return what `interviews.kernel` reports of a notebook as inputs with their state."""
        names = [f"file:{name}" for name in reads["files"]]
        names += [f"folder:{name}" for name in reads["folders"]]
        names += [f"module:{name}" for name in reads["modules"]]
        names += [f"version:{name}" for name in sorted(providers(reads["libraries"]))]
        names += ["python", "variables", *(["everything"] if reads["blind"] else [])]
        return {name: self.now(name) for name in names if not _of_this_package(name)}

    def changed(self, recorded: Mapping[str, str]) -> list[str]:
        """Return the names of inputs that are not what they were."""
        return [name for name, value in recorded.items() if self.now(name) != value]

    @cached_property
    def variables(self) -> str:
        """The settings that chapters may read, such as the coding pass."""
        found = {k: v for k, v in os.environ.items() if k.startswith(VARIABLES)}
        found.pop(ROOT_VARIABLE, None)
        return json.dumps(found, sort_keys=True)

    @cached_property
    def shown(self) -> str:
        """A digest of all that any page may show: texts, tables, package, versions, settings."""
        data = {name: value for name, value in self.project.items() if name.startswith(SHOWN)}
        code = {f"module:{name}": value for name, value in self.modules.items()}
        rest = {f"version:{name}": value for name, value in self.versions.items()}
        return total({**data, **code, **rest, "python": sys.version, "variables": self.variables})

    def _read(self, name: str) -> str:
        file = self.root / name
        return sha256(file.read_bytes()) if file.is_file() else ABSENT


def _of_this_package(name: str) -> bool:
    # Its version says nothing that its modules do not say better.
    return name == "version:vietnam_china_interviews"


def _files(place: Path) -> Iterator[Path]:
    """Yield `place`, or every file in it that is no by-product, in no fixed order."""
    if place.is_file():
        yield place
    elif place.is_dir():
        for inner in place.iterdir():
            if not (inner.name.startswith(".") or inner.name in ASIDE or inner.suffix in SIDE):
                yield from _files(inner)


SIDE = (".egg-info", ".pyc")


def _listing(folder: Path) -> str:
    if not folder.is_dir():
        return ABSENT
    return sha256("\n".join(sorted(inner.name for inner in folder.iterdir())).encode())
