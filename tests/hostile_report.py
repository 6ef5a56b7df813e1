"""A copy of the report whose last text and whose coded cells are hostile, as far as they may be."""

import csv
import hashlib
from collections.abc import Callable, Iterable, Iterator

import yaml

from interviews import derivation
from interviews.corpus import Sentence, read_corpus
from interviews.paths import Paths

TEXT, VOICE, SEED = "vu-2025", "nguyen-minh-vu", "004_9be1b53486f3f032.txt"
MARKUP = (
    'Markup <script>alert(document.domain)</script><img src=x onerror="alert(document.domain)"> '
    "and <a href='javascript:alert(document.domain)'>links</a> are only words"
)
# Each is a paragraph and a sentence of its own, without a numeral.
SENTENCES = (
    f"{MARKUP}.",
    "Directives {raw}`html`, {eval-rst}, ```{code-cell} and templates {{ cycler }}, "
    "{% include 'x' %}, {x.__class__}, %s are only words.",
    r"Formulae $x^y$, $$x$$, \(y\), \[z\] and US$ beside US$ are only words.",
    "Ends of elements </script></title></style></textarea> <!-- --> ]]>, &lt;b&gt;, &amp; too.",
    'Attributes href="sentence:nobody" href="finding:none" id="evr-@" data-holds="x" '
    'data-finding="x" class="finding-listed" are only words.',
    '=HYPERLINK("x";"y") and `touch hostile` $(touch hostile) ; touch hostile are only words.',
    "Soft\u00adhyphens, spaces with\u200bout width, \u05e9\u05dc\u05d5\u05dd\u200f! and "
    "\u200ejoiners\u200d are only words.",
)
LABEL = '<i onclick=alert(document.domain)>$x$</i> {{y}} &lt; "z"'
CELL = f"{LABEL} {{raw}}`z` ]]> \\(w\\) </script><script>alert(document.domain)</script> $(touch x)"
# What is appended to the cells of which columns, wherever they are not empty.
SPOILT = {
    "byline": CELL,
    "definition": CELL,
    "genre": LABEL,
    "label": LABEL,
    "name": LABEL,
    "note": CELL,
    "outlet": LABEL,
    "reason": CELL,
    "role": LABEL,
    "short": "<$x$>",
    "summary": CELL,
    "text": CELL,
    "title": CELL,
}
# Labels of turns are copied from the text, names of mechanisms are keys of a chapter.
LEFT_ALONE = ("turns", "boundaries", "mechanisms")
# Cells that the condition of a finding names.
NAMED = ("Global Times", "member")

Change = Callable[[list[dict[str, str]]], Iterable[dict[str, str]]]


def make(paths: Paths) -> None:
    """Make the copy at `paths` hostile and derive its tables."""
    before = len(read_corpus(paths)[TEXT].sentences)
    _lengthen(paths)
    _code(paths, read_corpus(paths)[TEXT].sentences[before:])
    _illustrate(paths, read_corpus(paths)[TEXT].sentences[before:])
    for table in paths.coded.glob("*.csv"):
        if table.stem not in LEFT_ALONE:
            _change(paths, table.stem, _spoil)
    derivation.write(paths)


def _lengthen(paths: Paths) -> None:
    """Append the hostile sentences to the text, and give them to the turn that ends it."""
    file = paths.seeds / SEED
    file.write_bytes("\n".join([file.read_text(encoding="utf-8"), *SENTENCES]).encode())
    digest = hashlib.sha256(file.read_bytes()).hexdigest()

    def record(rows: list[dict[str, str]]) -> Iterator[dict[str, str]]:
        yield from (row | ({"sha256": digest} if row["document"] == TEXT else {}) for row in rows)

    def extend(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        last = [row for row in rows if row["document"] == TEXT][-1]
        last["last_paragraph"] = str(int(last["last_paragraph"]) + len(SENTENCES))
        return rows

    _change(paths, "documents", record)
    _change(paths, "turns", extend)


def _code(paths: Paths, sentences: Iterable[Sentence]) -> None:
    """Code the new sentences by either pass, and quote them wherever pages show quotations."""
    found = list(sentences)
    assert [one.text for one in found] == list(SENTENCES)
    each = [_anchor(one) for one in found]
    coded = {"voice": VOICE, "mode": "reported", "themes": "trust", "act": "assertive"}
    for coder in "ab":
        _add(paths, "sentences", [row | coded | {"coder": coder, "problem": "0"} for row in each])
    promise = {"coder": "a", "by": "both", "to": "both", "theme": "trust", "measurable": "0"}
    promise |= {"summary": "hostile", "horizon": LABEL}
    named = [row | {"id": f"{TEXT}.hostile-{at}"} for at, row in enumerate(each)]
    _add(paths, "commitments", [row | promise for row in named])
    reading = {"theme": "trust", "part": "quotation", "text": "Words"}
    _add(paths, "readings", [row | reading for row in each])


def _illustrate(paths: Paths, sentences: Iterable[Sentence]) -> None:
    """Make the new sentences examples of the codebook."""
    file = paths.coded / "codebook.yml"
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    values = content["variables"]["theme"]["values"].values()
    for value, sentence in zip(values, sentences, strict=False):
        value["example"] = {"sentence": sentence.id, "exact": sentence.text}
        value["definition"] += f" {CELL}"
    file.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")


def _anchor(sentence: Sentence) -> dict[str, str]:
    # A quotation may not begin as a formula does: it begins a letter later.
    exact = sentence.text.removeprefix("=")
    return {"document": TEXT, "sentence": sentence.id, "exact": exact}


def _spoil(rows: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    for row in rows:
        yield {
            name: f"{cell} {SPOILT[name]}" if name in SPOILT and cell not in ("", *NAMED) else cell
            for name, cell in row.items()
        }


def _add(paths: Paths, table: str, new: list[dict[str, str]]) -> None:
    _change(paths, table, lambda rows: [*rows, *new])


def _change(paths: Paths, table: str, change: Change) -> None:
    """Write a table anew with its rows changed; cells that are not given are empty."""
    file = paths.coded / f"{table}.csv"
    with file.open(encoding="utf-8", newline="") as old:
        reader = csv.DictReader(old)
        columns, rows = list(reader.fieldnames), list(reader)
    with file.open("w", encoding="utf-8", newline="") as new:
        writer = csv.DictWriter(new, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(change(rows))
