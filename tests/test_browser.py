"""The built site in a real browser, from the disk and offline, as a reader uses it."""

import time
from dataclasses import dataclass, field

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from conftest import ROOT
from interviews.svg import contrast

pytestmark = pytest.mark.slow

TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
PAGES = {part["caption"]: [row["file"] for row in part["chapters"]] for part in TOC["parts"]}
CHAPTERS = PAGES["Chapters"]
TEXT = "book/texts/pham_2024"
WIDE = {"viewport": {"width": 1280, "height": 900}}
NARROW = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
LOCAL = ("file:", "data:", "blob:", "about:")
MOST_TABS = 200
OPENS = 2000  # milliseconds that a card or a table may take to open
READABLE = 4.5  # contrast of text, WCAG 2.2
SMALLEST = 9.0  # CSS pixels


@dataclass
class Reader:
    """A browser window that notes what should not happen: requests elsewhere, and errors."""

    page: object
    site: object
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def go(self, path):
        self.page.goto(f"{self.site.as_uri()}/{path}", wait_until="load")

    def watch(self):
        self.page.context.on("request", self._note)
        self.page.on("console", lambda said: said.type == "error" and self.errors.append(said.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _note(self, request):
        if not request.url.startswith(LOCAL):
            self.requests.append(f"{self.page.url}: {request.url}")


@pytest.fixture(scope="module")
def window(browser, site):
    """Opens a window with given options; those with the same options share one."""
    opened = {}

    def open_window(**options):
        key = repr(sorted(options.items()))
        if key not in opened:
            context = browser.new_context(offline=True, **options)
            context.set_default_timeout(10_000)
            opened[key] = Reader(context.new_page(), site)
            opened[key].watch()
        opened[key].requests.clear()
        opened[key].errors.clear()
        return opened[key]

    yield open_window
    for reader in opened.values():
        reader.page.context.close()


# --- every page, wide and narrow ---


@pytest.fixture(scope="module")
def every_page(site):
    return sorted(file.relative_to(site).as_posix() for file in site.rglob("*.html"))


def test_no_page_asks_another_host_or_reports_an_error(window, every_page):
    reader = window(**WIDE)
    for path in every_page:
        reader.go(path)
    assert len(every_page) > 12
    assert reader.requests == []
    assert reader.errors == []


def test_search_works_from_the_disk(window):
    # From the disk a page may not read others, so results come without excerpts, and errors are
    # logged that would blur other tests: hence a window of its own.
    reader = window(viewport={"width": 1000, "height": 800})
    reader.go("search.html?q=durian")
    reader.page.wait_for_selector("#search-results li a")
    assert reader.requests == []
    assert reader.page.locator("#search-results li a[href*='texts/']").count() > 0


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


def test_a_narrow_screen_cuts_nothing_off(window, every_page):
    reader, wide, small = window(**NARROW), {}, []
    for path in every_page:
        reader.go(path)
        wide[path] = reader.page.evaluate(TOO_WIDE)
        small += reader.page.evaluate(SMALL_TYPE, SMALLEST)
    assert {path: found for path, found in wide.items() if found} == {}
    assert small == []
    assert reader.requests == reader.errors == []


# --- from a number or a mark to its sentence ---

FOCUSED = "element => element === document.activeElement"
# A point of a mark or value at which a click meets it and nothing else.
POINT = """link => {
  link.scrollIntoView({block: "center", inline: "center"});
  const parts = [...link.querySelectorAll("use, circle, path, text"), link];
  for (const part of parts) {
    for (const box of part.getClientRects()) {
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      const hit = document.elementFromPoint(x, y);
      if (hit && (link.contains(hit) || hit.contains(link) && hit.matches(".ev"))) return {x, y};
    }
  }
  return null;
}"""
# Where one has arrived: the id of the target, and whether a reader sees it without scrolling.
ARRIVED = """() => {
  const place = document.querySelector(":target");
  if (!place) return {id: "", seen: false};
  const box = place.getClientRects()[0];
  const hit = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {id: place.id, seen: Boolean(hit) && (place.contains(hit) || hit.contains(place))};
}"""
ON_SCREEN = """element => {
  const box = element.getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight;
}"""


def arrived_at(reader, sentence):
    """Check that the page of the sentence is open at it, and that it can be seen."""
    document, _, anchor = sentence.partition(":")
    reader.page.wait_for_url(f"**/texts/{document.replace('-', '_')}.html#{anchor}")
    reader.page.wait_for_load_state("load")
    assert reader.page.evaluate(ARRIVED) == {"id": anchor, "seen": True}, sentence


def use(reader, link, how):
    """Activate a link once, by mouse, by tap or by Enter."""
    if how == "key":
        tab_to(reader, link)
        reader.page.keyboard.press("Enter")
        return
    point = link.evaluate(POINT)
    assert point, f"nothing of {link} can be hit"
    click = reader.page.touchscreen.tap if how == "tap" else reader.page.mouse.click
    click(point["x"], point["y"])


def tab_to(reader, link):
    """Press Tab until the link has the focus."""
    for _ in range(MOST_TABS):
        reader.page.keyboard.press("Tab")
        if link.evaluate(FOCUSED):
            return
    raise AssertionError(f"{link} is out of reach of the Tab key")


def sentences_of(links):
    return links.evaluate_all("links => links.map(link => link.dataset.sentence)")


def follow_value(reader, evidence, how):
    """Go from a value in prose to a sentence; return how many activations it took."""
    value = evidence.locator("> a").first
    card = evidence.locator("> .ev-card")
    sentence = sentences_of(card.locator("a[data-sentence]"))[0]
    direct = value.get_attribute("data-sentence")
    use(reader, value, how)
    if direct and how != "tap":
        arrived_at(reader, sentence)
        return 1
    card.wait_for(state="visible", timeout=OPENS)
    use(reader, card.locator("a[data-sentence]").first, how)
    arrived_at(reader, sentence)
    return 2


WAYS = [("mouse", WIDE), ("key", WIDE), ("tap", NARROW)]


@pytest.mark.parametrize(("how", "screen"), WAYS, ids=["mouse", "key", "tap"])
def test_the_first_finding_is_two_steps_from_its_sentence(window, how, screen):
    reader = window(**screen)
    reader.go("index.html")
    evidence = reader.page.locator(".finding .ev").first
    assert follow_value(reader, evidence, how) <= 2
    assert "reading-body" in reader.page.content()


@pytest.mark.parametrize(("how", "screen"), WAYS, ids=["mouse", "key", "tap"])
def test_a_quiet_mark_is_two_steps_from_its_sentence_and_back_returns(window, how, screen):
    reader = window(**screen)
    reader.go(f"{CHAPTERS[0]}.html")
    evidence = reader.page.locator("article p > .ev:has(> a.ev-mark[data-sentence])").first
    steps = follow_value(reader, evidence, how)
    assert steps <= 2
    reader.page.go_back()
    assert evidence.evaluate(ON_SCREEN)


# The first mark that stands for a sentence; a mark for none, such as a zero, has a row only.
FIRST_MARK = """figure => [...figure.querySelectorAll("svg.linked-fig-svg a[aria-label]")]
  .findIndex(mark => mark.dataset.sentence || document
    .getElementById(mark.getAttribute("href").slice(1)).querySelector("a[data-sentence]"))"""


def follow_mark(reader, figure, how):
    """Go from the first mark of a figure to a sentence and back; check the steps on the way."""
    mark = figure.locator("svg.linked-fig-svg a[aria-label]").nth(figure.evaluate(FIRST_MARK))
    if how == "key":
        figure.locator(".fig-scroll").first.focus()
    sentence, href = mark.get_attribute("data-sentence"), mark.get_attribute("href")
    use(reader, mark, how)
    if not sentence:
        follow_row(reader, reader.page.locator(f"[id='{href[1:]}']"), how)
    else:
        arrived_at(reader, sentence)
    reader.page.go_back()
    assert mark.evaluate(ON_SCREEN), "back does not return to the mark"


def follow_row(reader, row, how):
    """Go from the row that a mark has led to on to its first sentence, and back to the row."""
    link = row.locator("a[data-sentence]").first
    link.wait_for(state="visible", timeout=OPENS)
    assert row.evaluate(ON_SCREEN), "the row is out of sight"
    sentence = link.get_attribute("data-sentence")
    use(reader, link, how)
    arrived_at(reader, sentence)
    reader.page.go_back()
    link.wait_for(state="visible", timeout=OPENS)
    assert row.evaluate(ON_SCREEN), "back does not return to the row"


@pytest.mark.parametrize("chapter", CHAPTERS)
@pytest.mark.parametrize(("how", "screen"), WAYS, ids=["mouse", "key", "tap"])
def test_a_mark_is_one_step_from_its_sentence_or_two_if_it_has_several(
    window, chapter, how, screen
):
    reader = window(**screen)
    reader.go(f"{chapter}.html")
    figures = reader.page.locator(".linked-fig:has(svg.linked-fig-svg)")
    count = figures.count()
    assert count >= 4
    for number in range(count):
        follow_mark(reader, figures.nth(number), how)
    assert reader.requests == reader.errors == []


# --- what one arrives at ---

# The colours that the words of an element are seen in, and its neighbours' ground.
COLOURS = """element => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const seen = colours => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return "#" + [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)
      .map(part => part.toString(16).padStart(2, "0")).join("");
  };
  const grounds = node => {
    const found = [];
    for (let e = node; e; e = e.parentElement) found.unshift(getComputedStyle(e).backgroundColor);
    return found;
  };
  const ink = node => seen([...grounds(element), getComputedStyle(node).color]);
  const sibling = element.parentElement.querySelector(".sentence:not(:target)")
    ?? document.querySelector(".sentence:not(:target)");
  return {
    ground: seen(grounds(element)),
    around: seen(grounds(sibling)),
    inks: [element, ...element.querySelectorAll("*")].map(ink),
    outline: seen([...grounds(sibling), getComputedStyle(element).outlineColor]),
  };
}"""


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_sentence_one_arrives_at_is_lit_and_readable(window, theme, scripts):
    reader = window(color_scheme=theme, java_script_enabled=scripts, **WIDE)
    reader.go(f"{TEXT}.html#s029")
    found = reader.page.locator(":target").evaluate(COLOURS)
    assert found["ground"] != found["around"]
    assert all(contrast(ink, found["ground"]) >= READABLE for ink in found["inks"]), found
    # A ground alone may be too faint to see; its frame is a sign that has to stand out.
    assert contrast(found["outline"], found["around"]) >= 3, found
    dark = contrast(found["around"], "#ffffff") > contrast(found["around"], "#000000")
    assert dark == (theme == "dark")


def test_the_highlight_comes_soon(window, record_property, capsys):
    reader = window(**WIDE)
    reader.go("index.html")
    link = reader.page.locator(".finding a[data-sentence]").first
    address = link.evaluate("link => link.href")
    start = time.perf_counter()
    reader.page.goto(address, wait_until="commit")
    reader.page.wait_for_selector(".sentence:target")
    milliseconds = round(1000 * (time.perf_counter() - start))
    record_property("milliseconds to the highlighted sentence", milliseconds)
    with capsys.disabled():
        print(f"\nfrom click to highlighted sentence: {milliseconds} ms")
    assert milliseconds < 3000


# --- without JavaScript ---


def test_quotations_are_within_reach_without_scripts(window):
    reader = window(java_script_enabled=False, **WIDE)
    reader.go("index.html")
    derived = reader.page.locator(".finding .ev:has(> a[href^='#ev-'])").first
    card = derived.locator("> .ev-card")
    assert not card.is_visible()
    use(reader, derived.locator("> a").first, "mouse")
    assert card.is_visible()
    assert card.locator("a[data-sentence]").first.is_visible()
    reader.go(f"{CHAPTERS[0]}.html")
    mark = reader.page.locator("article p > .ev:has(> a.ev-mark[data-sentence])").first
    card = mark.locator("> .ev-card")
    assert not card.is_visible()
    mark.locator("> a").focus()
    assert card.locator(".ev-quote").first.is_visible()
    assert follow_value(reader, mark, "mouse") == 1


def test_marks_of_figures_work_without_scripts(window):
    reader = window(java_script_enabled=False, **WIDE)
    reader.go(f"{CHAPTERS[1]}.html")
    figures = reader.page.locator(".linked-fig:has(svg.linked-fig-svg)")
    for number in (0, 1):
        follow_mark(reader, figures.nth(number), "mouse")


# --- accessibility ---


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", ["index", CHAPTERS[1], TEXT])
def test_axe_finds_nothing_serious(window, path, theme):
    reader = window(color_scheme=theme, **WIDE)
    reader.go(f"{path}.html")
    assert reader.page.locator("html").get_attribute("data-theme") == theme
    found = Axe().run(reader.page).response["violations"]
    serious = [
        f"{rule['id']} ({rule['impact']}): {node['html'][:120]}: {node['failureSummary'][:200]}"
        for rule in found
        if rule["impact"] in ("critical", "serious")
        for node in rule["nodes"]
    ]
    assert not serious, f"{len(serious)}:\n" + "\n".join(serious[:12])
    assert reader.requests == []
