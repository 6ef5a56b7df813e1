"""The search: what its index holds, and what a reader finds with it, from the disk and a server."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from interviews import paths
from interviews.corpus import read_corpus

pytestmark = pytest.mark.slow

INDEX = "_static/search-index.js"
PAGE = "book/economics.html"
MOST_WAIT = 10_000
MOST_BYTES = 155_000
SCREENS = {"1280": {"width": 1280, "height": 900}, "360": {"width": 360, "height": 740}}


def read_index(site):
    said = (site / INDEX).read_text(encoding="utf-8")
    return json.loads(said.removeprefix("searchIndex = ").removesuffix(";\n"))


@pytest.fixture(scope="module")
def served(site, serve):
    """The address of the site on a server."""
    return serve(site)


@pytest.fixture(params=["file", "http"])
def start(request, site):
    return site.as_uri() if request.param == "file" else request.getfixturevalue("served")


@pytest.fixture
def window(browser):
    """Opens a page with given options, and fails when it reports an error."""
    contexts, errors = [], []

    def open_window(address, **options):
        contexts.append(browser.new_context(**options))
        contexts[-1].set_default_timeout(MOST_WAIT)
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: said.type == "error" and errors.append(said.text))
        page.goto(address)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert errors == []


# What was typed is what is asked for, and its results are said.
ANSWERED = """words => new URLSearchParams(location.search).get("q") === words
  && document.querySelector(".search-said").textContent !== "" """


def ask(page, words):
    """Type words into the dialog that the keyboard opens, and return what is said of them."""
    if not page.locator("#pst-search-dialog[open]").count():
        page.keyboard.press("Control+k")
    field = page.locator("#pst-search-dialog input")
    field.fill("")
    field.press_sequentially(words)
    page.wait_for_function(ANSWERED, arg=words)
    return page.locator(".search-said").inner_text()


def found(page, kind=""):
    """Return the words of the results under the heading that has `kind` in it."""
    return page.locator(f"h2:has-text('{kind}') + ol > li .search-words").all_inner_texts()


# --- the index ---


def test_the_index_holds_every_sentence_with_speaker_and_date_and_is_small(site):
    index = read_index(site)
    held = {
        (page, anchor): (said, words)
        for said, page, entries in index["sentences"]
        for anchor, words in entries
    }
    sentences = list(read_corpus(paths.find()).sentences())
    assert len(held) == len(sentences)
    for one in sentences:
        page = f"book/texts/{one.document.replace('-', '_')}.html"
        assert held[page, one.id.partition(":")[2]][1] == one.text
    assert held["book/texts/xiong_2024.html", "s043"][0] == "Xiong Bo, April 2024"
    assert (site / INDEX).stat().st_size < MOST_BYTES


def test_every_address_of_the_index_is_there(site):
    pages = {}
    for groups in read_index(site).values():
        for _, page, entries in groups:
            html = pages.setdefault(page, (site / page).read_text(encoding="utf-8"))
            for anchor, *_ in entries:
                assert f'id="{anchor}"' in html, (page, anchor)
    assert len(pages) > 12


# --- what a reader does ---


def test_typing_shows_sentences_first_and_a_click_lands_on_the_lit_one(window, start):
    page = window(f"{start}/{PAGE}")
    assert ask(page, "durian").startswith("Found 2 sentences, ")
    assert page.get_by_role("dialog", name="Search").is_visible()
    first = page.locator(".search-found > h2").first.inner_text()
    assert first == "2 sentences"
    assert all("durian" in words for words in found(page, "sentences"))
    result = page.locator(".search-found li a").first
    assert "Xiong Bo, April 2024" in result.inner_text()
    result.click()
    page.wait_for_url("**/book/texts/xiong_2024.html#s0*")
    lit, plain = page.evaluate(
        """[":target", ".sentence:not(:target)"].map(
            which => getComputedStyle(document.querySelector(which)).backgroundColor)"""
    )
    assert lit != plain
    assert "durian" in page.locator(":target").inner_text()
    page.go_back()
    page.locator("#pst-search-dialog[open] li").first.wait_for()
    assert page.url.endswith("?q=durian")
    assert page.locator("#pst-search-dialog input").input_value() == "durian"


# As some browsers refuse to change the address of a file; the theme asks for no other page.
REFUSAL = """history.replaceState = (state, title, address) => {
  if (new URL(address, location).search !== location.search) throw new Error("refused");
}"""


@pytest.mark.parametrize("refused", [False, True], ids=["", "address-refused"])
def test_the_keyboard_alone_leads_to_a_sentence_of_the_page_one_is_on(window, start, refused):
    page = window("about:blank")
    if refused:
        page.add_init_script(REFUSAL)
    page.goto(f"{start}/book/texts/xiong_2024.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("durian exports")
    page.locator(".search-found mark:has-text('exports')").first.wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/xiong_2024.html#s0*")
    page.locator("#pst-search-dialog:not([open])").wait_for(state="attached")
    assert "durian" in page.locator(":target").inner_text()
    if not refused:
        page.go_back()
        page.locator("#pst-search-dialog[open] li").first.wait_for()


def test_words_are_kept_in_the_address_of_the_search_page(window, start):
    page = window(f"{start}/{PAGE}")
    ask(page, "waste treatment")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=waste+treatment")
    page.locator(".search-found li").first.wait_for()
    page.locator(".bd-search-container input").fill("durian")
    page.wait_for_url("**/search.html?q=durian")
    page.reload()
    page.locator(".search-found li").first.wait_for()
    assert page.locator(".bd-search-container input").input_value() == "durian"


def test_the_index_is_loaded_on_first_use_only(window, served):
    page = window(f"{served}/{PAGE}")
    asked = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.reload()
    assert "search.js" in {name.partition("?")[0] for name in asked}
    assert not {"search-index.js", "searchindex.js", "searchtools.js"} & set(asked)
    ask(page, "durian")
    assert asked.count("search-index.js") == 1


def test_what_words_find(window, site):
    page = window(f"{site.as_uri()}/{PAGE}")
    sentences = [one.text for one in read_corpus(paths.find()).sentences()]
    # Case and accents do not count, neither those typed nor those of the page.
    ask(page, "PHẠM")
    pham = found(page)
    assert "Vietnamese Ambassador to China" in " ".join(found(page, "speak"))
    ask(page, "pham")
    assert found(page) == pham
    assert any("Phạm" in words for words in pham)
    # Chinese, which has no spaces between words.
    for words in ("熊波", "波"):
        ask(page, words)
        assert any("熊波" in one for one in found(page, "page"))
    # All words, anywhere; a phrase as it stands, and no part of a word.
    ask(page, "billion durian")
    assert found(page, "sentence") == [
        one for one in sentences if "durian" in one and "billion" in one
    ]
    ask(page, "“billion durian”")
    assert found(page) == []
    ask(page, '"nearly 500,000 tons worth"')
    assert len(found(page, "sentence")) == 1
    ask(page, '"nearly 500,000 ton"')
    assert found(page) == []
    # A code, whose meaning the codebook has.
    ask(page, "assertive")
    assert found(page, "page")
    # A speaker narrows.
    ask(page, "durian vu")
    assert len(found(page, "sentence")) == 1
    # What is not there is said.
    assert ask(page, "xyzzy <b>") == (
        "Nothing has “xyzzy <b>”. Try fewer words, or the beginning of one."
    )


def test_many_results_come_ten_at_first(window, site):
    page = window(f"{site.as_uri()}/{PAGE}")
    ask(page, "china")
    assert len(found(page, "sentences")) == 10
    button = page.locator(".search-found button").first
    count = int(button.inner_text().split()[-1])
    button.press("Enter")
    assert len(found(page, "sentences")) == count > 100
    assert page.evaluate("document.activeElement.closest('li').matches(':nth-child(11)')")


def test_without_scripts_the_search_page_says_what_to_do(window, site):
    page = window(f"{site.as_uri()}/search.html?q=durian", java_script_enabled=False)
    assert "needs JavaScript" in page.locator("#main-content").inner_text()
    assert not page.locator("input[name=q]:visible").count()
    scripted = window(f"{site.as_uri()}/search.html")
    assert "needs JavaScript" not in scripted.locator("#main-content").inner_text()


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "experimental"]
# Reading sheets again, as axe would, is refused on the disk.
OPTIONS = {"preload": False, "runOnly": RULES}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("place", ["search.html", PAGE])
def test_axe_finds_nothing_in_what_is_found_or_said(window, site, place, screen, theme):
    size = SCREENS[screen]
    page = window(f"{site.as_uri()}/{place}?q=durian", color_scheme=theme, viewport=size)
    where = ".bd-search-container" if place == "search.html" else "#pst-search-dialog"
    for words, said in (("durian", "Found"), ("xyzzy", "Nothing")):
        page.locator(f"{where} input").fill(words)
        page.locator(f".search-said:has-text('{said}')").wait_for()
        assert page.locator("html").get_attribute("data-theme") == theme
        answer = Axe().run(page, context=where, options=OPTIONS).response["violations"]
        assert [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in answer] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
