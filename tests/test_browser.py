"""The built site in a real browser, from the disk and offline, as a reader uses it."""

from dataclasses import dataclass, field

import prose
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from conftest import ROOT

pytestmark = pytest.mark.slow

TEXT = "book/texts/pham_2024"
CHAPTERS = [
    path.relative_to(ROOT).with_suffix("").as_posix()
    for path in prose.pages(ROOT)
    if "interviews.study_charts" in path.read_text(encoding="utf-8")
]
WIDE = {"viewport": {"width": 1280, "height": 900}}
NARROW = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
LOCAL = ("file:", "data:", "blob:", "about:")
OPENS = 2000  # milliseconds that a card may take to open
SMALLEST = 9.0  # CSS pixels


@dataclass
class Reader:
    """A browser window that notes what should not happen: requests elsewhere, and errors."""

    page: object
    site: object
    problems: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.page.on("request", lambda one: one.url.startswith(LOCAL) or self._note(one.url))
        self.page.on("console", lambda said: said.type == "error" and self._note(said.text))
        self.page.on("pageerror", lambda error: self._note(str(error)))

    def _note(self, words):
        self.problems.append(f"{self.page.url}: {words}")

    def go(self, path):
        self.page.goto(f"{self.site.as_uri()}/{path}", wait_until="load")


@pytest.fixture
def window(browser, site):
    """Opens a window with given options."""
    contexts = []

    def open_window(**options):
        contexts.append(browser.new_context(offline=True, **options))
        contexts[-1].set_default_timeout(10_000)
        return Reader(contexts[-1].new_page(), site)

    yield open_window
    for context in contexts:
        context.close()


# --- every page, wide and narrow, light and dark ---


# What sticks out is named, so that a failure says where to look.
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("article *")]
    .filter(e => e.getBoundingClientRect().right > width + 1 && !e.closest(".fig-scroll"))
    .map(e => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 40)}`)
    .slice(0, 3).concat(`scrollWidth ${document.documentElement.scrollWidth}`);
}"""
SMALL_TYPE = """least => [...document.querySelectorAll("svg.linked-fig-svg")].flatMap(svg => {
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  return [...svg.querySelectorAll("text")]
    .map(text => [parseFloat(getComputedStyle(text).fontSize) * scale, text.textContent])
    .filter(([size]) => size < least)
    .map(([size, words]) => `${svg.getAttribute("aria-labelledby")}: ${size} px: ${words}`);
})"""


# All that axe knows but level AAA; it shall not fetch style sheets, which file:// refuses.
AXE = """axe.run({
  runOnly: axe.getRules().filter(rule => !rule.tags.includes("wcag2aaa")).map(rule => rule.ruleId),
  preload: false, resultTypes: ["violations"],
}).then(found => found.violations.flatMap(
  rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 120)}`)))"""
# A table with columns may be wider at that size (WCAG 1.4.10).
TWICE = """document.documentElement.style.fontSize = "200%";
document.querySelectorAll("table.firm").forEach(one => one.remove())"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("screen", [WIDE, NARROW], ids=["1280", "360"])
def test_every_page_is_accessible_cuts_nothing_off_and_asks_no_other_host(
    window, site, screen, theme
):
    reader, found = window(color_scheme=theme, **screen), []
    every_page = sorted(file.relative_to(site).as_posix() for file in site.rglob("*.html"))
    assert len(every_page) > 12
    for path in every_page:
        reader.go(path)
        if path != "404.html":  # without the theme's script
            assert reader.page.locator("html").get_attribute("data-theme") == theme
        reader.page.evaluate(AXE_SCRIPT)
        wrong = reader.page.evaluate(AXE) + reader.page.evaluate(TOO_WIDE)
        wrong += reader.page.evaluate(SMALL_TYPE, SMALLEST) if screen is NARROW else []
        reader.page.evaluate(TWICE)
        wrong += [f"at twice the size: {one}" for one in reader.page.evaluate(TOO_WIDE)]
        found += [f"{path}: {one}" for one in wrong]
    assert not found, f"{len(found)}:\n" + "\n".join(found[:12])
    assert reader.problems == []


# --- from a number or a mark to its sentence ---

