"""The figures of the report.

`forms` has the general forms, each a function from a table to an `interviews.svg.LinkedFigure`,
made of what is in `layout`; the other modules compose them for one chapter each. Figures read no
files: a chapter hands them its tables.
"""
