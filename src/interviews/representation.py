"""How values and findings come out of a cell, and the sentences that they rest on.

Each comes out three times: as text, as HTML that does no harm in JupyterLab, and as the
JSON of `MIME`, from which the pages of the book are made. Of the three only a page's own drawing
of the JSON carries ids. The JSON has a `kind`:

- value: `words`, `steps` of arithmetic, `range` in words, `sources`
- finding: `name`, `holds`, `parts` (strings and values), `conditions`, `sources`
- a source: `sentence` (its id), and unless there are many: `text`, `exact`, `speaker`, `outlet`,
  `date`
"""

import html
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

MIME = "application/vnd.interviews+json"
# Up to this many sources are each shown with their words; of more only the numbers are listed.
MOST_QUOTED = 6
SENTENCE_PAGE = re.compile(r"(?:^|/)texts/(?P<name>\w+)\.(?:md|html)#(?P<number>s\d+)")


@dataclass(frozen=True)
class Source:
    """A sentence that a value rests on; `exact` is the part quoted, or empty for all of it."""

    sentence: str
    text: str
    exact: str
    speaker: str
    outlet: str
    date: str

    @property
    def place(self) -> str:
        """Return the speaker, outlet and date."""
        return f"{self.speaker}, {self.outlet}, {self.date}"


def page_of(sentence: str) -> str:
    """Return the address of a sentence from the chapters, as prose and drawings link to it.

    >>> page_of("xiong-2024:s042")
    'texts/xiong_2024.md#s042'
    """
    document, _, number = sentence.partition(":")
    return f"texts/{document.replace('-', '_')}.md#{number}"


def sentence_at(address: str) -> str:
    """Return the id of the sentence at an address, empty for an address of something else.

    >>> sentence_at("book/texts/xiong_2024.md#s042"), sentence_at("economics.md#gap")
    ('xiong-2024:s042', '')
    """
    found = SENTENCE_PAGE.search(address)
    return f"{found['name'].replace('_', '-')}:{found['number']}" if found else ""


def sources_meaning(sources: Sequence[Source]) -> list[dict[str, str]]:
    """Return sources with their words, or only their ids where there are many."""
    if len(sources) > MOST_QUOTED:
        return [{"sentence": source.sentence} for source in sources]
    return [source_meaning(source) for source in sources]


def source_meaning(source: Source) -> dict[str, str]:
    """Return a source with its words and who said them where and when."""
    return asdict(source)


def link(words: str, sources: Sequence[Source], steps: Sequence[str] = ()) -> str:
    """Return words as a link to the first source; the title says how they were made, from what."""
    quotes = [f"“{source.exact or source.text}” — {source.place}" for source in sources[:3]]
    title = html.escape("; ".join([*steps, *quotes]))
    return f'<a href="{_from_here(sources[0].sentence)}" title="{title}">{html.escape(words)}</a>'


def _from_here(sentence: str) -> str:
    """Return the address of a sentence from the folder that the notebook runs in."""
    address, here = page_of(sentence), Path.cwd()
    if here.name == "texts":
        return address.removeprefix("texts/")
    return f"book/{address}" if (here / "book" / "texts").is_dir() else address
