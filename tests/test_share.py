"""How pages are found and shared: without a base address on the report, with one on a tiny book."""

import functools
import io
import json
import os
import shutil
import subprocess
import sysconfig
import threading
import xml.etree.ElementTree as ET
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import prose
import pytest
import yaml
from bs4 import BeautifulSoup
from conftest import ROOT
from matplotlib.image import imread
from pybtex.database import parse_string

from interviews import citation
from interviews.charts import share_picture

BASE = "https://example.org/report/"
REPOSITORY = "https://code.example.org/owner/name"
LAUNCH = "https://launch.example.org/owner/name"
PAGES = [path.relative_to(ROOT).with_suffix("").as_posix() for path in prose.pages(ROOT)]
TEMPLATES = """html_theme_options: {footer_content_items: [source.html]}
    templates_path: [_templates]
    html_additional_pages: {"404": 404.html}"""


def read(site, name):
    return BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def said(page):
    """Return what a page says to others, by name."""
    tags = page.select("head meta[content]")
    return {tag.get("property") or tag.get("name"): tag["content"] for tag in tags}


def linked_data(page):
    return [json.loads(tag.get_text()) for tag in page.select('[type="application/ld+json"]')]


# --- the report, of which no base address is known ---


@pytest.fixture(scope="module")
def pages(site):
    return {name: read(site, name) for name in PAGES}


@pytest.mark.slow
def test_every_page_says_what_it_is_in_words_of_its_own(pages):
    known = {name: said(page) for name, page in pages.items()}
    for name, one in known.items():
        assert 40 <= len(one["description"]) <= 440, name
        assert one["og:description"] == one["description"], name
        assert one["og:title"] in pages[name].title.get_text(), name
        assert one["twitter:card"] == "summary", name
    for what in ("description", "og:title"):
        assert len({one[what] for one in known.values()}) == len(PAGES), what
    assert pages["index"].title.get_text() == citation.TITLE
    assert "33.7" in known["book/economics"]["description"]  # computed, as on the page itself


@pytest.mark.slow
def test_no_address_is_made_up(site, pages):
    for name, page in pages.items():
        assert not {"og:url", "og:image"} & set(said(page)), name
        assert not page.select("[rel=canonical], .source"), name
    assert not any((site / name).exists() for name in ("sitemap.xml", "robots.txt", "_images"))


@pytest.mark.slow
def test_linked_data_describe_the_report_and_the_data(site, pages):
    described = {name: linked_data(page) for name, page in pages.items()}
    assert {name for name, found in described.items() if found} == {"index", "book/data"}
    report, data = described["index"][0], described["book/data"][0]
    assert (report["@type"], data["@type"]) == ("Report", "Dataset")
    for one in (report, data):
        assert one["@context"] == "https://schema.org"
        assert one["author"] == {"@type": "Organization", "name": citation.PROJECT}
        assert one["description"] and one["license"].startswith("https://creativecommons.org/")
    tables = json.loads((ROOT / "data" / "datapackage.json").read_text())["resources"]
    offered = [link["href"] for link in pages["book/data"].select("article a[href$='.csv']")]
    assert [one["contentUrl"] for one in data["distribution"]] == offered
    assert len(offered) == len(tables)
    for address, table in zip(offered, tables, strict=True):
        file = (site / "book" / address).resolve()
        assert file.read_bytes() == (ROOT / "data" / table["path"]).read_bytes()


@pytest.mark.slow
def test_every_finding_and_figure_has_an_address_and_every_figure_its_entry(pages):
    figures = [one for page in pages.values() for one in page.select(".linked-fig:has(svg)")]
    stated = [one for page in pages.values() for one in page.select(".finding[id]")]
    for one, link in [(one, ".fig-link") for one in figures] + [
        (one, ".finding-link") for one in stated
    ]:
        assert one.select_one(link)["href"] == f"#{one['id']}"
    assert figures and stated
    for figure in figures:
        name = figure["id"].removeprefix("figure-")
        entry = parse_string(figure.select_one(".highlight pre").get_text(), "bibtex").entries
        assert list(entry) == [f"vietnam-china-interviews-{name}"]
        assert figure.svg.title.get_text().split()[0] in entry[next(iter(entry))].fields["title"]
    whole = parse_string(pages["index"].select(".highlight pre")[-1].get_text(), "bibtex")
    assert whole.entries["vietnam-china-interviews"].fields["title"] == f"{{{citation.TITLE}}}"


