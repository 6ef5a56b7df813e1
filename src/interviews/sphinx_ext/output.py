"""The site is written into a folder of its own, and `_build/html` leads to it when it is good.

That name is a symbolic link, replaced in one step: a build that fails or is killed leaves the last
good site. The name of the folder says what the site was made from; where that is the same, there is
nothing to do.
"""

import hashlib
import shutil
import sys
import tempfile
from pathlib import Path

from filelock import FileLock, Timeout
from sphinx.application import Sphinx

from interviews.sphinx_ext import execution, strict

SITES, SUMS = ".sites", "SHA256SUMS"


def setup(app: Sphinx) -> None:
    """Divert the output now; put it in its place when the build was found to be good."""
    build = Path(app.doctreedir).parent
    # Sphinx follows the link: where there is a site, it would write into that.
    final = build / Path(app.outdir).name.partition("-")[0]
    sites = build / SITES
    sites.mkdir(parents=True, exist_ok=True)
    # The system ends the lock with the process, however that ends; this keeps it until then.
    lock = vars(app)["interviews_lock"] = FileLock(build / ".lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        strict.stop(app, "another build works in this folder: wait until it ended.")
    made_from = f"{final.name}-{execution.digest(Path(app.srcdir), everything=True)}-"
    current = final.is_symlink() and final.readlink().name.startswith(made_from)
    if current and not {"-a", "--all"} & set(sys.argv):
        print(f"Nothing changed since the last build; no kernel started. Open {final}")
        raise SystemExit(0)
    # A new folder, from nothing: no page of an older site is left.
    folder = Path(tempfile.mkdtemp(prefix=made_from, dir=sites))
    folder.chmod(0o755)
    app.outdir = type(app.outdir)(folder)
    app.connect("build-finished", lambda *_: publish(folder, final), priority=strict.LAST + 1)


def publish(folder: Path, final: Path) -> None:
    """Let `final` lead to the site in `folder`, and remove the sites before it."""
    Path(folder, ".buildinfo").unlink(missing_ok=True)  # holds the place of the checkout
    Path(folder, SUMS).write_text(sums(folder), encoding="utf-8")
    if final.is_dir() and not final.is_symlink():
        shutil.rmtree(final)  # of a build without this extension
    link = folder.with_name("link")
    link.unlink(missing_ok=True)
    link.symlink_to(Path(SITES, folder.name))
    link.replace(final)
    for other in {*folder.parent.glob(f"{final.name}-*")} - {folder}:
        shutil.rmtree(other, ignore_errors=True)


def sums(folder: Path) -> str:
    """Return the SHA-256 of every file in `folder`, as `sha256sum --check` reads it."""
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.name != SUMS)
    return "".join(
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}\n"
        for file in files
    )
