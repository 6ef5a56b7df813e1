"""Values and their evidence as HTML, for the chapters of the first edition; goes with them."""

import html
from collections.abc import Sequence

from interviews.representation import MOST_QUOTED
from interviews.value import Source, Value

CONTEXT = 110


def render(value: Value) -> str:
    """Return the value as HTML with its evidence: a link and a card (styled by report.css)."""
    sources = value.evidence()
    text = html.escape(str(value))
    if not sources:
        return f'<span class="ev-bare mathjax_ignore">{text}</span>'
    if len(sources) == 1 and not value.formula:
        link = f'<a class="ev-value" href="sentence:{sources[0].sentence}">{text}</a>'
        card = f'<span class="ev-card" role="note">{quoted(sources[0])}</span>'
        return f'<span class="ev mathjax_ignore">{link}{card}</span>'
    link = f'<a class="ev-value ev-derived" id="evr-@" href="#ev-@">{text}</a>'
    close = '<a class="ev-close" href="#evr-@">close</a>'
    return (
        f'<span class="ev mathjax_ignore">{link}<span class="ev-card" id="ev-@" role="note">'
        f"{_worked_out(value)}{listing(sources)}{close}</span></span>"
    )


def listing(sources: Sequence[Source]) -> str:
    """Return sources as HTML: few with their words, many as the numbers of their sentences."""
    if len(sources) <= MOST_QUOTED:
        return "".join(f'<span class="ev-item">{quoted(source)}</span>' for source in sources)
    by_document: dict[str, dict[str, str]] = {}
    for source in sources:
        document, _, number = source.sentence.partition(":")
        # The mark tells that the sentence is one of many in a tally, which is no citation of it.
        link = f'<a href="sentence:{source.sentence}" data-tally="">{number}</a>'
        by_document.setdefault(document, {})[number] = link
    return "".join(
        f'<span class="ev-item"><b>{html.escape(document)}</b> {" ".join(links.values())}</span>'
        for document, links in by_document.items()
    )


def _worked_out(value: Value) -> str:
    steps = "".join(f'<span class="ev-step">{html.escape(step)}</span>' for step in value.steps())
    bounds = value.range_words()
    return f'{steps}<span class="ev-range">{bounds}</span>' if bounds else steps


def quoted(source: Source) -> str:
    """Return the words of a source around what it quotes, and where they come from."""
    before, exact, after = source.text.partition(source.exact) if source.exact else ("", "", "")
    if not exact:
        before, after = "", source.text
    if len(before) > CONTEXT:
        before = "… " + before[-CONTEXT:].split(" ", 1)[-1]
    room = CONTEXT if exact else 2 * CONTEXT
    if len(after) > room:
        after = after[:room].rsplit(" ", 1)[0] + " …"
    marked = f"<mark>{html.escape(exact)}</mark>" if exact else ""
    return (
        f'<span class="ev-quote">“{html.escape(before)}{marked}{html.escape(after)}”</span> '
        f'<a class="ev-source" href="sentence:{source.sentence}">{html.escape(source.place)}</a>'
    )
