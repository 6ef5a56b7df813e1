import re

import frictionless
import pytest

from interviews import derivation, report, schema, validation
from interviews.codebook import read_codebook


def change(path, find, put):
    text = path.read_text(encoding="utf-8")
    assert find in text
    path.write_text(text.replace(find, put, 1), encoding="utf-8")


def test_frictionless_accepts_every_resource(here):
    report = frictionless.validate(str(here.root / schema.PLACE))
    assert report.valid, report.flatten(["title", "name", "rowNumber", "message"])
    files = {here.name(path) for path in (here.root / "data").rglob("*.csv")}
    assert {f"data/{task.place}" for task in report.tasks} == {
        name for name in files if not name.startswith("data/coded/received/")
    }


@pytest.mark.parametrize(
    ("find", "put"),
    [
        (",pham-2024,pham-2024:s029,", ",pham-2034,pham-2024:s029,"),  # a foreign key
        (",trade-total,level,", ",trade-total,height,"),  # a code
        (",2024-01-01,2024-07-31,", ",2024-01-01,2024-07-32,"),  # a date
    ],
)
def test_frictionless_refuses_what_we_refuse(copy, find, put):
    change(copy.coded / "quantities.csv", find, put)
    assert not frictionless.validate(str(copy.root / schema.PLACE)).valid
    assert validation.examine(copy)[1]


def test_codes_are_written_into_the_package(here):
    values = read_codebook(here).values() | {"mode": ["sung"], "theme": ["a.b", "trust"]}
    package = schema.filled(schema.read_schema(here).package, values)
    resource = next(one for one in package["resources"] if one["name"] == "sentences")
    constraints = {one["name"]: one.get("constraints") for one in resource["schema"]["fields"]}
    assert constraints["mode"]["enum"] == ["sung"]
    pattern = constraints["themes"]["pattern"]
    assert re.fullmatch(pattern, "trust; a.b")
    assert not any(re.fullmatch(pattern, cell) for cell in ("trust; ", "trusts", "a-b"))


@pytest.mark.parametrize(
    ("find", "put", "message"),
    [
        ('"resources": [', '"resources": [,', r"data/datapackage\.json:\d+: .*: correct the JSON"),
        ('"type": "date"', '"type": "day"', r'.*date_start: type "day": use one of string, '),
        ('"resource": "measures"', '"resource": "sizes"', r'.*measure: refers to "sizes\.measure"'),
        ('"codebook": "mode"', '"codebook": "mood"', r'.*mode: codebook: "mood" is no variable'),
    ],
)
def test_a_schema_that_contradicts_itself_is_refused_with_the_place(copy, find, put, message):
    change(copy.root / schema.PLACE, find, put)
    _, problems = validation.examine(copy)
    assert any(re.match(message, problem) for problem in problems), problems


def test_a_column_is_one_edit(copy):
    """A new column is read, typed, checked and documented from its line in the schema."""
    field = '{"name": "visits", "type": "integer", "description": "How often."}'
    change(copy.root / schema.PLACE, '{"name": "voice",', f'{field},\n     {{"name": "voice",')
    speakers = copy.coded / "speakers.csv"
    head, first, *others = speakers.read_text(encoding="utf-8").splitlines(keepends=True)
    others = [f",{line}" for line in others]
    speakers.write_text("".join([f"visits,{head}", f"three,{first}", *others]), encoding="utf-8")
    assert [problem.partition("visits")[2] for problem in validation.examine(copy)[1]] == [
        ': "three" is not a whole number: write digits only.'
    ]
    change(speakers, "three", "3")
    derivation.write(copy)
    assert "| `visits` | integer | How often. |" in (copy.root / "data/README.md").read_text()
    assert report.read(copy.root).rows("speakers")[0].visits == 3
