"""The folded log of comparisons, and folded tables."""

import re

import pandas as pd
from conftest import ROOT

from interviews import comparison_log, report
from interviews.folded import Folded


def test_the_log_has_every_comparison_once_in_words():
    read = report.read(ROOT)
    log = comparison_log.log(read)
    assert sum(map(len, log.tables.values())) == len(read.comparisons)
    for words, table in log.tables.items():
        assert ("They" in table) == (words != comparison_log.RULES["alone"])
        assert not re.search(r"[a-z]+-\d{4}\.", " ".join(table["Why"]))
    first = log.tables[comparison_log.RULES["restated"]].iloc[0]
    assert first["They"] == "do not fit"
    assert (
        '“USD 229.8 billion” (<a href="texts/xiong_2024.md#s043" data-tally="">' in first["Numbers"]
    )


def test_folded_tables_show_words_as_words_and_only_named_columns_as_html():
    frame = pd.DataFrame({"plain": ["a < b"], "linked": ['<a href="#x">x</a>'], "share": [2 / 3]})
    made = Folded("open & read", {"one & two": frame}, html=("linked",))._repr_html_()
    assert "<summary>open &amp; read</summary>" in made
    assert "<caption>one &amp; two</caption>" in made
    assert "a &lt; b" in made
    assert '<a href="#x">x</a>' in made
    assert "0.67" in made
    named = frame.set_index(pd.Index(["row"], name="What"))
    assert "<th>What</th>" in Folded("x", {"y": named})._repr_html_()
    assert "row" not in Folded("x", {"y": named.rename_axis(None)})._repr_html_()
