"""How the report is cited: CITATION.cff says the same, and a test holds them together."""

import os
import re

PROJECT = "The Vietnam-China Interviews project"
TITLE = "What Vietnam and China say of each other"
VERSION = "0.2.0"
YEAR = "2026"
BASE_VARIABLE = "INTERVIEWS_BASE"
"""Where the site is published, if that is known: it stands in no file."""


def of_figure(title: str) -> str:
    """Return how a figure with this title is cited.

    >>> of_figure("Trade")
    'The Vietnam-China Interviews project (2026): “Trade”, figure in What Vietnam and China say of \
each other, version 0.2.0. CC BY 4.0.'
    """
    return f"{PROJECT} ({YEAR}): “{title}”, figure in {TITLE}, version {VERSION}. CC BY 4.0."


def bibtex(figure: str = "", title: str = "") -> str:
    r"""Return an entry of BibTeX for the report, or for its `figure` of that name and title.

    >>> print(bibtex("trade", "Up 5 %"))
    @misc{vietnam-china-interviews-trade,
      author = {{The Vietnam-China Interviews project}},
      title = {{“Up 5 \%”, figure in What Vietnam and China say of each other}},
      year = {2026},
      note = {Version 0.2.0, CC BY 4.0}
    }
    """
    key = f"vietnam-china-interviews-{figure}" if figure else "vietnam-china-interviews"
    named = re.sub(r"([&%$#_])", r"\\\1", f"“{title}”, figure in {TITLE}" if figure else TITLE)
    fields = {
        "author": f"{{{PROJECT}}}",
        "title": f"{{{named}}}",
        "year": YEAR,
        "note": f"Version {VERSION}, CC BY 4.0",
    }
    if base := os.environ.get(BASE_VARIABLE):
        fields["url"] = base
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{key},\n{lines}\n}}"
