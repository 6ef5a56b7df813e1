import csv

import pytest
from conftest import ROOT

from interviews.corpus import CorpusError, paragraphs, read_corpus, split_sentences
from interviews.quotations import Span


@pytest.fixture(scope="module")
def corpus(here):
    return read_corpus(here)


def test_documents_are_in_order_of_time(corpus):
    ends = [document.facts["date_end"] for document in corpus]
    assert ends == sorted(ends)


def test_every_boundary_is_the_one_read_by_hand(corpus):
    with (ROOT / "tests/pinned_boundaries.csv").open(encoding="utf-8", newline="") as file:
        pinned = [(r["sentence"], int(r["start"]), int(r["end"])) for r in csv.DictReader(file)]
    assert [(s.id, s.span.start, s.span.end) for s in corpus.sentences()] == pinned


def test_spans_lead_back_to_the_text(corpus):
    for document in corpus:
        for sentence in document.sentences:
            assert document.quote(sentence.span) == sentence.text


def test_sentences_labels_and_white_space_are_the_whole_text(corpus):
    for document in corpus:
        spans = [s.span for s in document.sentences]
        spans += [turn.label for turn in document.turns if turn.label]
        left = list(document.text)
        for span in spans:
            assert "".join(left[span.start : span.end]) == document.quote(span), "spans overlap"
            left[span.start : span.end] = " " * (span.end - span.start)
        assert not "".join(left).strip()


def test_every_paragraph_has_one_turn(corpus):
    for document in corpus:
        numbers = [n for turn in document.turns for n in turn.paragraphs]
        assert numbers == list(range(1, len(paragraphs(document.text)) + 1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rose. It fell.", ["It rose.", "It fell."]),
        (
            "He said so. “We do. We will,” he said.",
            ["He said so.", "“We do.", "We will,” he said."],
        ),
        (
            'the goal of "better control.” In a visit',
            ['the goal of "better control.”', "In a visit"],
        ),
        ("VOV.VN - It is so.", ["VOV.VN - It is so."]),
        ("It rose by 4.8% to 2.1 million.", ["It rose by 4.8% to 2.1 million."]),
    ],
)
def test_traps_of_sentence_splitting(text, expected):
    spans = split_sentences(text, Span(0, len(text)))
    assert [text[span.start : span.end] for span in spans] == expected


def test_an_abbreviation_that_ends_a_sentence_is_split_by_hand(corpus):
    texts = [sentence.text for sentence in corpus["xiong-2024"].sentences]
    opening = next(text for text in texts if text.startswith("China attaches great importance"))
    assert texts[texts.index(opening) - 1].endswith("N.A.")


def test_a_label_is_no_part_of_a_sentence(corpus):
    for document in corpus:
        for turn in document.turns:
            if turn.label:
                first = next(s for s in document.sentences if s.turn == turn.number)
                assert not first.text.startswith(document.quote(turn.label))
                assert first.span.start >= turn.label.end


def test_all_altered_and_missing_texts_are_named_together(copy):
    names = sorted(path.name for path in copy.seeds.iterdir())
    (copy.seeds / names[0]).unlink()
    (copy.seeds / names[1]).write_bytes((copy.seeds / names[1]).read_bytes() + b" ")
    with pytest.raises(CorpusError) as error:
        read_corpus(copy)
    message = str(error.value)
    assert f"seeds/{names[0]} is missing" in message
    assert f"seeds/{names[1]} has" in message


def test_a_text_that_no_row_names_is_reported(copy):
    (copy.seeds / "005_new.txt").write_text("Words.", encoding="utf-8")
    with pytest.raises(
        CorpusError, match=r"^seeds/005_new\.txt: no row of data/coded/documents\.csv"
    ):
        read_corpus(copy)
