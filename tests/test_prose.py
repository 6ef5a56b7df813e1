"""House style, as far as patterns can tell: numbers are computed, words are a stranger's."""

import json
import re
from calendar import month_name
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import prose
import pytest
import yaml
from conftest import ROOT

from interviews.numerals import found_in, read

PAGES = {path.stem: path.read_text(encoding="utf-8") for path in prose.pages(ROOT)}
COMPUTED = [page for page in PAGES if page not in ("context", "glossary", "references")]
REVIEWED = yaml.safe_load(Path(__file__).with_name("reviewed_words.yml").read_text("utf-8"))
# What house style forbids, with what to write instead.
FORBIDDEN = {
    r"\bs\d{3}\b": "say who says it, where and when",
    r"(?<![-\w])(?:xiong|globaltimes|pham|vu)[-_]20\d\d\b": "say who, where and when",
    r"\b(?:Xiong|Pham|Vu|Mai|Global Times) 20\d\d\b": "say who, where and when",
    r"\b0 of\b|\b0 %": "write “none of”",
    r"\bp ?[<=>] ?0?\.\d|(?<!no )\bp-values?\b|statistically significant": "none is computed",
    r"\bby hand\b": "say who coded",
    r"\bdropped\b": "say what later texts do not mention",
    r"[“”]": "link the quotation to its sentence, or write it without quotation marks",
    r"\bstands? in for\b|\bhangs? (?:on|upon)\b|\bleans? (?:to|towards?|on)\b": "say what happens",
    r"\b(?:texts?|sentences?|words?|numbers?|findings?|interviews?) (?:carr(?:y|ies)|parts?)\b":
        "say who says what",
    r"\b(?:dictionary|rule|coder) is asked\b": "say what is looked up",
    r"\b(?:each|both) (?:voices?|passes)\b": "name the speakers",
}  # fmt: skip
# What is said of all, of none or of the extreme: true of these data, as long as somebody checks.
UNIVERSAL = re.compile(
    r"\b(?:most|every(?:body|one|thing)?|all|only|nobody|none|no one|no|never|nothing|always|any"
    r"|first|last|latest|alone|largest|smallest|highest|lowest|each|both|neither)\b(?! other)",
    re.I,
)


def breaches(text: str) -> Iterator[tuple[prose.Line, str]]:
    for line in prose.lines(text):
        for pattern, instead in FORBIDDEN.items():
            for match in re.finditer(pattern, line.words):
                yield line, f'"{match[0]}": {instead}'


# --- universals ---


def universals(text: str, allowed: set[str]) -> Iterator[tuple[prose.Line, str]]:
    headings = [line for line in prose.lines(text) if line.is_heading]
    for line in [*headings, *prose.loose_strings(text)]:
        words = " ".join(re.sub(r"\{eval\}`([^`]*)`", r"\1", line.source).strip("# ").split())
        claim = re.sub("“[^”]*”", prose.HOLE, words)
        if len(words.split()) > 2 and UNIVERSAL.search(claim) and words not in allowed:
            yield line, f'"{words}": bind it to a condition, or review it'


# --- numerals ---

MONTHS = "|".join(month_name[1:])
DATE = re.compile(
    rf"\b\d{{1,2}}(?: (?:to|and) \d{{1,2}})? (?:{MONTHS})\b|\b(?:{MONTHS}) \d{{1,2}}\b"
    r"|(?<![$\d.,])\b(?:19|20)\d\d\b(?!\s*(?:%|thousand|million|billion|US\$))"
)
MULTIPLES = re.compile(
    r"\b(?:half|halves|thirds?|quarters?|dozens?|twice|thrice|(?:doubl|tripl)(?:es?|ed|ing))\b",
    re.I,
)
NOUNS = (
    "sentence|text|interview|article|meeting|visit|contact|promise|question|answer|number|figure"
    "|mention|link|project|problem|word|speaker|official|expert|voice|person|province|city"
    "|year|month|week|day|dollar|agreement|time|case|pair|row|bar|column|total|finding"
)
COUNTED = re.compile(rf"[\s-]+(?:(?:later|other|further|more|single) )?(?:{NOUNS})s?\b", re.I)
ORDER = {"first", "second", "third", "fourth", "fifth"}


def is_number(word: str, before: str, after: str) -> bool:
    """Tell numbers from pronouns ("the later one") and from order ("the first text")."""
    if word.lower() in ("one", "ones"):
        return bool(COUNTED.match(after)) and word.lower() == "one"
    return word.lower() not in ORDER or before.endswith((" a ", "A "))


