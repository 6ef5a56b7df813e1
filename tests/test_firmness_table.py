"""The table of how firm all findings are."""

from interviews.sphinx_ext import firmness_table
from interviews.sphinx_ext.elements import element
from interviews.sphinx_ext.pages import Finding, Place


def entry(label, edits, noise, choices, placebo):
    panel = {
        "holds": True, "judged": [] if noise is None else ["links.status"], "edits": edits,
        "noise": {"as coders differ": noise}, "choices": choices, "placebo": placebo,
        "needs": ["vu-2025"],
    }  # fmt: skip
    return {"label": label, "says": f"{label} it is.", "panel": panel}


KEPT = {
    "digest": "0",
    "sea": entry("Sea", 1, None, {"held": 0, "failed": 0, "cannot be asked": 0}, {}),
    "rail": entry("Rail", None, 0.915, {"held": 2, "failed": 0, "cannot be asked": 4},
                  {"split": {"held": 3, "of": 10}}),
}  # fmt: skip


def rows(*names):
    place = Place("book/disputes", "finding", "finding", "")
    found = [(Finding(name, {}, place), f"disputes.html#finding-{name}") for name in names]
    table = firmness_table.table(found, KEPT)
    return [node for node in table.findall(element) if node["tag"] == "tr"]


def test_a_row_names_links_and_measures_each_finding_and_carries_what_the_page_sorts_by():
    head, sea, rail = rows("sea", "rail", "not yet kept")
    assert [cell.astext() for cell in head] == list(firmness_table.HEADS.values())
    assert [cell.astext() for cell in sea] == ["Sea", "printed", "1", "", "", "", "1"]
    assert [cell.astext() for cell in rail] == [
        "Rail", "judged", "more", "2 of 6", "92%", "3 of 10", "1",
    ]  # fmt: skip
    (link,) = [node for node in rail.findall(element) if node["tag"] == "a"]
    assert link["html"] == {"href": "disputes.html#finding-rail", "title": "Rail it is."}
    order = [
        [node["html"]["data-sort"] for node in row.findall(element) if node["tag"] == "span"]
        for row in (sea, rail)
    ]
    assert order == [
        ["1.000", "1.000", "1.000"],
        ["0.000", "3.000", "0.333", "0.915", "0.300", "1.000"],
    ]
