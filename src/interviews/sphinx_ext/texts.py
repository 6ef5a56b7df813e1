"""The directive `interview`: the page of a text, and what in the report uses each sentence."""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ConfigError
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from interviews.corpus import Document
from interviews.sphinx_ext import elements, links, pages, project, reading
from interviews.sphinx_ext.pages import Place
from interviews.sphinx_ext.reading import Link, Reading

LOG = logging.getLogger(__name__)
FULL, QUOTED = "full", "quoted"


class InterviewDirective(SphinxDirective):
    """```` ```{interview} pham-2024 ````: the whole text."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return a placeholder: uses are known when every page has been read."""
        key = self.arguments[0]
        known = [document.key for document in project.of(self.env.app).corpus]
        if key not in known:
            LOG.warning(
                'interview: no text is called "%s": take one of %s.',
                key,
                ", ".join(known),
                location=self.get_location(),
                type="interviews",
            )
            return []
        node = pages.text_page(key=key, docname=self.env.docname)
        self.set_source_info(node)
        return [node]


def expand(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Replace the placeholder of a text by the text."""
    for node in list(doctree.findall(pages.text_page)):
        document = project.of(app).corpus[node["key"]]
        node.replace_self(reading.page_nodes(_reading(app, document, node["docname"])))


def _reading(app: Sphinx, document: Document, docname: str) -> Reading:
    found = pages.uses(app.env)
    keys = [sentence.id for sentence in document.sentences]
    used = {
        key: [_link(app, docname, place) for place in found[key]] for key in keys if key in found
    }
    anchors = {key: links.anchor(app, key) for key in keys}
    return Reading(project.of(app), document, used, anchors, published(app, document))


def published(app: Sphinx, document: Document) -> set[str]:
    """Return the sentences of `document` whose words the site may show."""
    if app.config.interviews_publish == QUOTED:
        return reading.with_neighbours(document, pages.uses(app.env))
    return {sentence.id for sentence in document.sentences}


def _link(app: Sphinx, docname: str, place: Place) -> Link:
    chapter = app.env.titles[place.docname].astext()
    return Link(place_text(app.env, place, chapter), links.place_address(app, docname, place))


def place_text(env: BuildEnvironment, place: Place, chapter: str) -> str:
    """Return the words of a link to `place`: chapter, then section, finding or figure."""
    title = "" if place.title == chapter else place.title
    if place.kind == "figure":
        figures = env.toc_fignumbers.get(place.docname, {}).get("figure", {})
        number = ".".join(map(str, figures.get(place.anchor, ())))
        title = f"Figure {number}, {title}" if number else f"Figure, {title}"
    if place.kind == "finding":
        title = f"finding in “{title or chapter}”"
    return ": ".join(filter(None, [chapter, title]))


def _check(app: Sphinx, config: Config) -> None:
    if config.interviews_publish not in (FULL, QUOTED):
        raise ConfigError(
            f'_config.yml: interviews_publish: "{config.interviews_publish}" is not known: '
            f'write "{FULL}", or "{QUOTED}" to print only used sentences and their neighbours.'
        )


def setup(app: Sphinx) -> None:
    """Register the directive and its option."""
    elements.setup(app)
    app.add_config_value("interviews_publish", FULL, "env", [str])
    app.add_directive("interview", InterviewDirective)
    app.connect("config-inited", _check)
