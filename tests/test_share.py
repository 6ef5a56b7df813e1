"""How pages are found and shared: without a base address on the report, with one on a tiny book."""

import io
import json
import shutil
import xml.etree.ElementTree as ET

import prose
import pytest
import yaml
from bs4 import BeautifulSoup
from conftest import ROOT, TINY, append, build, page
from matplotlib.image import imread
from pybtex.database import parse_string

from interviews import citation
from interviews.charts import share_picture

BASE = "https://example.org/report/"
REPOSITORY = "https://code.example.org/owner/name"
LAUNCH = "https://launch.example.org/owner/name"
TEMPLATES = """html_theme_options: {footer_content_items: [source.html]}
    templates_path: [_templates]
    html_additional_pages: {"404": 404.html}"""

CITES = """
```{code-cell} python
print("Kernels cite with", os.environ["INTERVIEWS_BASE"])
```
"""


def said(soup):
    """Return what a page says to others, by name."""
    tags = soup.select("head meta[content]")
    return {tag.get("property") or tag.get("name"): tag["content"] for tag in tags}


def linked_data(soup):
    return [json.loads(tag.get_text()) for tag in soup.select('[type="application/ld+json"]')]


# --- a tiny book, of which addresses are known ---


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shared") / "book"
    shutil.copytree(TINY, folder)
    shutil.copytree(ROOT / "book" / "_templates", folder / "_templates")
    shutil.copytree(ROOT / "book" / "_static", folder / "_static")
    config = (folder / "_config.yml").read_text()
    config = config.replace("    html_theme: basic\n", "    html_static_path: [_static]\n")
    config = config.replace("html_theme_options: {}", TEMPLATES)
    config = config.replace("extensions: [interviews", "extensions: [sphinx_book_theme, interviews")
    (folder / "_config.yml").write_text(config)
    append(folder / "chapter.md", CITES)
    return folder


@pytest.fixture(scope="module")
def published(book):
    done = build(
        book, INTERVIEWS_BASE=BASE.rstrip("/"), INTERVIEWS_REPOSITORY=REPOSITORY,
        INTERVIEWS_BRANCH="main", INTERVIEWS_LAUNCH=LAUNCH,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return book / "_build" / "html"


@pytest.mark.slow
def test_with_a_base_address_every_page_has_its_own_and_a_picture(book, published):
    names = {"index": "", "chapter": "chapter.html", "texts/tiny_2024": "texts/tiny_2024.html"}
    soups = {name: BeautifulSoup(page(book, name), "html.parser") for name in [*names, "404"]}
    for name, path in names.items():
        one = said(soups[name])
        assert soups[name].select_one("[rel=canonical]")["href"] == one["og:url"] == BASE + path
        assert one["twitter:card"] == "summary_large_image"
        picture = published / one["og:image"].removeprefix(BASE)
        high, wide = imread(picture).shape[:2]
        assert [str(wide), str(high)] == [one["og:image:width"], one["og:image:height"]]
    listed = [one.text for one in ET.parse(published / "sitemap.xml").iter() if one.text]
    assert listed == [BASE + one for one in names.values()]
    assert f"Sitemap: {BASE}sitemap.xml" in (published / "robots.txt").read_text()
    assert linked_data(soups["index"])[0]["url"] == BASE
    assert soups["404"].base["href"] == "/report/"
    assert f"Kernels cite with {BASE}" in soups["chapter"].get_text()
    # With a repository, pages lead to their source.
    ways = {name: [link["href"] for link in soups[name].select(".source a")] for name in names}
    assert ways["index"] == [REPOSITORY, f"{REPOSITORY}/edit/main/index.md"]
    assert ways["chapter"] == [
        REPOSITORY,
        f"{REPOSITORY}/edit/main/chapter.md",
        f"{LAUNCH}?urlpath=lab/tree/chapter.md",
    ]


@pytest.mark.slow
def test_what_is_no_base_address_ends_the_build(book):
    done = build(book, INTERVIEWS_BASE="https://example.org/?a")
    assert done.returncode == 1
    assert 'base address "https://example.org/?a": write https://' in done.stderr


# --- pictures, citation, what is not there, workflow ---


def test_pictures_are_the_same_bytes_and_show_drawing_or_words():
    drawing = share_picture.picture("", "A drawing", "")
    given = ("Site", "Title of Vương Đình Huệ (王)", "Words (熊波) of some length. " * 8)
    plain, with_drawing = share_picture.picture(*given), share_picture.picture(*given, drawing)
    assert share_picture.picture(*given) == plain != with_drawing
    for one in (plain, with_drawing):
        assert imread(io.BytesIO(one)).shape[:2] == (share_picture.HIGH, share_picture.WIDE)
    assert share_picture.picture("Site", given[1], "Other words") != plain
    assert share_picture.picture("Site", given[1], "Other words", drawing) == with_drawing


def test_an_entry_has_the_base_address_where_it_is_known(monkeypatch):
    monkeypatch.delenv(citation.BASE_VARIABLE, raising=False)
    assert "url" not in citation.bibtex()
    monkeypatch.setenv(citation.BASE_VARIABLE, BASE)
    entry = parse_string(citation.bibtex("f", "50 % & {more}"), "bibtex")
    fields = entry.entries["vietnam-china-interviews-f"].fields
    assert fields["url"] == BASE
    assert r"50 \% \&" in fields["title"]


@pytest.mark.slow
@pytest.mark.parametrize("known", [False, True])
def test_links_of_the_page_for_what_is_not_there_work_at_any_depth(
    serve, browser, site, published, known
):
    address, window = serve(published if known else site), browser.new_page()
    for path in ("nowhere", "book/no/where/", "a/b/c.html"):
        window.goto(f"{address}/{path}", wait_until="networkidle")
        links = window.eval_on_selector_all("li a", "all => all.map(one => one.href)")
        assert len(links) == (3 if known else len(prose.pages(ROOT)))
        assert {window.request.get(link).status for link in links} == {200}, path
        window.fill("input", "durian")
        window.click("button")
        window.wait_for_url(f"{address}/search.html?q=durian")
    window.close()


def test_the_workflow_may_write_only_where_it_publishes_and_runs_nothing_there():
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text())
    assert workflow["permissions"] == {}
    jobs = workflow["jobs"]
    may_write = {name for name, job in jobs.items() if "write" in job["permissions"].values()}
    assert may_write == {"publish"}
    assert not any("run" in step for step in jobs["publish"]["steps"])
    updated = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text())["updates"]
    assert {one["package-ecosystem"] for one in updated} == {"pip", "github-actions"}
