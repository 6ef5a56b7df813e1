"""The figures of the study, a module for each chapter.

For each figure NAME, NAME(table, title) draws a plain DataFrame with documented columns, which
NAME_table(...), `texts.said_table` or `economics.amounts_table` makes. Every table has `sentences`,
the ids each row rests on.
"""
