"""What the site is made from and what it consists of, by SHA-256: whoever has both can compare.

`manifest.json` lies in the site:

    {"inputs": {"digest": ..., "files": {"_config.yml": ...}}, "site": {"index.html": ...}}
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

NAME = "manifest.json"
# Everything that the site is made from; the rest of a checkout does not change it.
PROJECT = (
    *("_config.yml", "_toc.yml", "constraints.txt", "index.md", "pyproject.toml"),
    *("requirements.txt", "book", "data", "seeds", "src"),
)
BY_PRODUCTS = ("__pycache__", ".egg-info", ".pyc")


def sha256(content: bytes) -> str:
    """Return the SHA-256 of `content`, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def total(parts: Mapping[str, str]) -> str:
    """Return one digest for names and what each stands for, in any order.

    >>> total({"a": "1", "b": "2"}) == total({"b": "2", "a": "1"}) != total({"a": "2", "b": "1"})
    True
    """
    lines = "".join(f"{name} {parts[name]}\n" for name in sorted(parts))
    return sha256(lines.encode(errors="surrogateescape"))  # a name need not be UTF-8


def project(root: Path) -> dict[str, str]:
    """Return the SHA-256 of every file that the site is made from, by its name from `root`."""
    return _digests(root, (file for name in PROJECT for file in files(root / name)))


def site(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every published file but the manifest, by its name from `folder`."""
    found = (file for file in folder.rglob("*") if file.is_file())
    return _digests(folder, (file for file in found if file.name != NAME))


def files(place: Path) -> Iterator[Path]:
    """Yield `place`, or every file in it that is no by-product, in no fixed order."""
    if place.is_file():
        yield place
    elif place.is_dir():
        for inner in place.iterdir():
            if not (inner.name.startswith(".") or inner.name.endswith(BY_PRODUCTS)):
                yield from files(inner)


def write(folder: Path, inputs: Mapping[str, str]) -> None:
    """Write the manifest of the site in `folder`, made from `inputs`."""
    content = {"inputs": {"digest": total(inputs), "files": inputs}, "site": site(folder)}
    text = json.dumps(content, indent=1, sort_keys=True) + "\n"
    (folder / NAME).write_text(text, encoding="utf-8")


def differences(folder: Path, root: Path) -> list[str]:
    """Return how the site in `folder` and the checkout at `root` differ from its manifest."""
    file = folder / NAME
    if not file.is_file():
        return [f"{file}: missing: build the book, or name the folder of a site."]
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return [
        *_compared(content["site"], site(folder), f"{folder}/", "published"),
        *_compared(content["inputs"]["files"], project(root), "", "made from"),
    ]


def _compared(
    listed: Mapping[str, str], there: Mapping[str, str], before: str, what: str
) -> Iterator[str]:
    for name in sorted({*listed, *there}):
        if name not in there:
            yield f"{before}{name}: missing: the manifest lists it as {what}."
        elif name not in listed:
            yield f"{before}{name}: unknown: the manifest does not list it as {what}."
        elif listed[name] != there[name]:
            yield f"{before}{name}: is not what the manifest lists as {what}."


def _digests(root: Path, found: Iterator[Path]) -> dict[str, str]:
    return {file.relative_to(root).as_posix(): sha256(file.read_bytes()) for file in found}
