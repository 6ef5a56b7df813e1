"""The chapters: which pages of the book define findings, and the code of their cells."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jupytext
import yaml

from interviews.paths import Paths

FINDING = ".finding("


def found(paths: Paths) -> list[Path]:
    """Return the files of the pages that define findings, in the order of the book."""
    toc = yaml.safe_load((paths.root / "_toc.yml").read_text(encoding="utf-8"))
    files = [paths.root / f"{name.removesuffix('.md')}.md" for name in _pages(toc)]
    return [file for file in files if file.is_file() and FINDING in "".join(code(file))]


def code(chapter: Path) -> list[str]:
    """Return the code of each cell of a page, none for a page that is no notebook."""
    text = chapter.read_text(encoding="utf-8")
    if "{code-cell}" not in text:
        return []
    notebook = jupytext.reads(text, fmt="md:myst")
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def digest(paths: Paths) -> str:
    """Return 16 hexadecimal digits for the code of all chapters; prose does not count."""
    total = hashlib.sha256()
    for chapter in found(paths):
        total.update("\n\n".join([paths.name(chapter), *code(chapter)]).encode())
    return total.hexdigest()[:16]


def _pages(toc: Any) -> Iterator[str]:
    """Yield the names of all pages of a table of contents, in its order."""
    if isinstance(toc, dict):
        for key, value in toc.items():
            if key in ("root", "file"):
                yield value
            else:
                yield from _pages(value)
    elif isinstance(toc, list):
        for part in toc:
            yield from _pages(part)
