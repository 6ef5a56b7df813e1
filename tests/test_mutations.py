"""Every number of the texts is altered: the coding must notice, and the values must follow."""

import shutil
from collections import Counter

import mutations
import pytest
from conftest import ROOT

from interviews import codings, derivation, paths, quotations, validation


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    root = tmp_path_factory.mktemp("mutations")
    for name in ("seeds", "data"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "_config.yml", root)
    with pytest.MonkeyPatch.context() as monkeypatch:
        mutations.remember(monkeypatch)
        yield mutations.Bench(paths.Paths(root))
    for name in ("seeds", "data/coded"):
        for path in (ROOT / name).iterdir():
            assert (root / name / path.name).read_bytes() == path.read_bytes(), "not taken back"


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
    return {(mutation.document, mutation.number_at): mutation.number for mutation in some}


def share(missed, some):
    return f"{len(some) - len(missed)} of {len(some)} caught ({1 - len(missed) / len(some):.1%})"


def test_every_number_of_the_texts_is_altered_and_covered_by_a_row(bench, every):
    altered = numbers(every)
    for document in bench.codings.corpus:
        for sentence in document.sentences:
            for span in validation.numerals(sentence.text):
                assert (document.key, sentence.span.start + span.start) in altered, sentence.id
    assert [str(mutation) for mutation in every if not mutation.covering()] == []


def test_a_number_altered_in_the_text_is_named_with_its_row(bench, every, tell):
    missed = [why for mutation in every if (why := mutations.unseen(bench, mutation))]
    found = numbers(every).values()
    digits = sum(number.isdigit() for number in found)
    tell(
        f"text altered: {share(missed, every)}, in {digits} digit runs and "
        f"{len(found) - digits} number words"
    )
    assert not missed, "\n".join(missed)


def test_a_number_altered_in_text_and_quotations_changes_its_value(bench, every, tell):
    ends, missed = Counter(), []
    for mutation in every:
        end, why = mutations.unshown(bench, mutation)
        ends["stated" if mutation.stated() else "listed", end] += 1
        missed += [why] if why else []
    tell(
        f"text and quotations altered: {share(missed, every)}; of numbers that quantities.csv "
        f"states {ends['stated', 'derived']} gave other values in exactly their rows, "
        f"{ends['stated', 'stopped']} were refused; of numbers that only numerals.csv lists "
        f"{ends['listed', 'derived']} changed no value, {ends['listed', 'stopped']} were refused"
    )
    assert not missed, "\n".join(missed)
    assert ends["stated", "derived"] > 10 * ends["stated", "stopped"]


# What follows spoils the validation or the derivation: the tests above must be able to fail.


def test_a_validation_that_leaves_out_the_quotations_is_caught_out(bench, every, monkeypatch):
    for check in ("_quotations", "_completeness"):
        monkeypatch.setattr(validation, check, lambda _: [])
    some = [mutation for mutation in every[::20] if not mutation.describing()]
    unseen = [mutation for mutation in some if mutations.unseen(bench, mutation)]
    # An ordinal may lose its form (21th), and a number may no longer agree with its unit.
    assert len(unseen) > 0.9 * len(some)


def test_quotations_that_match_by_likeness_are_caught_out(bench, every, monkeypatch):
    def alike(exact, text, prefix=""):
        shapes = ("".join("0" if c.isdigit() else c for c in part) for part in (exact, text))
        return quotations.locate(*shapes, "")

    some = [
        mutation for mutation in every[::5] if mutation.old.isdigit() and not mutation.describing()
    ]
    monkeypatch.setattr(validation, "locate", alike)
    assert any(mutations.unseen(bench, mutation) for mutation in some)


@pytest.mark.parametrize("places", [0, 1], ids=["constant", "one digit"])
def test_values_that_are_not_those_of_the_words_are_caught_out(bench, every, monkeypatch, places):
    parse = derivation.parse_quantity

    def coarse(phrase):
        quantity = parse(phrase)
        kept = quantity.value.scaleb(0)
        step = kept.adjusted() + 1 - places
        value = round(kept.scaleb(-step)) * 10**step if places else 1
        return type(quantity)(type(kept)(value), quantity.unit, quantity.comparator, type(kept)(1))

    stated = [mutation for mutation in every if mutation.stated()][::10]
    monkeypatch.setattr(derivation, "parse_quantity", coarse)
    missed = [mutation for mutation in stated if mutations.unshown(bench, mutation)[1]]
    assert missed
    assert codings.read_codings(bench.paths).tables["quantities"]
