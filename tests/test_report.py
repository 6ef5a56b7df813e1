import datetime

import pytest

from interviews import report as reports


@pytest.fixture(scope="module")
def report():
    return reports.read()


def test_a_frame_and_the_records_of_a_table_are_the_same(report):
    for name in ("documents", "sentences", "quantities", "events", "outcomes", "links", "places"):
        frame, rows = report.table(name), report.rows(name)
        assert list(frame.index) == [report.key(name, row) for row in rows]
        assert tuple(frame.columns) == rows[0]._fields
        for column in ("document", "exact"):
            assert list(frame[column]) == [getattr(row, column) for row in rows], name


def test_cells_have_the_types_of_the_schema(report):
    commitment, event = report.rows("commitments")[0], report.rows("events")[0]
    assert isinstance(commitment.measurable, bool)
    assert isinstance(event.date_start, datetime.date)
    assert isinstance(event.actors, tuple)
    assert report.rows("turns")[0].first_paragraph == 1


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


def test_rows_and_frames_are_counted_with_the_same_evidence(report):
    rows = [row for row in report.rows("events") if row.type == "visit"]
    frame = report.events[report.events["type"] == "visit"]
    assert report.count(rows).number == report.count(frame).number == len(rows) > 0
    assert report.count(rows).sources == report.count(frame).sources


def test_the_outlet_is_named_for_its_own_narration(report):
    row = next(row for row in report.rows("sentences") if row.voice == reports.OUTLET)
    assert report.source(row.sentence).speaker == report.documents.loc[row.document, "outlet"]


def test_a_table_that_there_is_not_is_named_with_those_there_are(report):
    with pytest.raises(KeyError, match=r"no table \"visits\": the schema has documents, "):
        report.table("visits")


# --- to disagree ---


def test_a_recoded_row_is_changed_there_alone(report):
    key = "xiong-2022:s006"
    assert key in report.substance.index  # read before, and not to be taken for the other's
    other = report.recode("sentences", key, themes="economics; trust", problem="1")
    assert report.sentences.loc[key, "theme"] == "trust"
    assert other.sentences.loc[key, "theme"] == "economics"
    assert other.sentences.loc[key, "problem"]
    assert other.substance.loc[key, "themes"] == ("economics", "trust")
    pairs = zip(report.rows("sentences"), other.rows("sentences"), strict=True)
    assert [a.sentence for a, b in pairs if a is not b] == [key]
    assert other.rows("events") is report.rows("events")


def test_who_is_recoded_speaks_so_in_every_table(report):
    event = next(row for row in report.rows("events") if row.side == "china")
    other = report.recode("speakers", event.voice, side="unknown")
    assert {row.side for row in other.rows("events") if row.voice == event.voice} == {"unknown"}
    moved = report.recode("sentences", event.sentence, voice="interviewer")
    assert moved.events.loc[event.id, "side"] == "outlet"
    both = moved.recode("events", event.id, status="hypothetical")
    assert (both.events.loc[event.id, "side"], both.events.loc[event.id, "status"]) == (
        "outlet",
        "hypothetical",
    )


def test_edits_of_one_row_add_up_also_where_a_table_is_made_anew(report):
    event = next(row for row in report.rows("events") if row.side == "china")
    other = report.recode("events", event.id, status="hypothetical")
    other = other.recode("events", event.id, type="call").recode("speakers", event.voice, name="X")
    row = other.events.loc[event.id]
    assert (row["status"], row["type"], row["speaker"]) == ("hypothetical", "call", "X")


def test_a_row_can_be_dropped(report):
    key = report.rows("events")[3].id
    other = report.recode("events", report.rows("events")[5].id, type="call").drop("events", key)
    assert key not in other.events.index
    assert len(other.rows("events")) == len(report.rows("events")) - 1
    assert other.recode("events", report.rows("events")[4].id, type="call").rows("events")[3].id


@pytest.mark.parametrize(
    ("table", "key", "cells", "message"),
    [
        ("events", "no-such", {"type": "call"}, "no-such"),
        ("events", "xiong-2022.anniversary-72", {"sort": "call"}, "has no column sort"),
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
    used = {key.partition(":")[0] for row in other.rows("comparisons") for key in row.sentences}
    assert "vu-2025" not in used
    with pytest.raises(KeyError, match="vu-2026"):
        report.without("vu-2026")


def test_an_unknown_coder_or_text_is_named():
    with pytest.raises(ValueError, match='coder "x"'):
        reports.read(coder="x")
    with pytest.raises(ValueError, match='text "x"'):
        reports.read(without=["x"])


def test_another_root_is_read_from_there_alone(copy):
    for path in (*copy.seeds.iterdir(), *copy.coded.glob("*.csv")):
        path.write_bytes(path.read_bytes().replace(b"US$171.9 billion", b"US$181.9 billion"))
    report = reports.read(_with_digests(copy))
    assert "US$181.9 billion" in report.sentences.loc["pham-2024:s029", "text"]
    assert str(report.quantity("pham-2024.trade-2023")) == "US$181.9 billion"


def _with_digests(copy):
    """Record the new SHA-256 of each altered text; return the root."""
    import csv
    import hashlib
    import io

    path = copy.coded / "documents.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    for row in rows:
        row["sha256"] = hashlib.sha256((copy.seeds / row["file"]).read_bytes()).hexdigest()
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")
    return copy.root


# --- who coded ---


def test_the_majority_gives_every_sentence_that_says_something_a_field(report):
    assert all(row.themes for row in report.rows("substance"))
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
    assert [r.themes for r in one.rows("sentences")] == [r.themes for r in report.rows("sentences")]
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
