"""Write `book/_static/stock.css`: what pages use of the style sheets of the theme and extensions.

`make css` runs it on a built book. It needs Node.js, for PurgeCSS; to build the book does not.
"""

import base64
import hashlib
import re
import subprocess
import tempfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from interviews import paths
from interviews.sphinx_ext.offline import STOCK_SHEETS

PURGECSS = "purgecss@8.0.0"
ROOT = paths.find().root
TARGET = ROOT / "book" / "_static" / "stock.css"
ICONS = "_static/vendor/fontawesome/webfonts/fa-solid-900.ttf"
HEAD = "/* Written by `make css`; never edited. Made from {digest}. */\n"
NAMING = ("class", "id", "role", "type", "rel", "dir", "data-theme")
STRING = re.compile(r"""(["'`])([^"'`\n]*)\1""")
NOISE = re.compile(r"/\*[^!].*?\*/|\s+", re.S)
FONT_FACE = re.compile(r"@font-face\{[^}]*\}")


def sheets(stock: Path) -> list[Path]:
    """Return the sheets in the folder `stock`, in the order in which the theme links them."""
    return [next(stock.glob(pattern)) for pattern in STOCK_SHEETS]


def digest(stock: Path) -> str:
    """Return what changes with any version of the theme that has other sheets."""
    return hashlib.sha256(b"".join(one.read_bytes() for one in sheets(stock))).hexdigest()


class _Names(HTMLParser):
    """Collects what a selector can name: tags, attributes, and the words in some values."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.found.add(tag)
        for name, value in attrs:
            self.found |= {name, *((value or "").split() if name in NAMING else ())}


def names(site: Path) -> Iterator[str]:
    """Yield all that pages have and scripts may add."""
    for page in site.rglob("*.html"):
        parser = _Names()
        parser.feed(page.read_text(encoding="utf-8"))
        yield from parser.found
    for script in Path(site, "_static").rglob("*.js"):
        for _, words in STRING.findall(script.read_text(encoding="utf-8")):
            yield from re.findall(r"[\w-]+", words)


def used(site: Path, stock: Path) -> str:
    """Return the rules of the sheets in `stock` that apply to anything in `site`."""
    own = [site / "_static" / name for name in ("report.css", "figures.css")]  # for their variables
    with tempfile.TemporaryDirectory() as folder:
        words, kept = Path(folder, "words.txt"), Path(folder, "kept")
        words.write_text("\n".join(sorted(set(names(site)))), encoding="utf-8")
        subprocess.run(
            ["npx", "--yes", PURGECSS, "--content", words, "--css", *sheets(stock), *own,
             "--keyframes", "--variables", "--output", kept],
            check=True,
        )  # fmt: skip
        return "\n".join((kept / one.name).read_text(encoding="utf-8") for one in sheets(stock))


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
    build = ROOT / "_build"
    css = NOISE.sub(" ", used(build / "html", build / "stock"))
    css = FONT_FACE.sub("", css).replace('@charset "UTF-8";', "")
    head = HEAD.format(digest=digest(build / "stock"))
    TARGET.write_text(head + icons(css, build / "stock" / ICONS) + css + "\n", encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
