"""A corpus of one text, in place of the report's own."""

from interviews.codings import SentenceCodes
from interviews.corpus import Corpus, Document, Sentence, Turn, paragraphs, split_sentences
from interviews.quotations import Span
from interviews.sphinx_ext import project

TEXT = """How is trade?
Ambassador: Trade "rose" fast. It rose & rose. It fell < it rose.
We hope it rises. And rises. And rises again.
"""
FACTS = {
    "short": "Tiny 2024",
    "title": "Trade rises",
    "outlet": "The Outlet",
    "outlet_country": "Vietnam",
    "genre": "interview",
    "byline": "",
    "url": "https://example.org/tiny",
    "date_start": "2024-04-01",
    "date_end": "2024-04-07",
    "precision": "day",
    "basis": "inferred",
    "note": "",
}
SPEAKERS = {
    "interviewer": {"name": "The interviewer", "role": "asks", "kind": "outlet"},
    "ambassador": {"name": "The ambassador", "role": "Ambassador", "kind": "official"},
}


def read(paths):
    label = Span(TEXT.index("Ambassador:"), TEXT.index(" Trade"))
    turns = (
        Turn("tiny-2024", 1, "question", "interviewer", (1,), None),
        Turn("tiny-2024", 2, "answer", "ambassador", (2, 3), label),
    )
    sentences = []
    for number, span in enumerate(paragraphs(TEXT), start=1):
        within = Span(label.end + 1, span.end) if number == 2 else span
        for part in split_sentences(TEXT, within):
            key = f"tiny-2024:s{len(sentences) + 1:03d}"
            turn, words = min(number, 2), TEXT[part.start : part.end]
            sentences.append(Sentence(key, "tiny-2024", number, turn, part, words))
    corpus = Corpus((Document("tiny-2024", TEXT, FACTS, turns, tuple(sentences)),))
    codes = {one.id: _codes(one, turns[one.turn - 1]) for one in sentences}
    return project.Project(corpus, codes, SPEAKERS, {"economics": "Economics", "trade": "Trade"})


def _codes(sentence, turn):
    themes = ("economics",), ("trade",)
    return SentenceCodes(
        sentence.id, "a", turn.speaker, turn.kind, *themes, "assertive",
        problem=sentence.id == "tiny-2024:s002", prompted="1", placed="both",
    )  # fmt: skip


def problems(paths):
    file = paths.root / "data" / "problems.txt"
    return file.read_text().splitlines() if file.exists() else []


def setup(app):
    project.read, project.problems = read, problems
    return {"parallel_read_safe": True, "parallel_write_safe": True}