def numbers_in(text: str) -> list[tuple[int, int]]:
    """Return the places of the numerals in `text` that are no dates, in digits or in words."""
    dates = [found.span() for found in DATE.finditer(text)]
    spans = {*found_in(text), *(found.span() for found in MULTIPLES.finditer(text))}
    return sorted(
        (a, b)
        for a, b in spans
        if is_number(text[a:b], text[:a], text[b:])
        and not any(start <= a and b <= end for start, end in dates)
    )


def allowed_at(text: str, start: int, end: int) -> set[str]:
    """Return the reviewed phrases that a numeral stands in."""
    return {
        phrase
        for phrase in REVIEWED["numerals"]
        for found in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.I)
        if found.start() <= start and end <= found.end()
    }


def loose_numbers(text: str) -> Iterator[tuple[prose.Line, str]]:
    """Yield typed numerals; what stands beside a link to an outside source is that source's."""
    for line in prose.lines(text):
        if line.is_heading or line.source.startswith("|") or "context.md#" in line.source:
            continue
        words = re.sub(r"^\s*\d+\. ", "", line.words)  # of a list
        for start, end in numbers_in(words):
            if not allowed_at(words, start, end):
                around = f"{words[max(0, start - 30) : start]}[{words[start:end]}]"
                yield line, f"{around}{words[end : end + 30]}: compute it and write {{eval}}"


# --- the pages ---


@pytest.mark.parametrize("page", PAGES)
def test_no_page_breaks_house_style(page):
    found = [*breaches(PAGES[page]), *universals(PAGES[page], set(REVIEWED["headings"]))]
    if page in COMPUTED:
        found += loose_numbers(PAGES[page])
    assert not found, "\n".join(f"{page}.md:{line.number}: {said}" for line, said in found)


@pytest.mark.parametrize(
    "words",
    [
        "Both interviews of s003 say so.", "In Xiong 2022 it rose.", "As pham-2024 says.",
        "So do 0 of 12.", "It is rare (p < .05).", "Coded by hand.", "The visit is dropped.",
        "He said “so”.", "It leans to China.", "The sentence carries two numbers.",
    ],
)  # fmt: skip
def test_what_house_style_forbids_is_found(words):
    assert list(breaches(words))
    assert not list(breaches(f"```python\n{words}\n```"))


def test_a_heading_or_title_that_nobody_reviewed_is_found():
    cell = "```{code-cell} ipython3\ndraw.sea(table, TITLE)\n```"
    for title, times in {'"Only they say it"': 1, 'message(sea, "Only they say it")': 0}.items():
        assert len(list(universals(cell.replace("TITLE", title), set()))) == times
    assert len(list(universals("## Only they say it", set()))) == 1
    assert not list(universals("## Only they say it", {"Only they say it"}))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Of 12 texts three say so.", ["12", "three"]),
        ("In one text it doubled; one can count half of them.", ["one", "doubled", "half"]),
        ("On 12 December 2023 and 7 to 12 April 2024 the first text was there.", []),
        ("It was US$2023 and 2,023.", ["2023", "2,023"]),
        ("A third apart, the third text says.", ["third"]),
    ],
)
def test_numerals_are_told_from_dates_pronouns_and_order(text, found):
    assert [text[start:end] for start, end in numbers_in(text)] == found


# --- the reviewed list ---


def test_reasons_that_name_a_count_or_a_finding_are_true():
    names = set(json.loads((ROOT / "data/derived/firmness.json").read_text("utf-8")))
    for phrase, why in (REVIEWED["numerals"] | REVIEWED["headings"]).items():
        if table := re.match(r"count of (\w+)", why):
            (number,) = (read(phrase[a:b]).value for a, b in numbers_in(phrase))
            assert number == len(pd.read_csv(ROOT / f"data/coded/{table[1]}.csv")), phrase
        if finding := re.match(r"finding ([\w-]+)", why):
            assert finding[1] in names, phrase


def test_the_reviewed_list_gives_reasons_and_holds_nothing_idle():
    assert all(len(why) > 8 for listed in REVIEWED.values() for why in listed.values())
    found = [said for text in PAGES.values() for _, said in universals(text, set())]
    loose = {said.partition('": bind')[0].strip('"') for said in found}
    assert set(REVIEWED["headings"]) <= loose
    used = {
        phrase
        for page in COMPUTED
        for line in prose.lines(PAGES[page])
        for start, end in numbers_in(line.words)
        for phrase in allowed_at(line.words, start, end)
    }
    assert set(REVIEWED["numerals"]) <= used
    assert len(REVIEWED["numerals"]) <= 80
