"""Every form, drawn from a small table made by hand."""

import hashlib
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from interviews.figures import forms
from interviews.figures.layout import Key
from interviews.svg import FigureError

DOCUMENTS = ["Xiong Bo 2022", "Global Times 2023", "Xiong Bo 2024", "Pham Sao Mai 2024", "Vu 2025"]
KEYS = ["xiong-2022", "globaltimes-2023", "xiong-2024", "pham-2024", "vu-2025"]
DATES = pd.to_datetime(["2022-11-15", "2023-12-01", "2024-04-03", "2024-08-14", "2025-01-18"])


def about(name):
    return {"name": name, "title": f"Title of {name}", "description": f"What {name} shows."}


def frame(columns, rows):
    return pd.DataFrame([dict(zip(columns.split(), row, strict=True)) for row in rows])


def dot_intervals(name="dots"):
    rows = [
        (theme, f"{who}", k, n, low, high, c, f"{theme}, {who}: {k} of {n}", ids(i, k))
        for i, (theme, who, k, n, low, high, c) in enumerate(
            [
                ("Names the sea", "Xiong Bo 2022", 0, 41, 0.0, 0.086, "china"),
                ("Names the sea", "Global Times 2023", 2, 48, 0.0115, 0.14, "china"),
                ("Names the sea", "Pham Sao Mai 2024", 6, 52, 0.054, 0.23, "vietnam"),
                ("Names a third party", "Xiong Bo 2022", 1, 41, 0.0043, 0.126, "china"),
                (
                    "Names a third party",
                    "Unnamed experts whom the Global Times quotes",
                    4,
                    12,
                    0.138,
                    0.609,
                    "china",
                ),
            ]
        )
    ]
    data = frame("panel category k n low high colour label sentences", rows)
    return forms.dot_intervals(data, **about(name))


def ids(seed, number):
    return [f"{KEYS[seed % 5]}:s{seed * 10 + at:03d}" for at in range(1, number + 1)]


def spans(name="spans"):
    rows = [
        ("2021-01-01", "2021-12-31", 165.8, "US$165.8 bn", "vietnam", "=", "Trade"),
        ("2021-01-01", "2021-12-31", 230.2, "US$230.2 bn", "china", ">", "Trade"),
        (
            "2022-01-01",
            "2022-09-30",
            132.4,
            "nearly US$132.4 bn, nine months",
            "vietnam",
            "<",
            "Trade",
        ),
        ("2022-01-01", "2022-12-31", 234.9, "US$234.9 bn", "china", "=", "Trade"),
        ("2023-01-01", "2023-12-31", 171.9, "US$171.9 bn", "vietnam", "=", "Trade"),
        ("2023-01-01", "2023-10-31", 185.1, "US$185.1 bn, ten months", "china", ">", "Trade"),
        (
            "2024-01-01",
            "2024-07-31",
            112.6,
            "over US$112.6 bn, seven months",
            "vietnam",
            ">",
            "Trade",
        ),
        ("2024-01-01", "2024-11-30", 185.0, "US$185 bn, eleven months", "vietnam", "~", "Trade"),
        ("2024-01-01", "2024-12-31", 260.0, "US$260 bn", "china", ">", "Trade"),
        ("2022-09-30", "2022-09-30", 22.4, "US$22.4 bn", "both", "=", "Investment, stock"),
        ("2024-11-30", "2024-11-30", 30.8, "US$30.8 bn", "both", ">", "Investment, stock"),
    ]
    data = frame("start end value text colour comparator panel", rows)
    data["start"], data["end"] = pd.to_datetime(data["start"]), pd.to_datetime(data["end"])
    data["label"] = [f"{text} ({row})" for row, text in enumerate(data["text"])]
    data["sentences"] = [ids(row, 1 + (row == 4)) for row in range(len(data))]
    data["quote"] = [f"“words” {text} of it" for text in data["text"]]
    key = {
        "china": "compiled in China",
        "vietnam": "compiled in Vietnam",
        "both": "not said by whom",
    }
    return forms.spans(data, key=key, **about(name))


