"""How a page is found and shared; book/_templates/share.html says it in Open Graph and schema.org.

Where the site is published stands in `html_baseurl` or in the environment variable INTERVIEWS_BASE,
where its source is in INTERVIEWS_REPOSITORY and INTERVIEWS_BRANCH, and where it runs in
INTERVIEWS_LAUNCH. None is guessed: what needs one that is not given is left out.
"""

import json
import os
import re
import shutil
import textwrap
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.osutil import relative_uri

from interviews import citation
from interviews.charts import share_picture
from interviews.sphinx_ext import markup, pages, project
from interviews.sphinx_ext.strict import stop
from interviews.sphinx_ext.texts import FULL

DATA = "book/data"  # the page that offers the tables
TABLES, PICTURES = "_downloads/data", "_images/share"
LONGEST = 220  # characters of a description that is made of several sentences
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
SOURCE = ("REPOSITORY", "BRANCH", "LAUNCH")
FIRST, AFTER_COLLECTORS = 100, 600


def _settle(app: Sphinx, config: Config) -> None:
    """Take the base address from where it stands, and tell the kernels, which cite with it."""
    base = config.html_baseurl or os.environ.get(citation.BASE_VARIABLE, "")
    if base and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", base):
        stop(app, f'base address "{base}": write https://, a host and, if need be, a folder.')
    if base:
        os.environ[citation.BASE_VARIABLE] = config.html_baseurl = base.rstrip("/") + "/"


def _describe(app: Sphinx, doctree: nodes.document) -> None:
    """Keep what is said of a page elsewhere: what it says itself, else what it begins with."""
    if key := pages.of(app.env).get(app.env.docname, pages.Page()).text:
        facts = project.of(app).corpus[key].facts
        words = f"{facts['genre'].capitalize()}, {facts['outlet']}: “{facts['title']}”. "
        words += "Its sentences, and what this report uses each of them for."
    else:
        # Its first sentences, one a line of its source, as many as go in.
        paragraphs = doctree.findall(nodes.paragraph)
        said = [one for one in paragraphs if type(one.parent) is nodes.section]
        words, *rest = [line for one in said for line in one.astext().split("\n")] or [""]
        for line in rest:
            if len(words) + len(line) >= LONGEST:
                break
            words = f"{words} {line}"
        words = textwrap.shorten(words, 2 * LONGEST, placeholder=" …")
    app.env.metadata[app.env.docname].setdefault("description", words)


def address(app: Sphinx, pagename: str) -> str:
    """Return where a page is published, the first as the site itself; empty if that is unknown."""
    page = "" if pagename == app.config.root_doc else app.builder.get_target_uri(pagename)
    return app.config.html_baseurl and f"{app.config.html_baseurl}{page}"


def _add(app: Sphinx, pagename: str, template: str, context: dict[str, Any], tree: Any) -> None:
    """Give the templates what they say and show; pages of the theme get no picture."""
    title = app.env.titles[pagename].astext() if tree else pagename.capitalize()
    words = app.env.metadata[pagename].get("description") or f"{title}: {citation.TITLE}"
    url = context["pageurl"] = address(app, pagename)
    context["share"] = {
        "title": title, "description": words, "url": url, "citation": citation,
        "image": _picture(app, pagename, title, words) if url and tree else "",
        "size": (share_picture.WIDE, share_picture.HIGH),
        "root": urlsplit(app.config.html_baseurl).path,
        "tables": _tables(app) if pagename == DATA else [],
        "pages": [(app.builder.get_target_uri(name), app.env.titles[name].astext())
                  for name in pages.reading_order(app.env)],
    }  # fmt: skip
    context["source"] = {one: os.environ.get(f"INTERVIEWS_{one}", "").rstrip("/") for one in SOURCE}
    file = Path(app.env.doc2path(pagename)).relative_to(app.srcdir).as_posix()
    context["source"]["file"] = file if tree else ""


def _picture(app: Sphinx, pagename: str, title: str, words: str) -> str:
    """Draw what stands for a page, with its first figure, and return its address."""
    drawings = (
        file.content
        for node in app.env.get_doctree(pagename).findall(nodes.raw)
        for file in markup.downloads(node.astext())
        if file.name.endswith(".png")
    )
    site = "" if pagename == app.config.root_doc else app.config.html_title
    file = Path(app.outdir, PICTURES, f"{pagename.replace('/', '-')}.png")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(share_picture.picture(site, title, words, next(drawings, b"")))
    return f"{app.config.html_baseurl}{PICTURES}/{file.name}"


def _tables(app: Sphinx) -> list[dict[str, Any]]:
    """Return path, description and address of each table, none where texts are not published."""
    if app.config.interviews_publish != FULL:
        return []
    package = Path(app.srcdir, "data", "datapackage.json").read_text(encoding="utf-8")
    here = "" if app.config.html_baseurl else app.builder.get_target_uri(DATA)
    return [
        one | {"url": app.config.html_baseurl + relative_uri(here, f"{TABLES}/{one['path']}")}
        for one in json.loads(package)["resources"]
    ]


def _offer(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Lead from the heading of each table to its file."""
    for one in _tables(app) if docname == DATA else []:
        for title in doctree.findall(nodes.title):
            if title.astext() == one["path"]:
                words = f"Download {Path(one['path']).name}"
                link = nodes.reference("", words, refuri=one["url"], internal=True)
                title.parent.insert(1, nodes.paragraph("", "", link))


def _finish(app: Sphinx, error: Exception | None) -> None:
    """Write the tables and, where the base address is known, what search engines ask for."""
    if error:
        return
    if app.config.interviews_publish == FULL and DATA in app.env.found_docs:
        left_out = shutil.ignore_patterns(".*")
        shutil.copytree(Path(app.srcdir, "data"), Path(app.outdir, TABLES), ignore=left_out)
    if base := app.config.html_baseurl:
        urls = ET.Element("urlset", xmlns=SITEMAP)
        for name in pages.reading_order(app.env):
            ET.SubElement(ET.SubElement(urls, "url"), "loc").text = address(app, name)
        ET.ElementTree(urls).write(Path(app.outdir, "sitemap.xml"), "utf-8", xml_declaration=True)
        robots = f"User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n"
        Path(app.outdir, "robots.txt").write_text(robots, encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Settle addresses before anything is executed; work on pages as they are read and written."""
    app.connect("config-inited", _settle, priority=FIRST)
    app.connect("doctree-read", _describe, priority=AFTER_COLLECTORS)
    app.connect("doctree-resolved", _offer)
    app.connect("html-page-context", _add)
    app.connect("build-finished", _finish)
