"""The figures of the study, a module for each chapter.

For each figure NAME a function NAME_table(...) makes its table, a plain DataFrame with documented
columns, and NAME(table, title) draws it. Every table has `sentences`, the ids each row rests on.
"""