def timeline(name="timeline"):
    rows = [
        (
            "2022-10-30",
            "2022-11-01",
            "Party leaders",
            "Trong in Beijing",
            "past",
            "to-china",
            "vietnam",
        ),
        ("2023-12-12", "2023-12-13", "Party leaders", "Xi in Hanoi", "past", "to-vietnam", "china"),
        (
            "2024-08-18",
            "2024-08-20",
            "Party leaders",
            "To Lam in China",
            "planned",
            "to-china",
            "vietnam",
        ),
        (
            "2023-12-01",
            "2023-12-31",
            "Government",
            "Wang Yi in Hanoi",
            "past",
            "to-vietnam",
            "china",
        ),
        (
            "2023-06-01",
            "2023-06-30",
            "Government",
            "PM Chinh in China",
            "past",
            "to-china",
            "vietnam",
        ),
        (
            "2024-06-24",
            "2024-06-27",
            "Government",
            "PM Chinh in Dalian",
            "past",
            "to-china",
            "vietnam",
        ),
        (
            "2024-10-12",
            "2024-10-14",
            "Government",
            "Li Qiang in Hanoi",
            "past",
            "to-vietnam",
            "china",
        ),
        (
            "2024-04-07",
            "2024-04-12",
            "National assemblies",
            "Hue in China",
            "planned",
            "to-china",
            "vietnam",
        ),
        ("2025-01-01", "2025-12-31", "People", "Year of exchange", "planned", "", "both"),
        ("2022-01-01", "2022-12-31", "People", "", "past", "", "both"),
        ("2022-06-15", "2022-06-15", "People", "", "past", "", "both"),
    ]
    data = frame("start end lane text status direction colour", rows)
    data["start"], data["end"] = pd.to_datetime(data["start"]), pd.to_datetime(data["end"])
    data["label"] = [
        f"{t or 'Event'}, {s:%Y-%m-%d}" for t, s in zip(data["text"], data["start"], strict=True)
    ]
    data["sentences"] = [ids(row, 1 + row % 2) for row in range(len(data))]
    key = [
        Key("to China", "vietnam", marker="^"),
        Key("to Vietnam", "china", marker="v"),
        Key("other", "both"),
        Key("held", "ink"),
        Key("planned", "ink", filled=False),
    ]
    references = pd.DataFrame({"date": DATES, "text": DOCUMENTS})
    return forms.timeline(data, references=references, key=key, **about(name))


def matrix(name="matrix"):
    themes = [
        "Leaders and visits",
        "Party and regime ties",
        "Differences and their management",
        "Law",
    ]
    counts = [[12, 3, 9, 14, 7], [4, 0, 3, 5, 1], [0, 5, 1, 3, 4], [0, 0, 0, 2, 1]]
    colours = {d: f"text-{n}" for n, d in enumerate(DOCUMENTS, start=1)}
    rows = [
        (theme, doc, k, colours[doc], f"{theme}, {doc}: {k} sentences", ids(at, k))
        for theme, line in zip(themes, counts, strict=True)
        for at, (doc, k) in enumerate(zip(DOCUMENTS, line, strict=True))
    ]
    return forms.matrix(
        frame("category document count colour label sentences", rows), **about(name)
    )


def ladder(name="ladder"):
    rows = [
        ("Community with a shared future", 1, "Wang Yi", "china", "a"),
        ("Community with a shared future", 1, "Gu Xiaosong", "china", ""),
        ("Community with a shared future", 2, "Xiong Bo", "china", "a"),
        ("Community with a shared future", 3, "Pham Sao Mai", "vietnam", "a"),
        ("Comprehensive strategic cooperative partnership", 0, "Xiong Bo", "china", "a"),
        ("Comprehensive strategic cooperative partnership", 4, "Vu", "vietnam", "a"),
        ("Comrades and brothers", 0, "interviewer", "both", ""),
    ]
    data = frame("rung at text colour series", rows)
    data["document"] = [DOCUMENTS[at] for at in data["at"]]
    data["label"] = [
        f"{r}: {t}, {d}"
        for r, t, d in zip(data["rung"], data["text"], data["document"], strict=True)
    ]
    data["sentences"] = [ids(row, 1) for row in range(len(data))]
    order = pd.Categorical(data["document"], DOCUMENTS, ordered=True)
    data = (
        data.assign(order=order).sort_values("order", kind="stable").drop(columns=["order", "at"])
    )
    key = [
        Key("Chinese voice", "china"),
        Key("Vietnamese voice", "vietnam"),
        Key("interviewer", "both"),
    ]
    rungs = [*dict.fromkeys(row[0] for row in rows), "Neighbours"]
    return forms.ladder(data, rungs=rungs, key=key, **about(name))


def network(name="network"):
    nodes = frame(
        "node column colour label sentences",
        [
            ("Lao Cai", 0, "vietnam", "Lao Cai, province", ids(0, 1)),
            ("Lang Son", 0, "vietnam", "Lang Son, province", ids(1, 2)),
            ("Quang Ninh", 0, "vietnam", "Quang Ninh, province", ids(2, 1)),
            ("Conference of party secretaries", 1, "both", "Conference, mechanism", ids(3, 1)),
            ("Smart border gate", 1, "both", "Smart border gate, link", ids(3, 2)),
            ("Standard-gauge railway", 1, "both", "Railway, link", ids(4, 1)),
            ("Yunnan", 2, "china", "Yunnan, province", ids(0, 1)),
            ("Guangxi Zhuang Autonomous Region", 2, "china", "Guangxi, region", ids(1, 1)),
        ],
    )
    edges = frame(
        "source target status label sentences",
        [
            ("Lao Cai", "Standard-gauge railway", "planned", "Lao Cai to railway", ids(0, 1)),
            ("Standard-gauge railway", "Yunnan", "planned", "railway to Yunnan", ids(0, 1)),
            ("Lang Son", "Smart border gate", "ongoing", "Lang Son to gate", ids(1, 1)),
            ("Smart border gate", "Guangxi Zhuang Autonomous Region", "ongoing", "gate", ids(1, 1)),
            ("Lang Son", "Conference of party secretaries", "past", "LS to conference", ids(2, 1)),
            (
                "Quang Ninh",
                "Conference of party secretaries",
                "past",
                "QN to conference",
                ids(2, 1),
            ),
            (
                "Conference of party secretaries",
                "Guangxi Zhuang Autonomous Region",
                "past",
                "c",
                ids(2, 2),
            ),
        ],
    )
    key = [Key("running", "both", line="solid"), Key("planned", "both", line=(0, (1, 0.7)))]
    return forms.network(
        nodes, edges, heads=["Vietnam", "What joins them", "China"], key=key, **about(name)
    )


