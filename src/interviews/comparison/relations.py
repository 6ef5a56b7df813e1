"""What the measures have to do with each other. A new measure that is part of another, or that
counts from the same event, needs a line here; all else follows from the rules.
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
# A share and what it is a share of: the part (its own parts included) and the whole, if measured.
SHARE_OF = {
    "share-cn-in-fruit-veg-exports": ("exports-vn-cn-fruit-veg", None),
    "share-agri-in-exports-vn-cn": ("exports-vn-cn-agri", "exports-vn-cn"),
}
# What a unit costs or brings: the first divided by the second.
PER = {
    "exports-durian-value": "exports-durian-volume",
    "fdi-cn-vn-flow": "fdi-cn-vn-projects-new",
    "fdi-cn-vn-stock": "fdi-cn-vn-projects-stock",
    "scholarships-cn-vn": "scholarships-cn-vn-horizon",
}
# Ages and anniversaries, by what they count from.
ORIGIN_OF = {
    "anniversary-diplomatic-relations": "diplomatic relations",
    "diplomacy-age": "diplomatic relations",
    "partnership-age": "the comprehensive strategic cooperative partnership",
    "anniversary-ho-guangzhou": "Ho Chi Minh's journey to Guangzhou",
    "doi-moi-age": "Doi Moi",
}
# Ranks of one thing on several bases; the first of `RANK_WITHIN` ranks within a part of the second.
RANK_FAMILIES = (
    ("rank-vn-trade-partner-of-cn", "rank-vn-trade-partner-of-cn-in-asean"),
    ("rank-cn-trade-partner-of-vn", "rank-cn-import-market-of-vn", "rank-cn-export-market-of-vn"),
    ("rank-cn-investor-flow", "rank-cn-investor-stock"),
)
RANK_WITHIN = {"rank-vn-trade-partner-of-cn-in-asean": "rank-vn-trade-partner-of-cn"}
# Two compilers of these count the same goods from either side of the border.
MIRRORED = ("trade-total", "exports-vn-cn", "exports-vn-cn-agri", "exports-vn-cn-fruit-veg")

CIF_FOB = 1.06
"""Imports c.i.f. over the same goods f.o.b.: the factor of the IMF, Marini and others (2018)."""

SWING = 3.0
"""How many times as fast or slow the rest of a period may run before part and whole are held to
contradict each other. A convention of this report, wider than any season in its numbers; the
arithmetic of each comparison gives the factor itself, so that another bound can be applied."""
