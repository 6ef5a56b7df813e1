"""Whether each finding holds under every coding of the sentences, and with each text left out.

The cells of the chapters are run in this process, from fresh names, once for each reading of the
texts. In these runs a finding that does not hold is noted and stops nothing, a statement that fails
takes with it only what needs the names that it would have set, and what no finding needs is left
out: figures above all, which take longer than all else.
"""

import ast
import dis
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field, fields
from io import StringIO
from pathlib import Path
from types import CodeType
from typing import Any

import pandas as pd

from interviews import book, chapters, paths
from interviews.codings import FIRST_CODER, Codings, SentenceCodes, read_codings

HOLDS, FAILS, CANNOT = "holds", "fails", "cannot be asked"
BASE, CODING, UNCODED, TEXT = "base", "coding", "uncoded", "text"
WITHOUT = "without "
# Who speaks, and what is a headline or a question, the page shows; the rest is judgement.
JUDGED = ("themes", "subthemes", "act", "problem", "prompted", "placed", "theme")
LITTLE = 0.1  # a text with less than this share of its evidence is not what a finding is about
CODES = {part.name for part in fields(SentenceCodes)}
KEY = re.compile(r"[\w-]+[.:][\w.-]+")


@dataclass(frozen=True)
class Reading:
    """One way to read the texts; `kind` is base, coding, uncoded or text (one left out)."""

    label: str
    kind: str
    coder: str = FIRST_CODER
    without: tuple[str, ...] = ()


def readings(codings: Codings) -> list[Reading]:
    """Return the first pass, every other coding, no codes at all, and each text left out."""
    others = [coder for coder in book.PASSES if coder != FIRST_CODER]
    return [
        Reading(f"pass {FIRST_CODER}", BASE),
        *(Reading(f"pass {coder}", CODING, coder) for coder in others),
        Reading("no codes", UNCODED),
        *(
            Reading(f"{WITHOUT}{codings.corpus[key].facts['short']}", TEXT, without=(key,))
            for key in codings.corpus.document_keys()
        ),
    ]


@dataclass(frozen=True)
class Answer:
    """What became of a finding; `text` is what it says then, `sentences` its evidence."""

    outcome: str
    reason: str = ""
    text: str = ""
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked(book.Report):
    """A report that notes what becomes of its findings and publishes nothing."""

    coded: bool = True
    answers: dict[str, Answer] = field(default_factory=dict)

    def table(self, name: str) -> pd.DataFrame:
        """Return a table, sentences without their judged codes where those are hidden."""
        hidden = [] if self.coded or name not in ("sentences", "substance") else list(JUDGED)
        return super().table(name).drop(columns=hidden)

    def finding(
        self, name: str, text: str, holds: bool, evidence: Iterable[Any] = (), **values: Any
    ) -> None:
        """Note whether the finding holds, what it says and the sentences behind it."""
        said = text.format(**values)
        found = [source for item in [*values.values(), *evidence] for source in self._behind(item)]
        sentences = tuple(dict.fromkeys(source.sentence for source in found))
        self.answers[name] = Answer(HOLDS if holds else FAILS, "", said, sentences)

    def publish(self, **values: Any) -> None:
        """Do nothing: there is no page."""


@dataclass(frozen=True)
class Step:
    """A statement of a chapter.

    `sets` are the names it binds, `changes` those and the ones whose objects it may alter, `needs`
    the names it reads; `findings` maps the findings it states to the parts of their conditions.
    """

    code: CodeType
    sets: frozenset[str]
    changes: frozenset[str]
    needs: frozenset[str]
    findings: dict[str, tuple[ast.expr, ...]]


def robustness(files: Sequence[Path] | None = None) -> pd.DataFrame:
    """Return what becomes of every finding of the chapters under every reading.

    One row a finding and reading: finding, chapter (file name without ending), reading, outcome
    (holds, fails, cannot be asked), reason (in words, empty where it holds); further kind (of the
    reading), text (the words of the finding as the book has them) and carried, the share (0 to 1)
    of its sentences that stand in the text left out. `files` are all chapters unless given.
    """
    found = paths.find()
    codings = read_codings(found)
    rows = []
    for file in chapters.found(found) if files is None else files:
        steps = read_steps(file)
        asked = {one: ask(steps, codings, one) for one in readings(codings)}
        base = next(answers for one, answers in asked.items() if one.kind == BASE)
        for name in base:
            for one, answers in asked.items():
                rows.append(_row(name, file.stem, one, answers[name], base[name]))
    return pd.DataFrame(rows)


def _row(name: str, chapter: str, one: Reading, answer: Answer, base: Answer) -> dict[str, Any]:
    inside = [key for key in base.sentences if key.partition(":")[0] in one.without]
    return {
        "finding": name,
        "chapter": chapter,
        "reading": one.label,
        "outcome": answer.outcome,
        "reason": answer.reason,
        "kind": one.kind,
        "text": base.text,
        "carried": len(inside) / len(base.sentences) if base.sentences else 0.0,
    }


