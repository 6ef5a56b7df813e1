"""Outputs of notebooks are kept only as long as everything they depend on stays the same.

The cache of MyST-NB knows only the code of a notebook. Here the name of its folder is a digest of
data, seeds, package and installed versions. A changed input therefore means an empty cache; and as
the setting is one that Sphinx watches, every page is read again as well.
"""

import hashlib
import os
import shutil
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from interviews.paths import ROOT_VARIABLE

INPUTS = ("data/**/*", "seeds/**/*", "src/**/*.py")


def digest(root: Path, patterns: Iterable[str], versions: Iterable[str]) -> str:
    """Return 16 hexadecimal digits for `versions` and the files of `patterns` under `root`."""
    total = hashlib.sha256("\n".join(sorted(versions)).encode())
    files = {path for pattern in patterns for path in root.glob(pattern) if path.is_file()}
    for path in sorted(files):
        name = path.relative_to(root).as_posix()
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"\n{name} {content}".encode())
    return total.hexdigest()[:16]


def installed() -> list[str]:
    """Return this Python and every installed distribution, as `name==version`."""
    found = {f"{part.metadata['Name']}=={part.version}" for part in metadata.distributions()}
    return [f"python=={sys.version}", *found]


def keep_only(folder: Path) -> None:
    """Remove the neighbours of `folder`: caches of inputs that are gone."""
    for other in folder.parent.glob("*"):
        if other.is_dir() and other != folder:
            shutil.rmtree(other, ignore_errors=True)


def _begin(app: Sphinx, config: Config) -> None:
    root = Path(app.srcdir)
    # Kernels are other processes: the environment is the one thing they share with the build.
    os.environ[ROOT_VARIABLE] = str(root)
    folder = Path(app.outdir).parent / ".jupyter_cache" / digest(root, INPUTS, installed())
    keep_only(folder)
    config.nb_execution_cache_path = str(folder)


def setup(app: Sphinx) -> None:
    """Name the cache before the environment is loaded and compared with the configuration."""
    app.connect("config-inited", _begin)
