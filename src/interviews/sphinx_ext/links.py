"""Addresses of sentences and places, as seen from a page."""

from sphinx.application import Sphinx

from interviews.sphinx_ext import pages
from interviews.sphinx_ext.pages import Place
from interviews.sphinx_ext.project import UnknownSentenceError


def anchor(sentence_id: str) -> str:
    """Return the id of a sentence on the page that shows it."""
    return sentence_id.partition(":")[2]


def sentence_address(app: Sphinx, docname: str, sentence_id: str) -> str:
    """Return the address of a sentence from the page `docname`; raises `UnknownSentenceError`."""
    key = sentence_id.partition(":")[0]
    page = pages.text_pages(app.env).get(key)
    if page is None:
        raise UnknownSentenceError(
            f"{sentence_id}: no page of the book shows {key}: "
            f"add one with the directive `interview` and {key} to _toc.yml."
        )
    return _address(app, docname, page, anchor(sentence_id))


def place_address(app: Sphinx, docname: str, place: Place) -> str:
    """Return the address of a place from the page `docname`."""
    return _address(app, docname, place.docname, place.anchor)


def _address(app: Sphinx, docname: str, target: str, fragment: str) -> str:
    page = "" if target == docname else app.builder.get_relative_uri(docname, target)
    return f"{page}#{fragment}" if fragment else page or "#"