# Where one has arrived: the id of the target, and whether a reader sees it without scrolling.
ARRIVED = """() => {
  const place = document.querySelector(":target");
  if (!place) return {id: "", seen: false};
  const box = place.getClientRects()[0];
  const hit = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {id: place.id, seen: Boolean(hit) && (place.contains(hit) || hit.contains(place))};
}"""
# A sentence that one has arrived at has another ground than its neighbours.
GROUNDS = """() => [":target", ".sentence:not(:target)"].map(
  which => getComputedStyle(document.querySelector(which)).backgroundColor)"""


def arrived_at(reader, sentence):
    """Check that the page of the sentence is open at it, and that it can be seen."""
    document, _, anchor = sentence.partition(":")
    reader.page.wait_for_url(f"**/texts/{document.replace('-', '_')}.html#{anchor}")
    reader.page.wait_for_load_state("load")
    assert reader.page.evaluate(ARRIVED) == {"id": anchor, "seen": True}, sentence
    lit, around = reader.page.evaluate(GROUNDS)
    assert lit != around


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("how", ["mouse", "key"])
def test_a_number_is_one_step_from_its_sentence(window, how, scripts):
    reader = window(java_script_enabled=scripts, **WIDE)
    reader.go(f"{CHAPTERS[1]}.html")
    link = reader.page.locator(".finding a.ev-value[data-sentence]").first
    sentence = link.get_attribute("data-sentence")
    link.press("Enter") if how == "key" else link.click()
    arrived_at(reader, sentence)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_mark_is_one_step_from_its_sentence_or_its_row_and_back_returns(window, chapter):
    reader = window(**WIDE)
    reader.go(f"{chapter}.html")
    figures = reader.page.locator(".linked-fig:has(svg.linked-fig-svg)")
    assert figures.count() > 0
    for number in range(figures.count()):
        mark = figures.nth(number).locator("svg.linked-fig-svg a[aria-label]").first
        sentence = mark.get_attribute("data-sentence")
        href = mark.get_attribute("href") or mark.get_attribute("xlink:href")
        mark.locator("rect, path, text").first.click()
        if sentence:
            arrived_at(reader, sentence)
        else:
            row = reader.page.locator(f"[id='{href[1:]}'] a[data-sentence]").first
            row.wait_for(state="visible", timeout=OPENS)
        reader.page.go_back()
        mark.wait_for(state="visible")
    assert reader.problems == []


# Scrolls until a value stands at some height, and returns where to tap it.
AT_HEIGHT = """(value, height) => {
  const middle = () => {
    const box = value.querySelector("a").getClientRects()[0];
    return {x: box.x + box.width / 2, y: box.y + box.height / 2};
  };
  scrollBy({top: middle().y - height, behavior: "instant"});
  return middle();
}"""


def test_a_tap_on_a_number_or_a_quotation_never_leaves_the_page(window):
    """At any height on a phone: the card must not catch the tap that opens it."""
    reader = window(**NARROW)
    reader.go(f"{CHAPTERS[1]}.html")
    values = reader.page.locator("article .ev:has(> .ev-card):not(details *)")
    before = reader.page.url
    for height in range(60, 720, 16):
        value = values.nth(7 * height % values.count())
        place = value.evaluate(AT_HEIGHT, height)
        reader.page.touchscreen.tap(place["x"], place["y"])
        value.locator(".ev-card").wait_for(state="visible", timeout=OPENS)
        reader.page.wait_for_timeout(100)
        assert reader.page.url == before, height
        reader.page.evaluate("document.activeElement.blur()")


# --- the switch for code ---


def test_one_switch_shows_all_code_and_is_remembered_on_the_next_page(window):
    reader = window(**WIDE)
    reader.go(f"{CHAPTERS[1]}.html")
    code = reader.page.locator("article .cell_input")
    shown = [code.nth(n).is_visible() for n in range(code.count())]
    assert shown and not any(shown)
    reader.page.locator("#show-code").focus()
    reader.page.keyboard.press("Space")
    assert all(code.nth(n).is_visible() for n in range(code.count()))
    reader.go(f"{CHAPTERS[2]}.html")
    assert code.first.is_visible()
    reader.page.locator("#show-code").focus()
    reader.page.keyboard.press("Space")
    assert not code.first.is_visible()