def summary(found: pd.DataFrame) -> pd.DataFrame:
    """Return one row a finding for what `robustness` returns, with the finding as index.

    chapter, text; holds (on the whole), judged (whether it needs a judged code of a sentence),
    tuples of readings under which it stands (under), falls (fails) and cannot be asked (unasked)
    among the codings, a tuple of the texts it needs (needs), whether it is about one text (alone).
    """
    grouped = found.groupby("finding", sort=False)
    return pd.DataFrame({name: _summed_up(rows) for name, rows in grouped}).T.rename_axis("finding")


def _summed_up(rows: pd.DataFrame) -> dict[str, Any]:
    def where(outcome: str, *kinds: str) -> tuple[str, ...]:
        chosen = rows["kind"].isin(kinds) & (rows["outcome"] == outcome)
        return tuple(rows.loc[chosen, "reading"])

    needed = rows[(rows["kind"] == TEXT) & (rows["outcome"] != HOLDS)]
    return {
        "chapter": rows["chapter"].iloc[0],
        "text": rows["text"].iloc[0],
        "holds": bool(where(HOLDS, BASE)),
        "judged": not where(HOLDS, UNCODED),
        "under": where(HOLDS, BASE, CODING),
        "fails": where(FAILS, CODING),
        "unasked": where(CANNOT, CODING),
        "needs": tuple(needed["reading"].str.removeprefix(WITHOUT)),
        "alone": bool((needed["carried"] == 1).any()),
    }


def lines(found: pd.DataFrame) -> dict[str, str]:
    """Return for each finding the line that tells a reader how robust it is.

    `found` is what `robustness` returns. A finding that does not hold on the whole has no line.
    """
    table = summary(found)
    texts = found.loc[found["kind"] == TEXT, "reading"].nunique()
    return {
        row.Index: f"{_under_codings(row)}; {_without_texts(row, texts)}."
        for row in table[table["holds"].astype(bool)].itertuples()
    }


def _under_codings(row: Any) -> str:
    if not row.judged:
        return "Does not depend on how sentences were judged"
    if not row.fails and not row.unasked:
        return "Holds under every coding"
    words = [f"Holds under {listed(row.under)}"]
    words += [f"fails under {listed(row.fails)}"] if row.fails else []
    words += [f"{listed(row.unasked)} cannot be asked"] if row.unasked else []
    return "; ".join(words)


def _without_texts(row: Any, texts: int) -> str:
    if not row.needs:
        return "holds whichever text is left out"
    if row.alone:
        return f"is about {listed(row.needs)} alone"
    return "needs every text" if len(row.needs) == texts else f"needs {listed(row.needs)}"


def listed(words: Iterable[str]) -> str:
    """Return words as a list in a sentence.

    >>> listed(["pass a", "pass b", "pass c"])
    'pass a, pass b and pass c'
    """
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last


# --- chapters as statements ------------------------------------------------------------------


def read_steps(chapter: Path) -> list[Step]:
    """Return the statements of a chapter that its findings need, in order."""
    cells = [ast.parse(cell, filename=chapter.name) for cell in chapters.code(chapter)]
    statements = [part for cell in cells for whole in cell.body for part in separate(whole)]
    modules = {name for one in statements if _imports(one) for name in _bound(_compiled(one))}
    kept, needed = [], set()
    for step in reversed([_step(statement, modules) for statement in statements]):
        if step.findings or step.changes & needed:
            kept.append(step)
            needed |= step.needs
    return kept[::-1]


def separate(statement: ast.stmt) -> list[ast.stmt]:
    """Return `a, b = x, y` as `a = x` and `b = y`, so that one can fail without the other.

    >>> [ast.unparse(part) for part in separate(ast.parse("a, b = x, y").body[0])]
    ['a = x', 'b = y']
    >>> [ast.unparse(part) for part in separate(ast.parse("a, b = b, a").body[0])]
    ['a, b = (b, a)']
    """
    match statement:
        case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
            code = _compiled(statement)
            simple = all(isinstance(name, ast.Name) for name in names) and not any(
                isinstance(value, ast.Starred) for value in values
            )
            if simple and not _bound(code) & _read(code):
                pairs = zip(names, values, strict=True)
                return [_at(ast.Assign([name], value), statement) for name, value in pairs]
    return [statement]


def _at(made: ast.stmt, like: ast.stmt) -> ast.stmt:
    return ast.fix_missing_locations(ast.copy_location(made, like))


def _step(statement: ast.stmt, modules: set[str]) -> Step:
    code = _compiled(statement)
    sets = _bound(code) | set(_stored_into(statement))
    changes = sets | (set(_called_on(statement)) - modules)
    found = dict(_condition(node) for node in ast.walk(statement) if _is_finding(node))
    return Step(code, frozenset(sets), frozenset(changes), frozenset(_read(code)), found)


def _compiled(statement: ast.stmt) -> CodeType:
    return compile(ast.Module([statement], []), "chapter", "exec")


def _imports(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Import | ast.ImportFrom)


