"""`stock.css` was made from the sheets of this theme, and every page looks as with them."""

import io

import pytest
import stock_css
from PIL import Image, ImageChops

pytestmark = pytest.mark.slow

SCREENS = {"1280": (1280, 900), "360": (360, 740)}
# Levels of 255: by up to 7 a browser draws corners and edges otherwise from one picture to the
# next, under the same sheets too. A sheet that is missing makes 200 and more.
NOISE = 8
TRIES = 3
HEAVIEST = 180_000  # bytes of all files that every page loads
# Shows what is folded away, and puts other sheets in the place of the one of the site.
OPEN = "document.querySelectorAll('details').forEach(one => one.open = true)"
SWAP = """address => new Promise(done => {
  const old = document.querySelector("link[href*='site.css']");
  const link = Object.assign(document.createElement("link"), {rel: "stylesheet", href: address});
  link.onload = () => { old.remove(); document.fonts.ready.then(done); };
  old.before(link);
})"""


@pytest.fixture(scope="module")
def stock(built):
    """The sheets of the theme as one, with our icons: those of a smaller font are drawn finer."""
    folder = built / "_build" / "stock"
    own = [folder / "_static" / name for name in ("report.css", "figures.css")]
    names = [one.relative_to(folder).as_posix() for one in (*stock_css.sheets(folder), *own)]
    icons = stock_css.FONT_FACE.search(stock_css.TARGET.read_text(encoding="utf-8"))[0]
    whole = folder / "stock-whole.css"
    whole.write_text("".join(f'@import "{name}";\n' for name in names) + icons)
    return whole


def test_the_sheet_was_made_from_the_sheets_of_this_theme(stock):
    head = stock_css.TARGET.read_text(encoding="utf-8").partition("\n")[0]
    assert stock_css.digest(stock.parent) in head, "another theme: run `make css`"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_looks_as_with_the_whole_sheets(browser, site, stock, screen, theme):
    width, height = SCREENS[screen]
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme=theme, offline=True, reduced_motion="reduce",
    )  # fmt: skip
    other = []
    for file in sorted(set(site.rglob("*.html")) - {site / "404.html"}):  # has its own style
        name = file.relative_to(site).as_posix()
        # What the sheets make otherwise is otherwise every time; what a busy browser draws is not.
        if all(unlike(page, file, stock) > NOISE for _ in range(TRIES)):
            other.append(name)
    page.close()
    assert not other


def unlike(page, file, stock):
    """Return by how much a page differs at most under our sheet and under the whole ones."""
    page.goto(file.as_uri(), wait_until="load")
    page.evaluate(OPEN)
    ours = page.screenshot(full_page=True, animations="disabled")
    page.evaluate(SWAP, stock.as_uri())
    theirs = page.screenshot(full_page=True, animations="disabled")
    return 0 if theirs == ours else apart(ours, theirs)


def apart(*pictures):
    """Return by how much the pixels of two pictures differ at most."""
    one, other = (Image.open(io.BytesIO(picture)).convert("RGB") for picture in pictures)
    if one.size != other.size:
        return 255
    return max(high for _, high in ImageChops.difference(one, other).getextrema())


@pytest.mark.parametrize("part", ["#pst-search-dialog", ".primary-toggle", ".secondary-toggle"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_a_button_opens_looks_as_with_the_whole_sheets(browser, site, stock, part, theme):
    page = browser.new_page(
        viewport={"width": 360, "height": 740}, color_scheme=theme, reduced_motion="reduce"
    )
    page.goto(f"{site.as_uri()}/book/economics.html", wait_until="load")
    page.locator(".search-button" if part.endswith("dialog") else part).click()
    ours = page.screenshot(animations="disabled")
    assert page.locator("dialog[open]").count() == 1
    page.evaluate(SWAP, stock.as_uri())
    assert apart(ours, page.screenshot(animations="disabled")) <= NOISE
    page.close()


def test_what_every_page_loads_is_light(site, browser):
    page = browser.new_page()
    loaded = {}
    page.on("request", lambda request: loaded.setdefault(request.url, 0))
    page.goto(f"{site.as_uri()}/book/economics.html", wait_until="load")
    page.close()
    files = [site / url.partition("?")[0].removeprefix(f"{site.as_uri()}/") for url in loaded]
    assert len(files) > 5
    assert sum(file.stat().st_size for file in files if file.suffix != ".html") < HEAVIEST
