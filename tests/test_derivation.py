import csv
import hashlib
import re

import pytest
from conftest import ROOT

from interviews import derivation
from interviews.codings import read_codings
from interviews.paths import Paths
from interviews.schema import read_schema


@pytest.fixture(scope="module")
def files(here):
    return derivation.derive(here)


def rows(files, name):
    return list(csv.DictReader(files[f"data/derived/{name}.csv"].decode().splitlines()))


def test_committed_files_are_what_the_data_give_now(files):
    for name, content in files.items():
        assert (ROOT / name).read_bytes() == content, f"{name} is stale: run `make data`"


def test_no_other_file_lies_among_them(files):
    names = {f"data/derived/{path.name}" for path in (ROOT / "data/derived").iterdir()}
    assert names - set(files) == {"data/derived/firmness.json"}  # written by `interviews.panels`
    assert {name for name in files if name.startswith("data/derived/")} <= names


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
        (b"US$171.9bn", "171900000000"),
        (b"171.9 billion US dollars", "171900000000"),
        (b"half a trillion dollars", "500000000000"),
    ],
)
def test_other_words_in_text_and_rows_give_the_value_they_state(copy, words, value):
    before = rows(derivation.derive(copy), "quantities")
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


def test_writing_twice_gives_the_same(copy):
    derivation.write(copy)
    first = {path.name: path.read_bytes() for path in copy.derived.iterdir()}
    derivation.write(copy)
    assert {path.name: path.read_bytes() for path in copy.derived.iterdir()} == first


def test_stale_files_are_named(copy):
    path = copy.derived / "sentences.csv"
    path.write_bytes(path.read_bytes() + b"x")
    assert derivation.check(copy) == [
        "data/derived/sentences.csv: is not what the texts and the coding give now: "
        "run `make data`."
    ]


def test_the_readme_names_every_table_and_column(here):
    text = (ROOT / "data/README.md").read_text(encoding="utf-8")
    tables = read_schema(here).tables.values()
    found = {here.name(path) for path in (here.root / "data").rglob("*.csv")}
    assert {table.path for table in tables} == {
        name for name in found if not name.startswith("data/coded/received/")
    }
    for table in tables:
        name = re.escape(table.path.removeprefix("data/"))
        section = re.search(rf"## {name}\n(.*?)(?=\n## |\Z)", text, re.S)
        assert section, table.path
        found = re.findall(r"^\| `(\w+)` \|", section[1], re.M)
        assert found == list(table.fields)


def test_a_root_without_a_report_is_refused(tmp_path, monkeypatch):
    from interviews import paths

    monkeypatch.setenv(paths.ROOT_VARIABLE, str(tmp_path))
    with pytest.raises(paths.ProjectNotFoundError, match="no texts and tables here"):
        paths.find()
    assert Paths(tmp_path).seeds == tmp_path / "seeds"
