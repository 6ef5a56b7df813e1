"""HTML that cells wrote themselves, figures above all, made ready for the page it stands on.

A drawing links to sentences as prose does, `texts/xiong_2024.md#s042`; this module finds those
links and gives them the addresses of the page. Only tags are looked at: words that look like a
link are left alone. In SVG the attribute is `xlink:href`, which JupyterLab leaves as it is.
"""

import base64
import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote_to_bytes

from interviews.representation import sentence_at

LINKS = ("href", "xlink:href")
FILE_NAME = re.compile(r"\w[\w.-]*", re.ASCII)
Attributes = dict[str, str | None]


@dataclass(frozen=True)
class Download:
    """A file that a link offers."""

    name: str
    content: bytes


def sentences(text: str) -> list[str]:
    """Return the sentences that HTML cites.

    A link that carries `data-tally` leads to one of many sentences that are only counted there.

    >>> sentences('<a xlink:href="texts/a_1.md#s001">1</a>')
    ['a-1:s001']
    >>> sentences('<a href="texts/a_1.md#s002" data-tally="">2</a> href="texts/a_1.md#s003"')
    []
    """
    found: list[str] = []

    def note(given: Attributes) -> Attributes:
        if "data-tally" not in given:
            found.append(linked(given))
        return given

    rewritten(text, note)
    return list(filter(None, found))


def linked(given: Attributes) -> str:
    """Return the sentence that a link with these attributes leads to, empty where to none."""
    for name in LINKS:
        if found := sentence_at(given.get(name) or ""):
            return found
    return ""


def link_sentences(text: str, address: Callable[[str], str]) -> str:
    """Return `text` with each link to a sentence made one to its `address`.

    >>> link_sentences('<a xlink:href="texts/a_1.md#s001" target="_blank">', "{}.html".format)
    '<a href="a-1:s001.html" data-sentence="a-1:s001">'
    >>> link_sentences('<a xlink:href="#row-1">', str)
    '<a href="#row-1">'
    """

    def link(given: Attributes) -> Attributes:
        sentence = linked(given)
        if not sentence:  # search engines follow no `xlink:href`
            return {name.removeprefix("xlink:"): value for name, value in given.items()}
        rest = {name: value for name, value in given.items() if name not in (*LINKS, "target")}
        return {"href": address(sentence), "data-sentence": sentence, **rest}

    return rewritten(text, link)


def name_corners(text: str) -> str:
    """Return `text` with the blank header cells of pandas as plain cells.

    >>> name_corners("<th></th><th>a</th>")
    '<td></td><th>a</th>'
    """
    return text.replace("<th></th>", "<td></td>")


def downloads(text: str) -> list[Download]:
    """Return the files inside the links of `text`; raises `ValueError` for one that has none."""
    found: list[Download] = []

    def note(given: Attributes) -> Attributes:
        found.extend(_offered(given))
        return given

    rewritten(text, note)
    return found


def move_downloads(text: str, address: Callable[[str], str]) -> str:
    """Return `text` with files taken out of its links, which get the `address` of their name."""

    def move(given: Attributes) -> Attributes:
        for file in _offered(given):
            given["href"] = address(file.name)
        return given

    return rewritten(text, move)


def _offered(given: Attributes) -> list[Download]:
    """Return the file that a link with these attributes offers, if it offers one."""
    if "fig-download" not in (given.get("class") or "").split():
        return []
    name, content = file_name(given.get("data-file") or ""), given.get("href") or ""
    return [Download(name, read_data_url(content))]


def file_name(name: str) -> str:
    """Return `name` if it names a file in one folder; raises `ValueError` for all else.

    >>> file_name("trade.csv")
    'trade.csv'
    """
    if FILE_NAME.fullmatch(name):
        return name
    raise ValueError(f'data-file "{name}": take letters, digits, "-", "_" and "." for the name.')


def read_data_url(url: str) -> bytes:
    """Return the content of a data: URL.

    >>> read_data_url("data:text/csv,a%2Cb")
    b'a,b'
    """
    head, _, body = url.partition(",")
    if not head.startswith("data:"):
        raise ValueError(
            f'"{url[:40]}" is no data: URL: let the cell write the file into the link.'
        )
    return base64.b64decode(body) if head.endswith(";base64") else unquote_to_bytes(body)


def rewritten(text: str, change: Callable[[Attributes], Attributes]) -> str:
    """Return `text` with the attributes of every link changed; all else stays as it is.

    >>> rewritten("<p>1 &lt; 2<br/><a id=x>y</a>", lambda given: {**given, "href": "#"})
    '<p>1 &lt; 2<br/><a id="x" href="#">y</a>'
    """
    parser = _Rewriter(text, change)
    parser.feed(text)
    parser.close()
    return parser.result()


class _Rewriter(HTMLParser):
    """Copies HTML, and writes the opening tags of links anew where they are changed."""

    def __init__(self, text: str, change: Callable[[Attributes], Attributes]) -> None:
        super().__init__(convert_charrefs=False)
        self._text, self._change = text, change
        self._lines = [0, *(at.end() for at in re.finditer("\n", text))]
        self._done, self._parts = 0, [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Change the attributes of a link."""
        given = dict(attrs)
        if tag != "a" or (changed := self._change(dict(given))) == given:
            return
        line, column = self.getpos()
        start = self._lines[line - 1] + column
        self._parts += [self._text[self._done : start], _tag(changed)]
        self._done = start + len(self.get_starttag_text() or "")

    def result(self) -> str:
        """Return all that was read, with its changes."""
        return "".join(self._parts) + self._text[self._done :]


def _tag(given: Attributes) -> str:
    written = (
        f" {name}" if value is None else f' {name}="{html.escape(value)}"'
        for name, value in given.items()
    )
    return f"<a{''.join(written)}>"
