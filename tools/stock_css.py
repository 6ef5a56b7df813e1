"""Write `book/_static/stock.css`: what pages use of the style sheets of the theme and extensions.

`make css` runs it on a built book. A rule stays if its selector finds an element on some page, what
scripts and readers change (`STATES`) left out of account; a variable stays if a rule uses it.
"""

import base64
import hashlib
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import soupsieve
import tinycss2
from bs4 import BeautifulSoup
from fontTools import subset
from fontTools.ttLib import TTFont

from interviews import paths
from interviews.sphinx_ext.offline import CSS_NOISE, STOCK_SHEETS

ROOT = paths.find().root
TARGET = ROOT / "book" / "_static" / "stock.css"
OWN = ("report.css", "figures.css", "print.css", "search.css")
ICONS = "_static/vendor/fontawesome/webfonts/fa-solid-900.ttf"
HEAD = "/* Written by `make css`; never edited. Made from {digest}. */\n"
ICON = re.compile("[\ue000-\uf8ff]")  # signs of a font of icons
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
STATES = re.compile(
    # The classes that scripts of the theme give, what is open or current, theme and mode;
    r"\.(?:active|empty|hide|noprint|scrolled|pst-squeeze|pst-sidebar-hidden)(?![\w-])"
    r"|\[(?:open|aria-|data-theme|data-mode)[^\]]*\]"
    # what is not so now; what a pointer does; parts of an element.
    r"|:not\((?:[^()]|\([^()]*\))*\)"
    r"|::?(?!has|is|where|root|first|last|nth|only|empty)[a-z-]+(?:\([^)]*\))?"
)
BARE = re.compile(r"^(?=[>+~]|$)|(?<=[>+~])(?=[>+~]|$)")
NAMES = re.compile(r"[.#]([\w-]+)")
MOVED = re.compile(r"dialog|modal")  # scripts move the navigation into one
Test = Callable[[str], bool]


def sheets(stock: Path) -> list[Path]:
    """Return the sheets in the folder `stock`, in the order in which the theme links them."""
    return [next(stock.glob(pattern)) for pattern in STOCK_SHEETS]


def digest(stock: Path) -> str:
    """Return what changes with any version of the theme that has other sheets."""
    return hashlib.sha256(b"".join(one.read_bytes() for one in sheets(stock))).hexdigest()


def finder(site: Path) -> Test:
    """Return a test that tells whether a selector can find an element on some page."""
    pages = [BeautifulSoup(one.read_bytes(), "lxml") for one in sorted(site.rglob("*.html"))]
    names = {one["id"] for page in pages for one in page.select("[id]")}
    names |= {name for page in pages for one in page.select("[class]") for name in one["class"]}

    @cache
    def finds(selector: str) -> bool:
        close = re.sub(r"\s*([>+~])\s*", r"\1", STATES.sub("", selector).strip())
        plain = BARE.sub("*", close)
        if not names.issuperset(NAMES.findall(plain)):
            return False  # said at once of most, so that minutes become seconds
        return bool(MOVED.search(selector)) or any(soupsieve.select_one(plain, p) for p in pages)

    return finds


def kept(rules: Iterable[Any], finds: Test, needs: Test) -> Iterator[str]:
    """Yield rules with the selectors that find something and the properties that are needed."""
    for rule in rules:
        keyword = getattr(rule, "lower_at_keyword", "")
        if rule.type == "qualified-rule":
            chosen = ",".join(filter(finds, selectors(rule.prelude)))
            body = ";".join(declarations(rule.content, needs))
            if chosen and body:
                yield f"{chosen}{{{body}}}"
        elif keyword in ("media", "supports"):
            within = tinycss2.parse_rule_list(rule.content, skip_comments=True)
            if body := "".join(kept(within, finds, needs)):
                yield f"@{keyword}{tinycss2.serialize(rule.prelude)}{{{body}}}"
        elif keyword == "keyframes" or (rule.type == "comment" and rule.value.startswith("!")):
            yield rule.serialize()


def selectors(prelude: Iterable[Any]) -> list[str]:
    """Return the selectors of a rule."""
    parts = groupby(prelude, key=lambda token: token == ",")
    return [tinycss2.serialize(part).strip() for comma, part in parts if not comma]


def declarations(content: Iterable[Any], needs: Test) -> Iterator[str]:
    """Yield the declarations of a rule whose property is needed."""
    for one in tinycss2.parse_declaration_list(content, skip_comments=True, skip_whitespace=True):
        if one.type == "error":
            raise ValueError(f"a sheet has no property where one should be: {one.message}")
        if needs(one.name):
            yield one.serialize().rstrip(";")


def without_idle_variables(css: str, elsewhere: str) -> str:
    """Return `css` without the variables that neither it nor what stands `elsewhere` uses."""
    asked = set(re.findall(r"var\(\s*(--[\w-]+)", css + elsewhere))
    rules = tinycss2.parse_stylesheet(css)
    left = "".join(kept(rules, bool, lambda name: name[:2] != "--" or name in asked))
    return left if left == css else without_idle_variables(left, elsewhere)


def icons(css: str, font: Path) -> str:
    """Return a font of the icons that `css` names, as a rule."""
    codes = {int(code, 16) for code in re.findall(r'"\\(f[0-9a-f]{3})"', css)}
    made = TTFont(font, recalcTimestamp=False)
    worker = subset.Subsetter(subset.Options(hinting=True))
    worker.populate(unicodes=codes)
    worker.subset(made)
    made.flavor = "woff"
    with tempfile.TemporaryFile() as file:
        made.save(file)
        file.seek(0)
        data = base64.b64encode(file.read()).decode()
    return (
        '@font-face{font-family:"Font Awesome 6 Free";font-weight:900;font-display:block;'
        f'src:url(data:font/woff;base64,{data}) format("woff")}}\n'
    )


def main() -> None:
    """Write the sheet."""
    site, stock = ROOT / "_build" / "html", ROOT / "_build" / "stock"
    whole = "".join(one.read_text(encoding="utf-8") for one in sheets(stock))
    css = "".join(kept(tinycss2.parse_stylesheet(whole), finder(site), bool))
    own = (TARGET.with_name(name) for name in OWN)
    others = [*site.rglob("*.html"), *Path(site, "_static").rglob("*.js"), *own]
    css = without_idle_variables(css, "".join(one.read_text(encoding="utf-8") for one in others))
    css = ICON.sub(lambda found: f"\\{ord(found[0]):x}", CSS_NOISE.sub(" ", css))
    made = HEAD.format(digest=digest(stock)) + icons(css, stock / ICONS) + css + "\n"
    TARGET.write_text(made, encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
