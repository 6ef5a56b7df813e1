"""The corpus and its coding as the build sees them: checked, then read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from interviews.codings import SentenceCodes, read_codings
from interviews.corpus import Corpus, Document, Sentence
from interviews.paths import Paths
from interviews.sphinx_ext.strict import BookError

FIRST = 100  # before anything is executed
OUTLET = "reporter"  # the voice of an outlet itself


class UnknownSentenceError(LookupError):
    """An id of a sentence that no text has, or no page; the message says what to do."""


@dataclass(frozen=True)
class Project:
    """What roles and directives need to know.

    `codes` maps ids of sentences, `speakers` voices to their row of speakers.csv, and `labels`
    values of the codebook (themes, sub-themes) to their names.
    """

    corpus: Corpus
    codes: Mapping[str, SentenceCodes]
    speakers: Mapping[str, Mapping[str, str]]
    labels: Mapping[str, str]

    def sentence(self, key: str) -> Sentence:
        """Return a sentence; raises `UnknownSentenceError`."""
        try:
            return self.corpus.sentence(key)
        except KeyError:
            raise UnknownSentenceError(self._advice(key)) from None

    def document(self, sentence: Sentence) -> Document:
        """Return the text that holds `sentence`."""
        return self.corpus[sentence.document]

    def speaker(self, sentence: Sentence) -> str:
        """Return the name of who says a sentence; an outlet goes by its own."""
        voice = self.voice(sentence)
        outlet = self.document(sentence).facts["outlet"]
        return outlet if voice == OUTLET else self.speakers[voice]["name"]

    def voice(self, sentence: Sentence) -> str:
        """Return who says a sentence: as coded."""
        return self.codes[sentence.id].voice

    def _advice(self, key: str) -> str:
        document, keys = key.partition(":")[0], self.corpus.document_keys()
        if document not in keys:
            return f'"{key}" is no sentence: no text is called "{document}": take one of {keys}.'
        first, *_, last = (one.id for one in self.corpus[document].sentences)
        where = "look the number up on the page of the text."
        return f'"{key}" is no sentence: {document} has {first} to {last}: {where}'


def read(paths: Paths) -> Project:
    """Read texts, coding and codebook."""
    codings = read_codings(paths)
    labels = {
        value.name: value.label
        for variable in ("theme", "subtheme")
        for value in codings.codebook.variables[variable].values.values()
    }
    speakers = {row["voice"]: row.cells for row in codings.tables["speakers"]}
    return Project(codings.corpus, codings.sentence_codes(), speakers, labels)


def problems(paths: Paths) -> list[str]:
    """Return everything that is wrong with the data, stale derived tables included."""
    # Imported where it is used, so that the extension can be read without what makes the tables.
    from interviews import derivation, panels, report

    return derivation.check(paths) or panels.check(paths, report.read(paths.root))


def of(app: Sphinx) -> Project:
    """Return the project that this build reads."""
    return vars(app)["interviews_project"]


def _load(app: Sphinx, *pages: Any) -> list[str]:
    paths = Paths(Path(app.srcdir))
    if found := problems(paths):
        raise BookError("\n".join(found))
    vars(app)["interviews_project"] = read(paths)
    return []


def setup(app: Sphinx) -> None:
    """Check and read the data before any page is read."""
    app.connect("env-get-outdated", _load, priority=FIRST)
