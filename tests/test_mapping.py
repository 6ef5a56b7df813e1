import csv

import pytest

from interviews import mapping
from interviews.corpus import read_corpus
from interviews.schema import read_schema
from interviews.tables import read_table


@pytest.fixture(scope="module")
def made(here):
    return mapping.mapped(here)


def received(here, coder, name):
    with (here.coded / "received" / coder / f"{name}.csv").open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def test_the_tables_hold_what_the_received_files_give(here, made):
    for name, rows in made.rows.items():
        table = read_schema(here).tables[name]
        coders = {cells["coder"] for cells in rows}
        there = [row.cells for row in read_table(here, table) if row["coder"] in coders]
        assert len(there) == len(rows), name
        for cells, given in zip(there, rows, strict=True):
            assert {column: cells[column] for column in given} == given, name
            unasked = {c for c in table.judged if cells[c]} - set(given)
            assert not unasked, name


@pytest.mark.parametrize("coder", mapping.SEGMENTED)
def test_every_received_row_is_mapped_or_named(here, made, coder):
    for name in ("sentences", "quantities", "events", "commitments"):
        mine = [cells for cells in made.rows[name] if cells["coder"] == coder]
        left = [line for line in made.left if line.startswith(f"{coder}: {name}: ")]
        assert len(mine) + len(left) == len(received(here, coder, name))


def test_only_the_segment_of_two_sentences_is_left(made):
    assert [line for line in made.left if line[0] in mapping.SEGMENTED] == [
        f"{coder}: sentences: 001.004 holds xiong-2024:s004 and xiong-2024:s005" for coder in "cd"
    ]


def test_segments_are_the_sentences_to_the_character_but_for_labels(here):
    segments = mapping._segments(here, read_corpus(here))
    texts = {row["segment"]: row["text"] for row in mapping._read(
        here.coded / "received/segments.csv")}  # fmt: skip
    whole = {k for k, one in segments.items() if [s.text for s in one.sentences] == [texts[k]]}
    assert len(whole) == 220
    for key in set(segments) - whole:
        assert texts[key].endswith(segments[key].sentences[-1].text)


def test_codes_are_taken_over_as_they_are(here, made):
    rows = {row["segment"]: row for row in received(here, "c", "sentences")}
    first = next(c for c in made.rows["sentences"] if c["sentence"] == "xiong-2022:s004")
    assert rows["000.004"]["themes"] == first["themes"] == "trust"
    assert first["subthemes"] == "leaders; party"
    assert "prompted" not in first
