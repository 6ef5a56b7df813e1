"""The site is built beside the last good one and takes its place as a whole, at the very end.

A build that fails or is killed so leaves the last good site as it was. Jupyter Book names the
folder; Sphinx is made to work in another one from the moment it loads extensions.
"""

import contextlib
import json
import shutil
import weakref
from importlib import resources
from pathlib import Path

from myst_nb import static
from sphinx.application import Sphinx
from sphinx.util import logging

from interviews import disk
from interviews.disk import working
from interviews.sphinx_ext import cache, pages
from interviews.sphinx_ext.strict import LAST, plainly

LOG = logging.getLogger(__name__)
PAGE = ".md"
NOTE = ".buildinfo"
FIGURES = "_downloads/figures"


def final(app: Sphinx) -> Path:
    """Return the folder where the site will be."""
    return app.interviews_site


def _memory(app: Sphinx) -> Path:
    """Return the file with the inputs of the last good site of this builder."""
    return Path(app.doctreedir) / f"made-from-{final(app).name}.json"


def _note(app: Sphinx) -> Path:
    """Return where the note of Sphinx for its next run is kept.

    Not in the site: it is a digest of settings, the folder of the checkout among them.
    """
    return Path(app.doctreedir) / f"made-with-{final(app).name}"


def _inputs(app: Sphinx) -> dict[str, str]:
    """Return all inputs of this build; of pages only that they are there, which Sphinx watches."""
    state = cache.state(app)
    files = {name: "" if name.endswith(PAGE) else digest for name, digest in state.project.items()}
    return {**files, "everything": state.shown}


@plainly
def _divert(app: Sphinx) -> None:
    app.interviews_site = Path(app.outdir)
    _hold(app)
    disk.recover(final(app))
    working(final(app)).mkdir(parents=True)
    app.outdir = type(app.outdir)(working(final(app)))


def _hold(app: Sphinx) -> None:
    """Let no second build work in the same folder until this one has gone, with what it left."""
    Path(app.doctreedir).mkdir(parents=True, exist_ok=True)
    held = contextlib.ExitStack()
    held.enter_context(disk.alone(Path(app.doctreedir), f"{_build_name(app)}: another build runs"))
    held.callback(shutil.rmtree, working(final(app)), ignore_errors=True)
    weakref.finalize(app, held.close)


def _build_name(app: Sphinx) -> str:
    return Path(app.doctreedir).parent.name


@plainly
def _begin(app: Sphinx) -> None:
    """Start from the last site where only words of pages changed, else from nothing.

    From nothing no file can be left over that no page has any more.
    """
    memory = _memory(app)
    known = json.loads(memory.read_text(encoding="utf-8")) if memory.is_file() else None
    if final(app).is_dir() and known == _inputs(app):
        shutil.copytree(final(app), app.outdir, dirs_exist_ok=True)
        if _note(app).is_file():
            shutil.copy(_note(app), Path(app.outdir, NOTE))
    memory.unlink(missing_ok=True)
    _put_style(app)


def _put_style(app: Sphinx) -> None:
    # MyST-NB adds its style sheet when all pages are written; links to it would carry its
    # checksum only from the second build on.
    if app.builder.format != "html":
        return
    folder = Path(app.outdir) / "_static"
    folder.mkdir(exist_ok=True)
    for name, _ in getattr(app.registry, "css_files", []):
        if name.startswith("mystnb."):
            source = resources.files(static) / "mystnb.css"
            (folder / name).write_bytes(source.read_bytes())


def ordered(index: str) -> str:
    """Return a search index as a build from nothing would write it, whatever it was made from.

    Sphinx changes the index of the last build: words keep the place they had, and those that no
    page has any more stay.

    >>> ordered('Search.setIndex({"terms": {"b": 1, "c": [], "a": [0, 2]}})')
    'Search.setIndex({"terms":{"a":[0,2],"b":1}})'
    """
    start, end = index.index("{"), index.rindex("}") + 1
    content = json.loads(index[start:end])
    for words in (content[name] for name in ("terms", "titleterms") if name in content):
        for word in [word for word, pages_with in words.items() if pages_with == []]:
            del words[word]
    return index[:start] + json.dumps(content, sort_keys=True, separators=(",", ":")) + index[end:]


def _tidy(app: Sphinx, error: Exception | None) -> None:
    """Leave nothing of the last site that this build would not have made."""
    if error:
        return
    offered = {name for page in pages.of(app.env).values() for name in page.files}
    for file in Path(app.outdir, FIGURES).glob("*"):
        if file.name not in offered:
            file.unlink()
    if Path(app.outdir, NOTE).is_file():
        shutil.move(Path(app.outdir, NOTE), _note(app))
    index = Path(app.outdir, "searchindex.js")
    if index.is_file():
        index.write_text(ordered(index.read_text(encoding="utf-8")), encoding="utf-8")


def _finish(app: Sphinx, error: Exception | None) -> None:
    if error:
        return
    with disk.undisturbed():
        disk.exchange(final(app))
        # Without it, for want of space, the next build only starts from nothing.
        with contextlib.suppress(OSError):
            disk.put(_memory(app), json.dumps(_inputs(app)))
    shutil.rmtree(working(final(app)), ignore_errors=True)
    app.outdir = app.builder.outdir = type(app.outdir)(final(app))


def setup(app: Sphinx) -> None:
    """Divert the output now; put it in its place when the build was found to be good."""
    _divert(app)
    app.connect("builder-inited", _begin)
    app.connect("build-finished", _tidy)
    app.connect("build-finished", _finish, priority=LAST + 1)