def slope_bars(name="bars"):
    rows = [
        ("First half of 2024", 1.29, "US$1.29 bn", "Flow: registered in the period", "vietnam"),
        ("2023", 4.47, "US$4.47 bn", "Flow: registered in the period", "vietnam"),
        ("to September 2022", 22.4, "over US$22.4 bn", "Stock: registered to date", "china"),
        ("to November 2024", 30.8, "nearly US$30.8 bn", "Stock: registered to date", "vietnam"),
    ]
    data = frame("category value text panel colour", rows)
    data["label"] = [f"{c}: {t}" for c, t in zip(data["category"], data["text"], strict=True)]
    data["sentences"] = [ids(row, 1) for row in range(len(data))]
    return forms.slope_bars(data, **about(name))


FORMS = [dot_intervals, spans, timeline, matrix, ladder, network, slope_bars]


@pytest.fixture(scope="module", params=FORMS, ids=lambda form: form.__name__)
def figure(request):
    return request.param()


def anchors(figure):
    return list(ET.fromstring(figure.svg).iter("a"))


def test_every_row_is_a_mark_with_its_own_name(figure):
    named = [a.get("aria-label") for a in anchors(figure) if a.get("aria-hidden") is None]
    assert sorted(named) == sorted(mark.label for mark in figure.marks)
    assert len(set(named)) == len(named) == len(figure.table)


def test_every_mark_leads_to_its_evidence(figure):
    for mark, sentences in zip(figure.marks, figure.table["sentences"], strict=True):
        assert list(mark.sentences) == list(sentences)
        row = f"#{figure.name}-row-{mark.row}"
        assert mark.href == (f"sentence:{sentences[0]}" if len(sentences) == 1 else row)
    targets = Counter(a.get("href") for a in anchors(figure) if a.get("aria-hidden") is None)
    assert targets == Counter(mark.href for mark in figure.marks)


def test_no_id_is_there_twice(figure):
    found = re.findall(r'\bid="([^"]+)"', figure.html)
    assert len(found) == len(set(found))


def test_no_text_lies_on_another(figure):
    assert figure.overlaps == ()


def test_no_text_is_small_and_no_figure_wide(figure):
    assert min(map(float, re.findall(r"font-size: ([\d.]+)px", figure.svg))) >= 10
    assert float(figure.svg.split('viewBox="0 0 ')[1].split()[0]) <= 520


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_a_missing_column_is_named(form):
    drawing = getattr(forms, form.__name__)
    empty = pd.DataFrame({"sentences": [["a:s001"]]})
    tables = (empty, empty) if form is network else (empty,)
    with pytest.raises(FigureError, match=r"the table lacks .*label"):
        drawing(*tables, **about("x"))


def test_a_table_without_rows_is_refused():
    empty = frame("category value text label sentences", [("a", 1, "1", "l", ["a:s001"])]).iloc[:0]
    with pytest.raises(FigureError, match="no rows"):
        forms.slope_bars(empty, **about("x"))


def test_a_link_to_an_unknown_node_is_refused():
    nodes = frame(
        "node column label sentences", [("a", 0, "a", ids(0, 1)), ("b", 1, "b", ids(0, 1))]
    )
    edges = frame("source target label sentences", [("a", "c", "a to c", ids(0, 1))])
    with pytest.raises(FigureError, match="links to c"):
        forms.network(nodes, edges, **about("x"))


def test_silence_is_drawn_and_leads_to_its_row():
    figure = matrix()
    silent = [mark for mark in figure.marks if not mark.sentences]
    assert len(silent) == 5
    assert all(mark.href == f"#matrix-row-{mark.row}" for mark in silent)


def test_the_same_bytes_in_another_process():
    """Hash seeds, time zones and clocks do not reach the bytes."""
    program = (
        "import hashlib, test_figures_forms as t;"
        "print(hashlib.sha256(''.join(f().html for f in t.FORMS).encode()).hexdigest())"
    )
    here = "".join(form().html for form in FORMS)
    there = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parent,
        env=os.environ | {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.strip() == hashlib.sha256(here.encode()).hexdigest()
