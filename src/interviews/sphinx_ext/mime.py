"""What MyST-NB makes of the JSON of values and findings (see `interviews.representation`).

Registered in pyproject.toml as an entry point of `myst_nb.mime_renderers`.
"""

from typing import Any, ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from interviews.representation import MIME
from interviews.sphinx_ext import pages


class Meaning:
    """The renderer: JSON in, nodes out."""

    mime_priority_overrides: ClassVar = [("*", MIME, 1)]

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer, data: MimeData, inline: bool
    ) -> list[nodes.Element] | None:
        """Return the nodes for one output; None for what is not ours."""
        if data.mime_type != MIME:
            return None
        content: Any = data.content
        if content["kind"] == "value":
            value = pages.carded(content["words"], content, "ev-value")
            return [nodes.paragraph("", "", value)]
        return [pages.finding_shown("", content=content)]


class KeepMeaning(SphinxTransform):
    """Drop what else an output offers where it says what it means; else its links count twice."""

    default_priority = 5

    def apply(self, **kwargs: Any) -> None:
        """Work on every output of the page."""
        for bundle in list(self.document.findall(nodes.container)):
            if bundle.get("nb_element") == "mime_bundle":
                parts = bundle.findall(nodes.container)
                ours = [part for part in parts if part.get("mime_type") == MIME]
                bundle[:] = ours or bundle.children


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(KeepMeaning)
