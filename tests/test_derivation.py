import csv
import hashlib
import re

import pytest
from conftest import ROOT

from interviews import derivation, paths
from interviews.codings import read_codings


@pytest.fixture(scope="module")
def files(here):
    return derivation.derive(here)


def rows(files, name):
    return list(csv.DictReader(files[f"data/derived/{name}.csv"].decode().splitlines()))


def test_committed_files_are_what_the_data_give_now_and_no_other_lies_among_them(files):
    for name, content in files.items():
        assert (ROOT / name).read_bytes() == content, f"{name} is stale: run `make data`"
    names = {f"data/derived/{path.name}" for path in (ROOT / "data/derived").iterdir()}
    assert names - set(files) == {"data/derived/firmness.json"}  # written by `interviews.panels`


def test_quantities_have_the_promised_columns(files):
    promised = "document sentence exact value unit comparator measure kind period_start period_end"
    assert set(f"{promised} compiler".split()) <= set(rows(files, "quantities")[0])


def test_every_value_stands_in_the_text_where_the_row_says(files, here):
    corpus = read_codings(here).corpus
    for row in rows(files, "quantities"):
        text = corpus[row["document"]].text
        assert text[int(row["start"]) : int(row["end"])] == row["exact"]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        (b"US$181.9 billion", "181900000000"),
        (b"171.9 billion US dollars", "171900000000"),
        (b"half a trillion dollars", "500000000000"),
    ],
)
def test_other_words_in_text_and_rows_give_the_value_they_state(copy, files, words, value):
    before = rows(files, "quantities")
    exchange(copy, b"US$171.9 billion", words)
    after = rows(derivation.derive(copy), "quantities")
    changed = [new for old, new in zip(before, after, strict=True) if new["exact"] != old["exact"]]
    assert [row["id"] for row in changed] == ["pham-2024.trade-2023"]
    assert [(row["value"], row["unit"]) for row in changed] == [(value, "USD")]


@pytest.mark.parametrize(
    "words", [b"US$171.9bx", "¥171.9 billion".encode(), b"US$171.9 zillion", b"171.9m"]
)
def test_words_that_are_not_understood_are_refused_with_row_and_sentence(copy, words):
    exchange(copy, b"US$171.9 billion", words)
    with pytest.raises(derivation.DataError) as refused:
        derivation.derive(copy)
    place = r"data/coded/quantities\.csv:\d+: exact: "
    stands = r"It stands in pham-2024:s029\."
    assert re.search(f'{place}"{re.escape(words.decode())}".*{stands}', str(refused.value))


def exchange(copy, old, new):
    """Write `new` for `old` in every text and row, and the digests of the texts."""
    documents = copy.coded / "documents.csv"
    for path in (*copy.seeds.iterdir(), *copy.coded.glob("*.csv")):
        content = path.read_bytes()
        path.write_bytes(content.replace(old, new))
        digests = (hashlib.sha256(part).hexdigest() for part in (content, path.read_bytes()))
        documents.write_text(documents.read_text("utf-8").replace(*digests), "utf-8")


def test_stale_files_are_named_and_written_again(copy):
    name = "data/derived/sentences.csv"
    path = copy.root / name
    before = path.read_bytes()
    path.write_bytes(before + b"x")
    assert derivation.check(copy) == [
        f"{name}: is not what the texts and the coding give now: run `make data`."
    ]
    assert derivation.write(copy) == [name]
    assert path.read_bytes() == before
    assert derivation.write(copy) == []


def test_a_root_without_a_report_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv(paths.ROOT_VARIABLE, str(tmp_path))
    with pytest.raises(paths.ProjectNotFoundError, match="no texts and tables here"):
        paths.find()