# --- the keyboard, and what a reader's system asks for ---

# The links in sight that the Tab key has to reach: marks, numbers, quotations.
STOPS = """() => [...document.querySelectorAll("article :is(a.mark, .ev > a)")]
  .filter(link => link.checkVisibility() && !link.closest(".ev-card, details:not([open])"))
  .map((link, number) => link.dataset.stop = number).length"""
# What has the focus: which of these links, and whether one sees that it has it.
AT = """() => {
  const now = document.activeElement, style = getComputedStyle(now);
  const shown = style.outlineStyle !== "none" || now.matches("a.ev-value, .quotation, .ev-words");
  const box = now.getClientRects()[0] ?? {top: 0, bottom: 0};
  return {stop: now.dataset.stop, shown, inside: box.bottom > 0 && box.top < innerHeight,
          card: now.parentElement?.querySelector(":scope > .ev-card")?.checkVisibility() ?? true,
          end: now === document.body};
}"""


@pytest.mark.parametrize("page", ["index", CHAPTERS[1]])
def test_the_tab_key_stops_at_every_mark_and_number_and_opens_its_card(window, page):
    reader = window(reduced_motion="reduce", **WIDE)
    reader.go(f"{page}.html")
    links = reader.page.evaluate(STOPS)
    reader.page.locator("h1").first.evaluate("title => { title.tabIndex = -1; title.focus(); }")
    met, unseen = set(), []
    for _ in range(8 * links):
        reader.page.keyboard.press("Tab")
        at = reader.page.evaluate(AT)
        if at["stop"] is not None:
            met.add(int(at["stop"]))
            unseen += [] if at["shown"] and at["inside"] and at["card"] else [at]
        if len(met) == links or at["end"]:
            break
    assert links > 20
    assert met == set(range(links))
    assert unseen == []


def test_who_wants_no_motion_sees_none_and_chosen_colours_leave_drawings_theirs(window):
    reader = window(reduced_motion="reduce", forced_colors="active", **WIDE)
    reader.go(f"{CHAPTERS[1]}.html")
    smooth = "getComputedStyle(document.documentElement).scrollBehavior"
    assert reader.page.evaluate(smooth) == "auto"
    assert reader.page.evaluate("document.getAnimations().length") == 0
    kept = "svg => getComputedStyle(svg.parentElement).forcedColorAdjust"
    assert reader.page.locator("svg.linked-fig-svg").first.evaluate(kept) == "none"


def test_heads_of_long_tables_stay_in_sight(window):
    reader = window(**NARROW)
    reader.go("book/codebook.html")
    table = reader.page.locator(".pst-scrollable-table-container").nth(1)
    table.evaluate("box => { box.style.maxHeight = '120px'; box.scrollTop = 100; }")
    head, box = table.locator("thead th").first.bounding_box(), table.bounding_box()
    assert abs(head["y"] - box["y"]) <= 2


def test_the_menu_of_downloads_opens_without_scripts(window):
    reader = window(java_script_enabled=False, **NARROW)
    reader.go(f"{CHAPTERS[1]}.html")
    offered = reader.page.locator("details.dropdown a[href$='.ipynb']")
    assert not offered.is_visible()
    reader.page.locator("details.dropdown > summary").tap()
    offered.wait_for(state="visible")
    assert offered.bounding_box()["x"] >= 0


# --- the theme's own parts ---


def test_navigation_search_box_and_theme_switch_work(window):
    reader = window(viewport={"width": 700, "height": 800}, color_scheme="light")
    reader.go(f"{CHAPTERS[1]}.html")
    html = reader.page.locator("html")
    reader.page.locator(".theme-switch-button").first.click()
    assert html.get_attribute("data-theme") == "dark"
    reader.go(f"{CHAPTERS[2]}.html")
    assert html.get_attribute("data-theme") == "dark"
    reader.page.keyboard.press("Control+k")
    assert reader.page.locator("#pst-search-dialog input").is_visible()
    reader.page.keyboard.press("Escape")
    reader.page.locator(".primary-toggle").click()
    reader.page.locator("dialog[open] a", has_text="Glossary").click()
    reader.page.wait_for_url("**/glossary.html")
    assert reader.problems == []
