"""HTML in, HTML out: what a chapter's cells wrote, made ready for the page it stands on.

The cells do not know where a text's page lies or what else is on their own page; they write
`href="sentence:KEY:sNNN"` and `@` for a number, and this module fills both in. Words that look like
either are left alone: attributes are sought inside of tags only.
"""

import base64
import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote_to_bytes

# Where a tag goes on: in words every angle bracket is written as an entity.
INSIDE = "(?=[^<>]*>)"
SENTENCE = re.compile(rf'href="sentence:([^"]*)"{INSIDE}')
CITED = re.compile(rf'href="sentence:([^"]*)"(?! data-tally=){INSIDE}')
FINDING = re.compile(rf'href="finding:([^"]*)"{INSIDE}')
CARD = re.compile(rf'(?P<before>\b(?:id|href|aria-\w+)="#?)(?P<name>evr?)-@"{INSIDE}')
EVIDENCE = re.compile(r'<span class="(?P<classes>ev(?: [^"]*)?)"(?! tabindex)')
LINK = re.compile(r"<a\b[^>]*>")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
FILE_NAME = re.compile(r"\w[\w.-]*", re.ASCII)
CORNER = re.compile(r"<th>\s*</th>")


@dataclass(frozen=True)
class Division:
    """A `<div>` of a class: the value of its data attribute, and its place in the HTML."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class Download:
    """A file that a link offers."""

    name: str
    content: bytes


def sentences(text: str) -> list[tuple[str, int]]:
    """Return the sentences that HTML cites, each with the place of the link.

    A link that carries `data-tally` leads to one of many sentences that are only counted there.

    >>> sentences('<a href="sentence:a:s001">1</a> <a href="sentence:a:s002" data-tally="">2</a>')
    [('a:s001', 3)]
    >>> sentences('<td>href="sentence:a:s001"</td>')
    []
    """
    return [(html.unescape(found[1]), found.start()) for found in CITED.finditer(text)]


def link_sentences(text: str, address: Callable[[str], str]) -> str:
    """Return `text` with each link to a sentence made one to its `address`."""

    def link(found: re.Match[str]) -> str:
        key = html.unescape(found[1])
        return f'href="{html.escape(address(key))}" data-sentence="{html.escape(key)}"'

    return SENTENCE.sub(link, text)


def link_findings(text: str, address: Callable[[str], str]) -> str:
    """Return `text` with each link to a finding made one to its `address`.

    >>> link_findings('<a href="finding:gap">', "economics.html#finding-{}".format)
    '<a href="economics.html#finding-gap">'
    """
    return FINDING.sub(
        lambda found: f'href="{html.escape(address(html.unescape(found[1])))}"', text
    )


def number_cards(text: str, last: int) -> tuple[str, int]:
    """Return `text` with the cards numbered from `last` + 1, and the last number given.

    A card's number is counted up at the value that opens it (`id="evr-@"`), which stands first.

    >>> number_cards('<a id="evr-@" href="#ev-@">', 4)
    ('<a id="evr-5" href="#ev-5">', 5)
    """
    number = last

    def count(found: re.Match[str]) -> str:
        nonlocal number
        if found["before"] == 'id="' and found["name"] == "evr":
            number += 1
        return f'{found["before"]}{found["name"]}-{number}"'

    return CARD.sub(count, text), number


def make_tappable(text: str) -> str:
    """Return `text` with values and marks that take the focus when tapped, which opens their card.

    They are no stops of the tab key: their link is one.
    """
    return EVIDENCE.sub(r'<span class="\g<classes>" tabindex="-1"', text)


def name_corners(text: str) -> str:
    """Return `text` with the blank header cells of pandas as plain cells.

    >>> name_corners("<th></th><th>a</th>")
    '<td></td><th>a</th>'
    """
    return CORNER.sub("<td></td>", text)


def divisions(text: str, attribute: str) -> list[Division]:
    """Return the `<div>` elements of `text` that carry `attribute`.

    >>> divisions('<p></p><div data-x="a"><div></div></div>', "data-x")
    [Division(name='a', start=7, end=40)]
    """
    parser = _Divisions(text, attribute)
    parser.feed(text)
    parser.close()
    return parser.found


class _Divisions(HTMLParser):
    """Follows opening and closing `<div>` tags."""

    def __init__(self, text: str, attribute: str) -> None:
        super().__init__()
        self.text, self.attribute = text, attribute
        self.lines = [0, *(at.end() for at in re.finditer("\n", text))]
        self.open: list[tuple[str | None, int]] = []
        self.found: list[Division] = []

    def _at(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a `<div>` begins."""
        if tag == "div":
            self.open.append((dict(attrs).get(self.attribute), self._at()))

    def handle_endtag(self, tag: str) -> None:
        """Keep the `<div>` that ends here, if it is one of those looked for."""
        if tag == "div" and self.open:
            name, start = self.open.pop()
            if name:
                end = self.text.index(">", self._at()) + 1
                self.found.append(Division(name, start, end))


def end_divisions(text: str, attribute: str, end: Callable[[str], str]) -> str:
    """Return `text` with `end(value)` at the end of each `<div>` that carries `attribute`.

    >>> end_divisions('<div data-f="a">It is.</div>', "data-f", "<p>{}</p>".format)
    '<div data-f="a">It is.<p>a</p></div>'
    """
    for part in sorted(divisions(text, attribute), key=lambda part: -part.end):
        at = text.rindex("</", part.start, part.end)
        text = text[:at] + end(part.name) + text[at:]
    return text


def mapping(text: str, attribute: str) -> dict[str, str]:
    """Return what an attribute of HTML maps, written there as JSON; nothing where it is not.

    >>> mapping('<div data-x="{&quot;a&quot;: &quot;b&quot;}">', "data-x")
    {'a': 'b'}
    """
    found = re.search(rf'\b{attribute}="([^"]*)"{INSIDE}', text)
    return json.loads(html.unescape(found[1])) if found else {}


def name_divisions(text: str, attribute: str, prefix: str) -> str:
    """Return `text` with an id on each `<div>` that carries `attribute`: `prefix` and its value.

    >>> name_divisions('<div class="f" data-f="a">', "data-f", "f-")
    '<div id="f-a" class="f" data-f="a">'
    """
    opening = re.compile(rf'<div(?=[^>]*\b{attribute}="([^"]+)")(?![^>]*\bid=)')
    return opening.sub(lambda found: f'<div id="{prefix}{found[1]}"', text)


def downloads(text: str) -> list[Download]:
    """Return the files inside the links of `text`; raises `ValueError` for one that has none."""
    return [file for _, file in _offers(text)]


def move_downloads(text: str, address: Callable[[str], str]) -> str:
    """Return `text` with files taken out of its links, which get the `address` of their name."""
    for link, file in _offers(text):
        moved = ATTRIBUTE.sub(
            lambda found, name=file.name: (
                f'href="{html.escape(address(name))}"' if found[1] == "href" else found[0]
            ),
            link,
        )
        text = text.replace(link, moved)
    return text


def _offers(text: str) -> list[tuple[str, Download]]:
    """Return the opening tag of each link that offers a file, with the file."""
    found = []
    for link in LINK.findall(text):
        given = {name: html.unescape(value) for name, value in ATTRIBUTE.findall(link)}
        if "fig-download" in given.get("class", "").split():
            name = file_name(given.get("data-file", ""))
            found.append((link, Download(name, read_data_url(given.get("href", "")))))
    return found


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
