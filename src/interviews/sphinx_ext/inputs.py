"""What outputs and pages depend on, by content: files, modules, versions, settings."""

import json
import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from interviews import chapters, manifest
from interviews.kernel import PACKAGE
from interviews.manifest import sha256, total
from interviews.paths import ROOT_VARIABLE

# What any page may show through roles and directives.
SHOWN = ("data/", "seeds/")
VARIABLES = "INTERVIEWS_"
ABSENT = "absent"
INSTALLED = ".dist-info"


def versions() -> dict[str, str]:
    """Return the version of every installed distribution, from the names of their folders."""
    names = (folder.name.removesuffix(INSTALLED) for folder in _installed())
    return {name: version for name, _, version in (part.rpartition("-") for part in names)}


def providers(libraries: Iterable[str]) -> set[str]:
    """Return the distributions that `libraries`, names to import, were installed by."""
    known = _all_providers()
    return {name for library in libraries for name in known.get(library, ())}


@cache
def _all_providers() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for folder in _installed():
        name = folder.name.removesuffix(INSTALLED).rpartition("-")[0]
        for library in _importable(folder / "RECORD") - sys.stdlib_module_names:
            found.setdefault(library, []).append(name)
    return found


def _installed() -> Iterator[Path]:
    for place in {sysconfig.get_path(name) for name in ("purelib", "platlib")}:
        yield from Path(place).glob(f"*{INSTALLED}")


def _importable(record: Path) -> set[str]:
    """Return the names that a distribution lets import, from the list of its files."""
    lines = record.read_text(encoding="utf-8").splitlines() if record.is_file() else []
    return {line.partition("/")[0].partition(",")[0].removesuffix(".py") for line in lines}


class State:
    """The inputs as they are at the beginning of a build.

    Every input has a name that says its kind: `file:data/coded/turns.csv`, `folder:seeds`,
    `code:book/economics.md` (the code of its cells), `module:book.py`,
    `version:pandas`, `python`, `variables`, `everything`.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.project = manifest.project(root)
        self.modules = {
            file.relative_to(PACKAGE).as_posix(): sha256(file.read_bytes())
            for file in manifest.files(PACKAGE)
            if file.suffix == ".py"
        }
        self.versions = versions()
        # Kept, because the page that asks whether findings hold depends on the code of all.
        self._code = cache(self._code_of)

    def now(self, name: str) -> str:
        """Return what the input `name` is in this build."""
        kind, _, rest = name.partition(":")
        if kind == "file":
            return self.project.get(rest) or self._read(rest)
        if kind == "folder":
            return _listing(self.root / rest)
        if kind == "code":
            return self._code(self.root / rest)
        if kind in ("module", "version"):
            return (self.modules if kind == "module" else self.versions).get(rest, ABSENT)
        return {"python": sys.version, "variables": self.variables, "everything": self.shown}[kind]

    def recorded(self, reads: Mapping[str, Any]) -> dict[str, str]:
        """Return what `interviews.kernel` reports of a notebook as inputs with their state."""
        names = [f"file:{name}" for name in reads["files"]]
        names += [f"folder:{name}" for name in reads["folders"]]
        names += [f"code:{name}" for name in reads["code"]]
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

    def _code_of(self, page: Path) -> str:
        if page.suffix != ".md":
            return self._read(page.relative_to(self.root).as_posix())
        return sha256("\n\n".join(chapters.code(page)).encode()) if page.is_file() else ABSENT

    def _read(self, name: str) -> str:
        file = self.root / name
        return sha256(file.read_bytes()) if file.is_file() else ABSENT


def _of_this_package(name: str) -> bool:
    # Its version says nothing that its modules do not say better.
    return name == "version:vietnam_china_interviews"


def _listing(folder: Path) -> str:
    if not folder.is_dir():
        return ABSENT
    return sha256("\n".join(sorted(inner.name for inner in folder.iterdir())).encode())
