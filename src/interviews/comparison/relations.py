"""What the measures have to do with each other.

A new measure that is part of another, or that counts from the same event, needs a line here; all
else follows from the rules.
"""

# The first is contained in the second, over the same period.
PART_OF = {
    "exports-durian-value": "exports-vn-cn-fruit-veg",
    "exports-vn-cn-fruit-veg": "exports-vn-cn-agri",
    "exports-vn-cn-agri": "exports-vn-cn",
    "exports-vn-cn": "trade-total",
}
# What flows in adds to a stock: a flow that is over cannot exceed the stock at a later date.
STOCK_OF = {
    "fdi-cn-vn-flow": "fdi-cn-vn-stock",
    "fdi-cn-vn-projects-new": "fdi-cn-vn-projects-stock",
}
# A place in an order cannot exceed the number of those ranked.
SIZE_OF = {
    "rank-cn-investor-stock": "investors-number",
    "rank-vn-trade-partner-of-cn-in-asean": "asean-members",
}
# A share, what it is a share of (its own parts included), and the whole where that is measured.
SHARE_OF = {
    "share-cn-in-fruit-veg-exports": ("exports-vn-cn-fruit-veg", None),
    "share-agri-in-exports-vn-cn": ("exports-vn-cn-agri", "exports-vn-cn"),
}
# The first divided by the second gives a value for one of these.
PER = {
    "exports-durian-value": ("exports-durian-volume", "tonne"),
    "fdi-cn-vn-flow": ("fdi-cn-vn-projects-new", "project"),
    "fdi-cn-vn-stock": ("fdi-cn-vn-projects-stock", "project"),
    "scholarships-cn-vn": ("scholarships-cn-vn-horizon", "year"),
}
# Ages and anniversaries, by what they count from.
ORIGIN_OF = {
    "anniversary-diplomatic-relations": "diplomatic relations",
    "diplomacy-age": "diplomatic relations",
    "partnership-age": "the comprehensive strategic cooperative partnership",
    "anniversary-ho-guangzhou": "Ho Chi Minh's journey to Guangzhou",
    "doi-moi-age": "Doi Moi",
}
# Ranks of one thing on several bases, and those that rank within a part of what another ranks.
RANK_FAMILIES = (
    ("rank-vn-trade-partner-of-cn", "rank-vn-trade-partner-of-cn-in-asean"),
    ("rank-cn-trade-partner-of-vn", "rank-cn-import-market-of-vn", "rank-cn-export-market-of-vn"),
    ("rank-cn-investor-flow", "rank-cn-investor-stock"),
)
RANK_WITHIN = {"rank-vn-trade-partner-of-cn-in-asean": "rank-vn-trade-partner-of-cn"}
# Two compilers of these count the same goods from either side of the border.
MIRRORED = ("trade-total", "exports-vn-cn", "exports-vn-cn-agri", "exports-vn-cn-fruit-veg")

CIF_FOB = 1.06
"""Imports c.i.f. over the same goods f.o.b.: IMF, Direction of Trade Statistics Yearbook 2017."""

SWING = 3.0
"""How many times as fast or slow the rest of a period may run before part and whole contradict
each other. A convention of this report; the arithmetic of each comparison gives the factor itself,
so that another bound can be applied."""


def wholes_of(measure: str) -> list[str]:
    """Return all that a measure is a part of.

    >>> wholes_of("exports-vn-cn-agri")
    ['exports-vn-cn', 'trade-total']
    """
    found = []
    while measure in PART_OF:
        measure = PART_OF[measure]
        found.append(measure)
    return found


def family_of(measure: str) -> str:
    """Return the name of the thing that a measure ranks: that of the first of its family.

    >>> family_of("rank-cn-investor-stock"), family_of("rank-alone")
    ('rank-cn-investor-flow', 'rank-alone')
    """
    return next((family[0] for family in RANK_FAMILIES if measure in family), measure)
