"""The corpus and its coding as the build sees them: checked, then read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sphinx.application import Sphinx

from interviews.codings import SentenceCodes, read_codings
from interviews.corpus import Corpus, Document, Sentence
from interviews.paths import Paths
from interviews.sphinx_ext.strict import BookError, message, plainly

OUTLET = "reporter"  # the voice of an outlet itself


class UnknownSentenceError(KeyError):
    """An id of a sentence that no text has; the message says what to do."""

    def __str__(self) -> str:
        return str(self.args[0])


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
        return self.document(sentence).facts["outlet"] if voice == OUTLET else self.name(voice)

    def voice(self, sentence: Sentence) -> str:
        """Return who says a sentence: as coded, else as printed."""
        if code := self.codes.get(sentence.id):
            return code.voice
        turns = self.document(sentence).turns
        return next(turn.speaker for turn in turns if turn.number == sentence.turn)

    def name(self, voice: str) -> str:
        """Return the name that stands for a voice."""
        return self.speakers[voice]["name"]

    def label(self, value: str) -> str:
        """Return the name of a value of the codebook."""
        return self.labels.get(value, value)

    def _advice(self, key: str) -> str:
        document = key.partition(":")[0]
        keys = [known.key for known in self.corpus]
        if document not in keys:
            return f'"{key}" is no sentence: no text is called "{document}": take one of {keys}.'
        known = self.corpus[document].sentences
        return (
            f'"{key}" is no sentence: {document} has {known[0].id} to {known[-1].id}: '
            "look the number up on the page of the text."
        )


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


@plainly
def _load(app: Sphinx) -> None:
    paths = Paths(Path(app.srcdir))
    found = problems(paths)
    if found:
        raise BookError(message(found))
    vars(app)["interviews_project"] = read(paths)


def setup(app: Sphinx) -> None:
    """Check and read the data before any page is read."""
    app.connect("builder-inited", _load)
