import json
import re

import pytest

from interviews import schema, validation
from interviews.codebook import read_codebook


def change(copy, find, put):
    path = copy.root / schema.PLACE
    text = path.read_text(encoding="utf-8")
    assert find in text
    path.write_text(text.replace(find, put, 1), encoding="utf-8")


def test_frictionless_accepts_every_resource(here):
    from frictionless import validate

    report = validate(str(here.root / schema.PLACE))
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
    from frictionless import validate

    path = copy.coded / "quantities.csv"
    text = path.read_text(encoding="utf-8")
    assert find in text
    path.write_text(text.replace(find, put, 1), encoding="utf-8")
    assert not validate(str(copy.root / schema.PLACE)).valid
    assert validation.validate(copy)


def test_codes_stand_in_the_package_as_the_codebook_has_them(here):
    package = schema.read_schema(here).package
    values = read_codebook(here).values()
    assert schema.filled(package, values) == package, "run `make data`"
    values["mode"] = ["sung", "a.b"]
    filled = json.dumps(schema.filled(package, values))
    assert '"enum": ["sung", "a.b"]' in filled


def test_the_pattern_of_a_list_takes_its_entries_and_no_others(here):
    package = schema.read_schema(here).package
    sentences = next(r for r in package["resources"] if r["name"] == "sentences")
    themes = next(f for f in sentences["schema"]["fields"] if f["name"] == "themes")
    pattern = themes["constraints"]["pattern"]
    assert re.fullmatch(pattern, "trust; economics")
    assert not re.fullmatch(pattern, "trust; ")
    assert not re.fullmatch(pattern, "trusts")


def test_every_field_keeps_to_a_line_and_reads_back(here):
    package = schema.read_schema(here).package
    text = schema.written(package)
    assert json.loads(text) == package
    fields = sum(len(r["schema"]["fields"]) for r in package["resources"])
    assert len(re.findall(r'^ +\{"name": .*\},?$', text, re.M)) >= fields


@pytest.mark.parametrize(
    ("find", "put", "message"),
    [
        (
            '"resources": [',
            '"resources": [,',
            r"data/datapackage\.json:\d+: .*: correct the JSON\.",
        ),
        ('"type": "date"', '"type": "day"', r'.*date_start: type "day": use one of string, '),
        ('"resource": "measures"', '"resource": "sizes"', r'.*measure: refers to "sizes\.measure"'),
        ('"codebook": "mode"', '"codebook": "mood"', r'.*mode: codebook: "mood" is no variable'),
    ],
)
def test_a_schema_that_contradicts_itself_is_refused_with_the_place(copy, find, put, message):
    change(copy, find, put)
    problems = validation.validate(copy)
    assert any(re.match(message, problem) for problem in problems), problems


def test_a_column_is_one_edit(copy):
    """A new column is read, typed, checked and documented from its line in the schema."""
    from interviews import derivation, report

    field = '{"name": "visits", "type": "integer", "description": "How often."}'
    change(copy, '{"name": "side",', f'{field},\n     {{"name": "side",')
    path = copy.coded / "speakers.csv"
    lines = path.read_text(encoding="utf-8").splitlines()

    def put(line, cell):
        sides = "china|vietnam|outlet|unknown|side"
        head, side, tail = re.match(rf"(.*?),({sides}),(.*)", line).groups()
        return f"{head},{cell},{side},{tail}"

    lines = [put(lines[0], "visits"), put(lines[1], "three"), *(put(li, "") for li in lines[2:])]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    assert [p.partition("visits")[2] for p in validation.validate(copy)] == [
        ': "three" is not a whole number: write digits only.'
    ]
    path.write_text("\n".join([lines[0], lines[1].replace("three", "3"), *lines[2:], ""]))
    derivation.write(copy)
    assert "| `visits` | integer | How often. |" in (copy.root / "data/README.md").read_text()
    assert report.read(copy.root).rows("speakers")[0].visits == 3