def _bound(code: CodeType) -> set[str]:
    return {part.argval for part in dis.get_instructions(code) if part.opname == "STORE_NAME"}


def _read(code: CodeType) -> set[str]:
    """Return the names that code reads, in comprehensions and lambdas as well."""
    inner = [part for part in code.co_consts if isinstance(part, CodeType)]
    loads = ("LOAD_NAME", "LOAD_GLOBAL")
    found = {part.argval for part in dis.get_instructions(code) if part.opname in loads}
    return found.union(*map(_read, inner))


def _stored_into(statement: ast.stmt) -> Iterator[str]:
    """Yield the names of the tables whose columns or cells a statement sets."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield from _root(node)


def _called_on(statement: ast.stmt) -> Iterator[str]:
    """Yield the names of what a statement calls a method of, not for its value but its effect."""
    for node in ast.walk(statement):
        match node:
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr=attribute) as method)):
                if attribute != "publish":
                    yield from _root(method)


def _root(node: ast.AST) -> Iterator[str]:
    while isinstance(node, ast.Subscript | ast.Attribute | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    if isinstance(node, ast.Name):
        yield node.id


def _is_finding(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "finding"
    )


def _condition(call: ast.AST) -> tuple[str, tuple[ast.expr, ...]]:
    """Return the name of a finding, which has to be written out, and the parts of its condition."""
    given = dict(zip(("name", "text", "holds"), call.args, strict=False))
    given |= {part.arg: part.value for part in call.keywords if part.arg}
    holds = given["holds"]
    both = isinstance(holds, ast.BoolOp) and isinstance(holds.op, ast.And)
    return ast.literal_eval(given["name"]), tuple(holds.values if both else [holds])


# --- running them ----------------------------------------------------------------------------


def ask(steps: Sequence[Step], codings: Codings, reading: Reading) -> dict[str, Answer]:
    """Return the answer for each finding of a chapter, in order, under one reading."""
    answers: dict[str, Answer] = {}

    def load(coder: str = "", without: Iterable[str] = ()) -> Asked:
        left_out = tuple(without) or reading.without
        coded = reading.kind != UNCODED
        return Asked(codings, coder or reading.coder, left_out, coded=coded, answers=answers)

    with _quiet(), _loading(load):
        names: dict[str, Any] = {"__name__": "chapter"}
        lost: dict[str, str] = {}
        for step in steps:
            reason = _run(step, names, lost)
            for name, parts in step.findings.items():
                if name not in answers:
                    answers[name] = Answer(CANNOT, reason)
                elif answers[name].outcome == FAILS:
                    said = answers[name].text
                    answers[name] = Answer(FAILS, _untrue(parts, names, said), said)
    return answers


def _run(step: Step, names: dict[str, Any], lost: dict[str, str]) -> str:
    """Run a statement; if it fails, forget the names it sets and return why, in words."""
    try:
        exec(step.code, names)
    except Exception as error:
        reason = in_words(error, lost)
        for name in step.sets:
            names.pop(name, None)
            lost[name] = reason
        return reason
    for name in step.sets:
        lost.pop(name, None)
    return ""


def _untrue(parts: Iterable[ast.expr], names: dict[str, Any], said: str) -> str:
    """Return what a finding would say and which parts of its condition are not so."""
    wrong = [ast.unparse(part) for part in parts if not _is_so(part, names)]
    return f"It would read: {said} Not so: {'; '.join(wrong)}."


def _is_so(part: ast.expr, names: dict[str, Any]) -> bool:
    try:
        return bool(eval(compile(ast.Expression(part), "condition", "eval"), names))
    except Exception:
        # A part behind one that is not so is never asked and need not make sense.
        return True


def in_words(error: Exception, lost: dict[str, str]) -> str:
    """Return why a statement could not be run; `lost` has the reasons for names that are gone.

    >>> in_words(KeyError("placed"), {})
    'It needs the code “placed”, which is not there.'
    >>> in_words(NameError("name 'rail' is not defined", name="rail"), {"rail": "No rows."})
    'No rows.'
    """
    if isinstance(error, NameError):
        return lost.get(error.name or "", f"{error}.")
    if isinstance(error, KeyError):
        key = str(error.args[0])
        if key in CODES:
            return f"It needs the code “{key}”, which is not there."
        named = KEY.search(key)
        return f"It needs “{named[0] if named else key}”, which is not there."
    if isinstance(error, ZeroDivisionError):
        return "There is nothing to divide by."
    if isinstance(error, IndexError):
        return "A table has no row where one is needed."
    return f"{str(error).strip().rstrip('.')}."


@contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings(), redirect_stdout(StringIO()):
        # Of a few rows pandas and scipy warn that there are few; that is what is being asked.
        warnings.simplefilter("ignore")
        yield


@contextmanager
def _loading(load: Callable[..., Asked]) -> Iterator[None]:
    """Let chapters load their data by another function, for a while."""
    usual, book.load = book.load, load
    try:
        yield
    finally:
        book.load = usual
