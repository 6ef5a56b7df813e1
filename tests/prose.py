"""The typed words of a page: its lines of prose, its headings, and the strings in its cells."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

HOLE = "▢"  # stands where something is left out, so that its neighbours do not grow together
FENCE = re.compile(r"^\s*(?:`{3,}|~{3,})\s*(\{[\w-]+\})?")
NO_PROSE = re.compile(r"^\s*(?:$|%|:)")  # blank lines, comments, fences and options
LEFT_OUT = re.compile(
    r"<!--.*?-->|<[^>]+>|\{[\w:-]+\}`[^`]*`|`[^`]*`"  # comments, tags, roles, code
    r'|\["(?:\\.|[^\]\\])*"\]\([^)]*\)'  # quotations, compared with the text by the build
    r"|(?<=\])\([^)]*\)"  # where a link leads
)
TELLING = ("message", "Condition", "Finding")
"""Calls that bind words to a condition."""


class Line(NamedTuple):
    """A line of a page: its number, what is typed, and what of that is neither quoted nor code."""

    number: int
    source: str
    words: str

    @property
    def is_heading(self) -> bool:
        """Tell whether it is a heading."""
        return self.source.startswith("#")


def pages(root: Path) -> list[Path]:
    """Return the pages of the book, in its order."""
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    names = [row["file"] for part in toc["parts"] for row in part["chapters"]]
    return [root / f"{name}.md" for name in [toc["root"], *names]]


def lines(text: str) -> Iterator[Line]:
    """Yield the lines of prose: all but the head, code cells and the options of directives.

    >>> page = '# One' + chr(10) + 'It is {eval}`gap`, as ["he says"](texts/a_1.md#s001).'
    >>> [line.words for line in lines(page)]
    ['# One', 'It is ▢, as ▢.']
    """
    inside = "head" if text.startswith("---") else ""
    for number, line in enumerate(text.split("\n"), start=1):
        fence = FENCE.match(line)
        if inside == "head":
            inside = "" if line == "---" and number > 1 else inside
        elif fence and not inside:
            inside = "code" if fence[1] in (None, "{code-cell}") else "directive"
        elif fence and not fence[1]:
            inside = ""
        elif inside not in ("head", "code") and not NO_PROSE.match(line):
            yield Line(number, line, LEFT_OUT.sub(HOLE, line))


def loose_strings(text: str) -> Iterator[Line]:
    """Yield the strings of cells that no call to one of `TELLING` binds to a condition."""
    for found in re.finditer(r"^```\{code-cell\}.*\n((?:.*\n)*?)```$", text, re.MULTILINE):
        body = re.sub(r"^(?:---\n(?:.*\n)*?---\n|(?::.*\n)+)", "", found[1])
        start = text[: found.end(1)].count("\n") - body.count("\n") + 1
        tree = ast.parse(body)
        bound = {
            id(part)
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in TELLING
            for part in ast.walk(call)
        }
        for node in ast.walk(tree):
            is_string = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if is_string and id(node) not in bound:
                yield Line(start + node.lineno - 1, node.value, node.value)
