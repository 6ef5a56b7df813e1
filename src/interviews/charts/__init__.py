"""Forms of charts: from a table to marks, from marks to a drawing.

Nothing in here knows what the data are about.
"""

from interviews.charts.marks import FigureError, Marks, Words, message

__all__ = ["FigureError", "Marks", "Words", "message"]
