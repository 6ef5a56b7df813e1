"""The words of panels: nothing is left in the words of tables and codes."""

import re
from dataclasses import replace

import pytest
from conftest import ROOT

from interviews import firmness, panel_words, panels, report
from interviews.findings import FINDINGS
from interviews.firmness import Edit, Panel
from interviews.paths import Paths

CODE = re.compile(r"[a-z]+-\d{4}[.:]|_|reported-done|\b(absent|measurable|True|False|nan)\b")


@pytest.fixture(scope="module")
def read():
    return report.read(ROOT)


def panel(**given):
    held = {"a": firmness.HELD, "b": firmness.UNASKED, "c": firmness.UNASKED}
    plain = Panel(
        "promises-events", ("outcomes.outcome",), None, (), False, held,
        {"5 percent": 0.95, "as coders differ": 0.71},
        {"held": 2, "failed": 1, "cannot be asked": 3}, "questions left out",
        {"split": {"held": 3, "of": 10}}, ("vu-2025",),
    )  # fmt: skip
    return replace(plain, **given)


def words(cell):
    return cell if isinstance(cell, str) else "".join(
        part if isinstance(part, str) else part["words"] for part in cell
    )  # fmt: skip


def said(read, **given):
    return {head: words(cell) for head, cell in panel_words.rows(
        panel(**given), read, {"outcomes.outcome": (2, 0.87)})}  # fmt: skip


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (
            Edit("outcomes", "xiong-2024.legislature-agreement/pham-2024", "outcome", "absent",
                 "repeated"),
            "take the text of August 2024 to say again, and not to pass over, the promise “the two "
            "sides are scheduled to sign a new cooperation agreement between …” (Xiong Bo, April "
            "2024)",
        ),
        (
            Edit("links", "vu-2025.s014.rail", "status", "planned", "wished",
                 "three railway lines", "vu-2025:s014"),
            "take the link “three railway lines” as wished for and not as planned (Nguyen Minh Vu, "
            "January 2025)",
        ),
        (
            Edit("quantities", "xiong-2024.trade-2023", "", "", "left out", "USD 229.8 billion",
                 "xiong-2024:s043"),
            "leave out the number “USD 229.8 billion” (Xiong Bo, April 2024)",
        ),
        (
            Edit("speakers", "observers", "side", "unknown", "china"),
            "count the unnamed observers as Chinese",
        ),
    ],
)  # fmt: skip
def test_an_edit_is_said_as_a_reader_would(read, edit, expected):
    assert words(panel_words.edit_words(edit, read)) == expected


def test_a_panel_says_every_part_in_words(read):
    made = said(read)
    assert list(made) == list(panel_words.HEADS)
    assert "(2 coders, agreement 0.87)" in made["Rests on"]
    assert made["Each coder alone"] == (
        "It holds with the decisions of coder a in place of the majority's. It cannot be asked of "
        "coders b and c, who decided nothing that it uses."
    )
    assert (
        "in 95% of 200 tries; with as many wrong as coders really differ on, in 71%"
        in (made["Mistakes at random"])
    )
    assert made["Settled otherwise"] == (
        "It holds in 2 of 6 ways to settle what touches it; 3 cannot be worked out, since the "
        "coder decided nothing that it uses. It fails with questions left out."
    )
    assert "Of 10 ways" in made["Texts divided otherwise"]
    assert made["Texts it needs"] == "That of January 2025."


def test_weak_agreement_is_called_weak(read):
    rests = dict(panel_words.rows(panel(), read, {"outcomes.outcome": (2, 0.5)}))["Rests on"]
    assert "agreement 0.50, which is weak" in rests


def test_what_no_coder_decided_never_holds_in_a_coding(read):
    made = said(read, judged=(), noise={"5 percent": None, "as coders differ": None})
    assert "holds" not in made["Each coder alone"] + made["Mistakes at random"]


def test_every_finding_has_a_label_and_every_judged_value_its_words(read):
    names = [function(read).name for function in FINDINGS]
    assert list(panel_words.LABELS) == names
    tables, variables = read.codings.schema.tables, read.codings.codebook.variables
    for table, columns in panels.JUDGED.items():
        for column in columns:
            name = f"{table}.{column}"
            field = tables[table].fields[column]
            values = {True, False} if field.type == "boolean" else set(
                variables[field.codebook].values)  # fmt: skip
            assert set(panel_words.VALUES[name]) == values, name
            assert name in panel_words.NAMES


def test_no_kept_panel_shows_a_code():
    kept = panels.read(Paths(ROOT))
    for name, entry in kept.items():
        if name != "digest":
            for _, cell in entry["rows"]:
                assert not CODE.search(words(cell)), words(cell)
