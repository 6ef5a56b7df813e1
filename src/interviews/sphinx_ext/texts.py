"""The directive `interview`: the page of a text, and what in the report uses each sentence."""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import ENUM
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from interviews.corpus import Document
from interviews.sphinx_ext import links, pages, project, reading
from interviews.sphinx_ext.pages import Place

FULL, QUOTED = "full", "quoted"  # what is published: all, or used sentences and their neighbours


class InterviewDirective(SphinxDirective):
    """```` ```{interview} pham-2024 ````: the whole text."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return a placeholder: uses are known when every page has been read."""
        key, known = self.arguments[0], project.of(self.env.app).corpus.document_keys()
        if key not in known:
            raise self.error(f'no text is called "{key}": take one of {", ".join(known)}.')
        node = pages.text_page(key=key, docname=self.env.docname)
        self.set_source_info(node)
        return [node]


def expand(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Replace the placeholder of a text by the text."""
    for node in list(doctree.findall(pages.text_page)):
        known, found = project.of(app), pages.uses(app.env)
        document = known.corpus[node["key"]]
        uses = {
            sentence.id: [
                (place_text(app.env, place), links.place_address(app, docname, place))
                for place in found[sentence.id]
            ]
            for sentence in document.sentences
            if sentence.id in found
        }
        shown = published(app, document)
        node.replace_self(reading.page(reading.Reading(known, document, uses, shown)))


def published(app: Sphinx, document: Document) -> set[str]:
    """Return the sentences of `document` whose words the site may show."""
    keys = [sentence.id for sentence in document.sentences]
    if app.config.interviews_publish == FULL:
        return set(keys)
    used = pages.uses(app.env)
    near = {at + step for at, key in enumerate(keys) if key in used for step in (-1, 0, 1)}
    return {key for at, key in enumerate(keys) if at in near}


def place_text(env: BuildEnvironment, place: Place) -> str:
    """Return the words of a link to `place`: chapter, then section, finding or figure."""
    chapter = env.titles[place.docname].astext()
    title = "" if place.title == chapter else place.title
    if place.kind == "figure":
        figures = env.toc_fignumbers.get(place.docname, {}).get("figure", {})
        number = ".".join(map(str, figures.get(place.anchor, ())))
        title = f"Figure {number}, {title}" if number else f"Figure, {title}"
    if place.kind == "finding":
        title = f"finding in “{title or chapter}”"
    return ": ".join(filter(None, [chapter, title]))


def setup(app: Sphinx) -> None:
    """Register the directive and its option."""
    app.add_config_value("interviews_publish", FULL, "env", ENUM(FULL, QUOTED))
    app.add_directive("interview", InterviewDirective)