# --- a tiny book, of which addresses are known ---


def build(book, **given):
    program = Path(sysconfig.get_path("scripts")) / "jupyter-book"
    return subprocess.run(
        [program, "build", book],
        env=os.environ | given, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shared") / "book"
    shutil.copytree(ROOT / "tests" / "tiny_book", folder)
    shutil.copytree(ROOT / "book" / "_templates", folder / "_templates")
    shutil.copytree(ROOT / "book" / "_static", folder / "_static")
    config = (folder / "_config.yml").read_text()
    config = config.replace("    html_theme: basic\n", "    html_static_path: [_static]\n")
    config = config.replace("html_theme_options: {}", TEMPLATES)
    config = config.replace("extensions: [interviews", "extensions: [sphinx_book_theme, interviews")
    (folder / "_config.yml").write_text(config)
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
def test_with_a_base_address_every_page_has_its_own_and_a_picture(published):
    names = {"index": "", "chapter": "chapter.html", "texts/tiny_2024": "texts/tiny_2024.html"}
    for name, path in names.items():
        page = read(published, name)
        one = said(page)
        assert page.select_one("[rel=canonical]")["href"] == one["og:url"] == BASE + path
        assert one["twitter:card"] == "summary_large_image"
        picture = published / one["og:image"].removeprefix(BASE)
        high, wide = imread(picture).shape[:2]
        assert [str(wide), str(high)] == [one["og:image:width"], one["og:image:height"]]
    listed = [one.text for one in ET.parse(published / "sitemap.xml").iter() if one.text]
    assert listed == [BASE + one for one in names.values()]
    assert f"Sitemap: {BASE}sitemap.xml" in (published / "robots.txt").read_text()
    assert linked_data(read(published, "index"))[0]["url"] == BASE
    assert read(published, "404").base["href"] == "/report/"


@pytest.mark.slow
def test_with_a_repository_pages_lead_to_their_source(published):
    links = {
        name: [link["href"] for link in read(published, name).select(".source a")]
        for name in ("index", "chapter")
    }
    assert links == {
        "index": [REPOSITORY, f"{REPOSITORY}/edit/main/index.md"],
        "chapter": [
            REPOSITORY,
            f"{REPOSITORY}/edit/main/chapter.md",
            f"{LAUNCH}?urlpath=lab/tree/chapter.md",
        ],
    }


@pytest.mark.slow
@pytest.mark.parametrize("base", ["example.org", "https://example.org/?a"])
def test_what_is_no_base_address_ends_the_build(book, base):
    done = build(book, INTERVIEWS_BASE=base)
    assert done.returncode == 1
    assert f'base address "{base}": write https://' in done.stderr


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


class Host(SimpleHTTPRequestHandler):
    """Shows 404.html where nothing is, as hosts of static sites do."""

    def send_error(self, code, message=None, explain=None):
        content = Path(self.directory, "report", "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format, *args):
        """Say nothing."""


@pytest.fixture
def host(tmp_path):
    handler = functools.partial(Host, directory=tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield tmp_path / "report", f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.slow
@pytest.mark.parametrize("known", [False, True])
def test_links_of_the_page_for_what_is_not_there_work_at_any_depth(
    host, browser, site, published, known
):
    folder, address = host
    folder.symlink_to(published if known else site)
    page = browser.new_page()
    for path in ("nowhere", "book/no/where/", "a/b/c.html"):
        page.goto(f"{address}/report/{path}", wait_until="networkidle")
        links = page.eval_on_selector_all("li a", "all => all.map(one => one.href)")
        assert len(links) == (3 if known else len(PAGES))
        assert {page.request.get(link).status for link in links} == {200}, path
        page.fill("input", "durian")
        page.click("button")
        page.wait_for_url(f"{address}/report/search.html?q=durian")
    page.close()


def test_the_workflow_may_write_only_where_it_publishes_and_runs_nothing_there():
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text())
    assert workflow["permissions"] == {}
    jobs = workflow["jobs"]
    may_write = {name for name, job in jobs.items() if "write" in job["permissions"].values()}
    assert may_write == {"publish"}
    assert not any("run" in step for step in jobs["publish"]["steps"])
    updated = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text())["updates"]
    assert {one["package-ecosystem"] for one in updated} == {"pip", "github-actions"}
