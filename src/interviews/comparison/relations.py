"""What the measures have to do with each other, as columns of data/coded/measures.csv."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

CIF_FOB = 1.06
"""Imports c.i.f. over the same goods f.o.b.: IMF, Direction of Trade Statistics Yearbook 2017."""

SWING = 3.0
"""How many times as fast or slow the rest of a period may run before part and whole contradict
each other. A convention of this report; the arithmetic of each comparison gives the factor itself,
so that another bound can be applied."""


@dataclass(frozen=True)
class Measure:
    """What rules know of a measure; names of other measures, empty where there is none.

    `wholes` contain it, the nearest first; its flow adds to the stock `adds_to`; its places are
    `ranked_among` so many; it is a share of `share_of`, and of `share_whole` where that is
    measured; divided by `per` it gives a value per `per_one`; `counts_from` names an event;
    `family` ranks one thing on several bases, `ranks_within` all of it; `mirrored` goods are
    counted on either side of the border.
    """

    wholes: tuple[str, ...] = ()
    adds_to: str = ""
    ranked_among: str = ""
    share_of: str = ""
    share_whole: str = ""
    per: str = ""
    per_one: str = ""
    counts_from: str = ""
    family: str = ""
    ranks_within: str = ""
    mirrored: bool = False

    @property
    def bounds(self) -> set[str]:
        """Return every measure that can bound this one."""
        return {*self.wholes, *filter(None, (self.adds_to, self.ranked_among))}


UNRELATED = Measure()


def read_measures(rows: Iterable[Mapping[str, str]]) -> dict[str, Measure]:
    """Return the measures by name, from the rows of measures.csv."""
    by_name = {row["measure"]: row for row in rows}
    return {
        name: Measure(
            wholes=tuple(_wholes(by_name, name)),
            mirrored=row["mirrored"] == "1",
            **{column: row[column] for column in PLAIN},
        )
        for name, row in by_name.items()
    }


PLAIN = (
    "adds_to", "ranked_among", "share_of", "share_whole", "per", "per_one", "counts_from",
    "family", "ranks_within",
)  # fmt: skip


def _wholes(by_name: Mapping[str, Mapping[str, str]], name: str) -> Iterator[str]:
    seen = {name}
    while (name := by_name[name]["part_of"]) and name not in seen:
        seen.add(name)
        yield name
