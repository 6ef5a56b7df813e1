"""The package behind the report: it reads the texts, checks the coding and draws the figures.

Modules, in the order in which they build on each other:

- `paths`: where things are
- `corpus`: documents, paragraphs, turns and sentences
- `quotations`: verbatim matching of quotations
- `quantities`: numbers read from words
- `codebook`: variables and their values; tables and their columns
- `codings`: the tables coded by hand
- `validation`: everything that can be wrong with them, found in one run
- `derivation`: the tables made from them
- `values`: numbers that remember their sentences and their arithmetic
- `svg`, `figures`: drawing
- `book`: what a chapter imports
- `sphinx_ext`: what the book build loads
"""
