"""How the report is cited: CITATION.cff says the same, and a test holds them together."""

PROJECT = "The Vietnam-China Interviews project"
TITLE = "What Vietnam and China say of each other"
VERSION = "0.2.0"
YEAR = "2026"


def of_figure(title: str) -> str:
    """Return how a figure with this title is cited.

    >>> of_figure("Trade")
    'The Vietnam-China Interviews project (2026): “Trade”, figure in What Vietnam and China say of \
each other, version 0.2.0. CC BY 4.0.'
    """
    return f"{PROJECT} ({YEAR}): “{title}”, figure in {TITLE}, version {VERSION}. CC BY 4.0."
