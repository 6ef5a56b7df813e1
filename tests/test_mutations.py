"""Every number of the texts is altered: the coding must notice, and the values must follow."""

import csv
import io
import re
import shutil
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import mutations
import pytest
from conftest import ROOT

from interviews import codings, derivation, paths, quotations, validation


def contents(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    root = tmp_path_factory.mktemp("mutations")
    for name in ("seeds", "data"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "_config.yml", root)
    with pytest.MonkeyPatch.context() as monkeypatch:
        mutations.remember(monkeypatch)
        before = contents(root)
        yield mutations.Bench(paths.Paths(root))
        assert contents(root) == before, "a mutation was not taken back"


@pytest.fixture(scope="module")
def every(bench):
    return list(bench.mutations())


@pytest.fixture
def tell(capsys):
    """Print a line that is seen whether the tests pass or not."""

    def line(text):
        with capsys.disabled():
            print(f"\nmutations: {text}", end=" ")

    return line


def numbers(some):
    """The mutations of each number of the texts, by its place."""
    found = {}
    for mutation in some:
        found.setdefault((mutation.document, mutation.number_at), []).append(mutation)
    return found


def spread(some):
    """One mutation of each spelling, in as many sentences as can be."""
    found, used = {}, Counter()
    for mutation in sorted(some, key=lambda one: one.kind):
        words = re.sub(r"[\d.,]+", "", f"{mutation.old} {mutation.new}").lower()
        found.setdefault((mutation.kind, words), []).append(mutation)
    chosen = []
    for same in found.values():
        chosen.append(min(same, key=lambda one: used[one.sentence]))
        used[chosen[-1].sentence] += 1
    return chosen


def share(missed, some):
    return f"{len(some) - len(missed)} of {len(some)} caught ({1 - len(missed) / len(some):.1%})"


def test_every_number_of_the_texts_is_altered_and_covered_by_a_row(bench, every):
    altered = numbers(every)
    for document in bench.codings.corpus:
        for sentence in document.sentences:
            for span in validation.numerals(sentence.text):
                assert (document.key, sentence.span.start + span.start) in altered, sentence.id
    assert [str(mutation) for mutation in every if not mutation.covering()] == []


# By default one alteration of each number or kind; all of them, which take a minute, in CI.
how_many = pytest.mark.parametrize("some", ["one", pytest.param("all", marks=pytest.mark.slow)])


@how_many
def test_a_number_altered_in_the_text_is_named_with_its_row(bench, every, tell, some):
    if some == "one":
        every = [same[0] for same in numbers(every).values()]
        # Where a document cannot be read any more, each has to be tried by itself.
        describing = [mutation for mutation in every if mutation.describing()]
        every = [mutation for mutation in every if mutation not in describing[3:]]
    ends = mutations.one_by_one(mutations.unseen, bench, every)
    missed = [why for _, _, why in ends if why]
    runs = [same[0].number.isdigit() for same in numbers(every).values()]
    tell(
        f"text altered: {share(missed, every)}, in {sum(runs)} digit runs and "
        f"{len(runs) - sum(runs)} number words"
    )
    assert not missed, "\n".join(missed)


@how_many
def test_a_number_altered_in_text_and_quotations_changes_its_value(bench, every, tell, some):
    # Each digit of what is stated; one of what is only listed, as no value can follow it.
    of_each = [s if s[0].stated() and some == "all" else s[:1] for s in numbers(every).values()]
    some = [mutation for same in of_each for mutation in same]
    found = mutations.one_by_one(mutations.unshown, bench, some)
    missed = [why for _, _, why in found if why]
    ends = Counter(("stated" if m.stated() else "listed", end) for m, end, _ in found)
    tell(
        f"text and quotations altered: {share(missed, some)}; of numbers that quantities.csv "
        f"states {ends['stated', 'derived']} gave other values in exactly their rows, "
        f"{ends['stated', 'stopped']} were refused; of numbers that only numerals.csv lists "
        f"{ends['listed', 'derived']} changed no value, {ends['listed', 'stopped']} were refused"
    )
    assert not missed, "\n".join(missed)
    assert ends["stated", "derived"] > 10 * ends["stated", "stopped"]


@how_many
def test_a_word_beside_a_number_altered_changes_its_row_or_is_refused(bench, tell, some):
    every = list(bench.word_mutations())
    some = every if some == "all" else spread(every)
    found = mutations.one_by_one(mutations.unshown, bench, some)
    missed = [why for _, _, why in found if why]
    ends = Counter((mutation.kind, end) for mutation, end, _ in found)
    counts = ", ".join(
        f"{kind} {ends[kind, 'derived']} + {ends[kind, 'stopped']}"
        for kind in dict.fromkeys(kind for kind, *_ in mutations.SPELLINGS)
    )
    tell(f"words altered (derived + refused): {share(missed, some)}: {counts}")
    assert not missed, "\n".join(missed)
    assert {m.kind for m in some} == {kind for kind, *_ in mutations.SPELLINGS}


def test_what_is_derived_here_is_what_the_report_derives(bench):
    text = derivation.derive(bench.paths)["data/derived/quantities.csv"].decode()
    rows = csv.DictReader(io.StringIO(text, newline=""))
    given = {row["id"]: tuple(row[column] for column in mutations.PARSED) for row in rows}
    assert bench.rows == given


# What follows spoils the validation or the derivation: the tests above must be able to fail.


def test_a_validation_that_leaves_out_the_quotations_is_caught_out(bench, every, monkeypatch):
    for check in ("_quotations", "_completeness", "_decisions"):
        monkeypatch.setattr(validation, check, lambda _: [])
    some = [mutation for mutation in every[::20] if not mutation.describing()]
    unseen = [why for _, _, why in mutations.one_by_one(mutations.unseen, bench, some) if why]
    assert len(unseen) > 0.9 * len(some)


def test_quotations_that_match_by_likeness_are_caught_out(bench, every, monkeypatch):
    def alike(exact, text, prefix=""):
        try:
            return quotations.locate(exact, text, prefix)
        except quotations.QuotationError:
            return quotations.locate(*(re.sub(r"\d", "0", part) for part in (exact, text, prefix)))

    for module in (codings, validation):
        monkeypatch.setattr(module, "locate", alike)
    monkeypatch.setattr(validation, "_decisions", lambda _: [])
    some = [m for m in every[::10] if m.old.isdigit() and not m.describing()]
    unseen = [why for _, _, why in mutations.one_by_one(mutations.unseen, bench, some) if why]
    # The others give a number that, but for its digits, stands twice in the sentence.
    assert len(unseen) > 0.5 * len(some)


@pytest.mark.parametrize("digits", ["typed", "first"])
def test_values_that_are_not_those_of_the_words_are_caught_out(bench, every, monkeypatch, digits):
    quantity_of = derivation.quantity_of

    def spoilt(*row):
        found = quantity_of(*row)
        value = Decimal(1) if digits == "typed" else Decimal(f"{found.value:.0e}")
        return replace(found, value=value)

    monkeypatch.setattr(derivation, "quantity_of", spoilt)
    bench = mutations.Bench(bench.paths)
    some = [mutation for mutation in every if mutation.stated()][::20]
    unshown = [why for _, _, why in mutations.one_by_one(mutations.unshown, bench, some) if why]
    assert len(unshown) > (0.8 if digits == "typed" else 0.2) * len(some)


def test_words_that_are_left_out_of_a_number_are_caught_out(bench, monkeypatch):
    quantity_of = derivation.quantity_of

    def spoilt(*row):
        return replace(quantity_of(*row), comparator="=")

    monkeypatch.setattr(derivation, "quantity_of", spoilt)
    some = [m for m in bench.word_mutations() if m.kind == "comparator"][::10]
    bench = mutations.Bench(bench.paths)
    assert any(why for _, _, why in mutations.one_by_one(mutations.unshown, bench, some))
