"""An invented text, coded once: no economics, no link between places, a new voice and measure."""

import csv
import io
import shutil
from pathlib import Path

from interviews.paths import Paths

HERE = Path(__file__).parent
KEY, FILE = "le-2026", "005_invented.txt"


def add(here: Paths) -> None:
    """Add the text, its rows and its page to a copy of the project."""
    shutil.copy(HERE / "seed.txt", here.seeds / FILE)
    for path in HERE.glob("*.csv"):
        _append(path, here.coded / path.name)
    toc = here.root / "_toc.yml"
    if toc.exists():
        shutil.copy(HERE / "le_2026.md", here.root / "book" / "texts")
        last = "      - file: book/texts/vu_2025\n"
        written = toc.read_text(encoding="utf-8")
        toc.write_text(written.replace(last, f"{last}{last.replace('vu_2025', 'le_2026')}"))


def _append(rows: Path, table: Path) -> None:
    """Append rows to a table by the names of their columns; what they lack is empty."""
    content = table.read_text(encoding="utf-8")
    out = io.StringIO()
    columns = next(csv.reader([content.partition("\n")[0]]))
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    with rows.open(encoding="utf-8", newline="") as file:
        writer.writerows(csv.DictReader(file))
    table.write_text(content + out.getvalue(), encoding="utf-8")
