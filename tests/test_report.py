import datetime

import pytest
from test_derivation import exchange

from interviews import report as reports


@pytest.fixture(scope="module")
def report():
    return reports.read()


def test_every_table_is_there_as_frame_and_as_records_of_the_types_of_the_schema(report):
    types = {"integer": int, "number": float, "boolean": bool, "date": datetime.date, "string": str}
    for name, table in report.codings.schema.coded.items():
        frame, rows = report.table(name), report.rows(name)
        assert frame.index.is_unique
        assert tuple(frame.columns) == rows[0]._fields
        for column in set(table.fields) & set(frame.columns):
            field = table.fields[column]
            cells = [getattr(row, column) for row in rows]
            wanted = tuple if field.separator else types[field.type]
            assert all(isinstance(cell, wanted) for cell in cells if cell is not None), column
            if field.type != "date":
                assert list(frame[column].dropna()) == [cell for cell in cells if cell is not None]


def test_every_row_of_evidence_has_speaker_date_and_sentence(report):
    for name in ("quantities", "events", "commitments", "links", "places"):
        for row in report.rows(name):
            sentence = report.sentences.loc[row.sentence]
            assert row.exact in row.text == sentence["text"]
            assert (row.voice, row.side) == (sentence["voice"], sentence["side"])
            assert row.sentences == (row.sentence,)


def test_a_quantity_is_a_value_with_the_words_it_was_read_from(report):
    value = report.quantity("pham-2024.trade-2023")
    assert str(value) == "US$171.9 billion"
    assert [s.sentence for s in value.sources] == ["pham-2024:s029"]
    with pytest.raises(KeyError, match=r"no \"pham-2024.trade-1823\" in data/derived"):
        report.quantity("pham-2024.trade-1823")


@pytest.mark.parametrize("table", ["events", "comparisons"])
def test_rows_and_frames_are_counted_with_the_same_evidence(report, table):
    counted = report.count(report.rows(table))
    assert counted.number == len(report.table(table)) > 0
    assert counted.sources == report.count(report.table(table)).sources


def test_the_outlet_is_named_for_its_own_narration(report):
    row = next(row for row in report.rows("sentences") if row.voice == reports.OUTLET)
    assert report.source(row.sentence).speaker == report.documents.loc[row.document, "outlet"]


def test_a_table_that_there_is_not_is_named_with_those_there_are(report):
    with pytest.raises(KeyError, match=r"no table \"visits\": the schema has documents, "):
        report.table("visits")


# --- to disagree ---


def test_a_recoded_row_is_changed_there_alone(report):
    key = "xiong-2022:s006"
    other = report.recode("sentences", key, themes="economics; trust", problem="1")
    assert report.sentences.loc[key, "theme"] == "trust"
    assert other.sentences.loc[key, "theme"] == "economics"
    assert other.sentences.loc[key, "problem"]
    assert other.substance.loc[key, "themes"] == ("economics", "trust")
    pairs = zip(report.rows("sentences"), other.rows("sentences"), strict=True)
    assert [a.sentence for a, b in pairs if a != b] == [key]


def test_who_is_recoded_speaks_so_in_every_table_and_edits_add_up(report):
    event = next(row for row in report.rows("events") if row.side == "china")
    moved = report.recode("sentences", event.sentence, voice="interviewer")
    assert moved.events.loc[event.id, "side"] == "outlet"
    other = report.recode("speakers", event.voice, side="unknown")
    other = other.recode("events", event.id, status="hypothetical")
    other = other.recode("speakers", event.voice, name="X").recode("events", event.id, type="call")
    row = other.events.loc[event.id]
    assert (row["side"], row["speaker"]) == ("unknown", "X")
    assert (row["status"], row["type"]) == ("hypothetical", "call")


def test_a_row_can_be_dropped(report):
    first, *others = report.rows("events")
    other = report.recode("events", first.id, type="call").drop("events", first.id)
    assert other.rows("events") == tuple(others)


@pytest.mark.parametrize(
    ("table", "key", "cells", "message"),
    [
        ("events", "no-such", {"type": "call"}, "no-such"),
        ("events", "xiong-2022.anniversary-72", {"sort": "call"}, "has no column sort"),
        ("sentences", "xiong-2022:s006", {"voice": "nobody"}, 'no "nobody" in .*speakers'),
    ],
)
def test_what_cannot_be_recoded_is_named(report, table, key, cells, message):
    with pytest.raises(KeyError, match=message):
        report.recode(table, key, **cells)


def test_a_text_is_left_out_of_every_table(report):
    other = report.without("vu-2025")
    names = ("documents", "sentences", "quantities", "events", "commitments", "outcomes", "links")
    for name in names:
        kept = [row for row in report.rows(name) if row.document != "vu-2025"]
        assert list(other.rows(name)) == kept
        assert len(kept) < len(report.rows(name)), name
    # What a text says of a promise goes with the promise.
    promises = {row.commitment for row in report.without("xiong-2022").rows("outcomes")}
    assert not any(promise.startswith("xiong-2022") for promise in promises)
    used = {key.partition(":")[0] for row in other.rows("comparisons") for key in row.sentences}
    assert "vu-2025" not in used


def test_an_unknown_coder_or_text_is_named(report):
    with pytest.raises(ValueError, match='coder "x"'):
        report.coder("x")
    with pytest.raises(ValueError, match='text "x"'):
        report.without("x")


def test_another_root_is_read_from_there_alone(copy):
    exchange(copy, b"US$171.9 billion", b"US$181.9 billion")
    report = reports.read(copy.root)
    assert "US$181.9 billion" in report.sentences.loc["pham-2024:s029", "text"]
    assert str(report.quantity("pham-2024.trade-2023")) == "US$181.9 billion"


# --- who coded ---


def test_the_majority_gives_every_sentence_that_says_something_a_field(report):
    assert all(report.substance["themes"])
    parts = report.codings.codebook.variables["subtheme"].values
    for row in report.rows("sentences"):
        assert {parts[part].theme for part in row.subthemes} <= set(row.themes)


def test_a_coder_who_did_not_code_a_table_or_variable_cannot_be_asked(report):
    one = report.coder("c")
    with pytest.raises(reports.NotCodedError, match="links were not coded by c"):
        one.rows("links")
    assert "placed" not in one.sentences
    assert not hasattr(one.rows("events")[0], "status")
    assert not hasattr(report.coder("e").rows("sentences")[0], "theme")


def test_where_a_coder_was_not_asked_the_majority_can_stand_in(report):
    one = report.coder("e", alone=False)
    assert one.rows("events") == report.rows("events")
    assert list(one.sentences["themes"]) == list(report.sentences["themes"])
    own = {
        r["sentence"]: r["prompted"] for r in one.codings.tables["sentences"] if r["coder"] == "e"
    }
    given = {row.sentence: row.prompted for row in one.rows("sentences") if row.sentence in own}
    assert given == {key: value or given[key] for key, value in own.items()}


def test_a_unit_has_one_id_whoever_coded_it(report):
    ids = {row.id for row in report.coder("a").rows("quantities")}
    assert {row.id for row in report.coder("c").rows("quantities")} <= ids
    assert str(report.coder("d").quantity("pham-2024.trade-2023")) == "US$171.9 billion"


def test_unnamed_observers_are_of_no_side(report):
    assert report.speakers.loc["observers", "side"] == "unknown"
