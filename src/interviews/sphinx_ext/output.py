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

from interviews.sphinx_ext import execution
from interviews.sphinx_ext.strict import LAST, BookError, plainly

SITES, SUMS = ".sites", "SHA256SUMS"


class Output:
    """The place of one site: `final` is a link to the last good one, `folder` where it is made."""

    def __init__(self, app: Sphinx) -> None:
        given = Path(app.outdir)  # where the name leads to, if there is a site
        self.build = given.parents[1] if given.parent.name == SITES else given.parent
        self.final = self.build / given.name.partition("-")[0]
        self.made_from = f"{self.final.name}-{execution.digest(Path(app.srcdir), everything=True)}-"
        Path(self.build, SITES).mkdir(parents=True, exist_ok=True)
        # The system ends the lock with the process, however that ends.
        self.lock = FileLock(self.build / ".lock", timeout=0)
        try:
            self.lock.acquire()
        except Timeout:
            raise BookError("another build works in this folder: wait until it ended.") from None

    def is_current(self) -> bool:
        """Tell whether the last good site was made from what is there now."""
        return self.final.is_symlink() and self.final.readlink().name.startswith(self.made_from)

    def begin(self, app: Sphinx) -> None:
        """Let Sphinx write into a new folder, from nothing: no page of an older site is left."""
        self.folder = Path(tempfile.mkdtemp(prefix=self.made_from, dir=self.build / SITES))
        self.folder.chmod(0o755)
        app.outdir = type(app.outdir)(self.folder)

    def finish(self, app: Sphinx, error: Exception | None) -> None:
        """Put the site in its place and remove the others."""
        Path(self.folder, ".buildinfo").unlink(missing_ok=True)  # holds the place of the checkout
        Path(self.folder, SUMS).write_text(sums(self.folder), encoding="utf-8")
        if self.final.is_dir() and not self.final.is_symlink():
            shutil.rmtree(self.final)  # of a build without this extension
        link = self.build / SITES / "link"
        link.unlink(missing_ok=True)
        link.symlink_to(Path(SITES, self.folder.name))
        link.replace(self.final)
        for other in Path(self.build, SITES).glob(f"{self.final.name}-*"):
            if other != self.folder:
                shutil.rmtree(other, ignore_errors=True)
        app.outdir = app.builder.outdir = type(app.outdir)(self.final)
        self.lock.release()


def sums(folder: Path) -> str:
    """Return the SHA-256 of every file in `folder`, as `sha256sum --check` reads it."""
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.name != SUMS)
    return "".join(
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}\n"
        for file in files
    )


@plainly
def setup(app: Sphinx) -> None:
    """Divert the output now; put it in its place when the build was found to be good."""
    output = Output(app)
    if output.is_current() and not {"-a", "--all"} & set(sys.argv):
        print(f"Nothing changed since the last build; no kernel started. Open {output.final}")
        raise SystemExit(0)
    output.begin(app)
    app.connect("build-finished", output.finish, priority=LAST + 1)
