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
PANEL = Panel(
    "promises-events", True, ("outcomes.outcome",), None, (), False,
    {"a": firmness.HELD, "b": firmness.UNASKED, "c": firmness.UNASKED},
    {"5 percent": 0.95, "as coders differ": 0.71},
    {"held": 2, "failed": 1, "cannot be asked": 3}, "questions left out",
    {"split": {"held": 3, "of": 10}}, ("vu-2025",),
)  # fmt: skip


@pytest.fixture(scope="module")
def read():
    return report.read(ROOT)


def words(cell):
    parts = [cell] if isinstance(cell, str) else cell
    return "".join(part if isinstance(part, str) else part["words"] for part in parts)


def said(read, alpha=0.87, **given):
    agreed = {("outcomes", "outcome"): {"coders": "ab", "alpha": alpha}}
    rows = panel_words.rows(replace(PANEL, **given), read, agreed)
    return {head: words(cell) for head, cell in rows}


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
    assert "agreement 0.50, which is weak" in said(read, alpha=0.5)["Rests on"]


def test_what_no_coder_decided_never_holds_in_a_coding(read):
    made = said(read, judged=(), noise={"5 percent": None, "as coders differ": None})
    assert "holds" not in made["Each coder alone"] + made["Mistakes at random"]


def test_every_finding_has_a_label_and_every_judged_value_its_words(read):
    assert list(panel_words.LABELS) == [function(read).name for function in FINDINGS]
    tables, variables = read.codings.schema.tables, read.codings.codebook.variables
    for table, column in [(table, one) for table, of in panels.JUDGED.items() for one in of]:
        field, name = tables[table].fields[column], f"{table}.{column}"
        coded = [True, False] if field.type == "boolean" else variables[field.codebook].values
        assert set(panel_words.VALUES[name]) == set(coded), name
        assert name in panel_words.NAMES


def test_no_kept_panel_shows_a_code():
    kept = panels.read(Paths(ROOT))
    del kept["digest"]
    for entry in kept.values():
        for _, cell in entry["rows"]:
            assert not CODE.search(words(cell)), words(cell)
