import csv

import pytest
from conftest import ROOT

from interviews.corpus import CorpusError, read_corpus, split_sentences
from interviews.quotations import Span


@pytest.fixture(scope="module")
def corpus(here):
    return read_corpus(here)


def test_every_boundary_is_the_one_read_by_hand(corpus):
    with (ROOT / "tests/pinned_boundaries.csv").open(encoding="utf-8", newline="") as file:
        pinned = [(r["sentence"], int(r["start"]), int(r["end"])) for r in csv.DictReader(file)]
    assert [(s.id, s.span.start, s.span.end) for s in corpus.sentences()] == pinned


def test_sentences_labels_and_white_space_are_the_whole_text(corpus):
    for document in corpus:
        assert [document.quote(s.span) for s in document.sentences] == [
            s.text for s in document.sentences
        ]
        spans = [s.span for s in document.sentences]
        spans += [turn.label for turn in document.turns if turn.label]
        left = list(document.text)
        for span in spans:
            assert "".join(left[span.start : span.end]) == document.quote(span), "spans overlap"
            left[span.start : span.end] = " " * (span.end - span.start)
        assert not "".join(left).strip()


@pytest.mark.parametrize(
    "sentences",
    [
        ["He said so.", "“We do.", "We will,” he said."],
        ['the goal of "better control.”', "In a visit"],
        ["VOV.VN - It is so."],
        ["It rose by 4.8% to 2.1 million."],
    ],
)
def test_traps_of_sentence_splitting(sentences):
    text = " ".join(sentences)
    spans = split_sentences(text, Span(0, len(text)))
    assert [text[span.start : span.end] for span in spans] == sentences


def test_all_that_is_altered_missing_or_named_by_no_row_is_told_together(copy):
    missing, altered, *_ = sorted(path.name for path in copy.seeds.iterdir())
    (copy.seeds / missing).unlink()
    (copy.seeds / altered).write_bytes((copy.seeds / altered).read_bytes() + b" ")
    (copy.seeds / "005_new.txt").write_text("Words.", encoding="utf-8")
    with pytest.raises(CorpusError) as error:
        read_corpus(copy)
    message = str(error.value)
    assert f"seeds/{missing} is missing" in message
    assert f"seeds/{altered} has" in message
    assert "\nseeds/005_new.txt: no row of data/coded/documents.csv names it" in message


def test_nothing_outside_of_the_folder_is_read(copy):
    seed = next(copy.seeds.iterdir())
    seed.rename(copy.root / "elsewhere.txt")
    seed.symlink_to(copy.root / "elsewhere.txt")
    with pytest.raises(CorpusError, match=r'file: "[\w.]+" leads out of seeds/: put the file'):
        read_corpus(copy)
