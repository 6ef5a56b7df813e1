"""The figure of the landing page."""

import pandas as pd

from interviews.figures.forms import matrix
from interviews.svg import LinkedFigure


def draw_fields(substance: pd.DataFrame, fields: pd.DataFrame, texts: list[str]) -> LinkedFigure:
    """Draw how many sentences of each text speak of each field.

    `substance` has themes (a tuple), short and sentence; `fields` has theme and label in the order
    wanted; `texts` are the short names in order of time. A sentence counts for every field that it
    speaks of.
    """
    totals = substance["short"].value_counts()
    rows = [
        _cell(field.theme, field.label, text, int(totals[text]), substance)
        for field in fields.itertuples()
        for text in texts
    ]
    return matrix(
        pd.DataFrame(rows),
        name="fig-overview",
        title="Fields that each text speaks of",
        description="A table of circles: fields down, texts across in order of time. "
        "The area of a circle is the number of sentences of the text that speak of the field.",
        columns={"category": "Field", "document": "Text", "count": "Sentences", "n": "Of"},
    )


def _cell(theme: str, label: str, text: str, n: int, substance: pd.DataFrame) -> dict[str, object]:
    mine = substance[substance["short"] == text]
    found = mine.loc[[theme in themes for themes in mine["themes"]], "sentence"]
    return {
        "category": label,
        "document": text,
        "count": len(found),
        "n": n,
        "label": f"{label}, {text}: {len(found)} of {n} sentences",
        "sentences": tuple(found),
        "colour": "problem" if theme == "disputes" else "both",
    }
