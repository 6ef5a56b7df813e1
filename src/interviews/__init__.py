"""The package behind the report: it reads the texts, checks the coding and draws the figures.

Modules, in the order in which they build on each other:

- `paths`: where things are
- `corpus`: documents, paragraphs, turns and sentences
- `unsafe_text`: characters that are refused, and what a spreadsheet would run
- `quotations`: verbatim matching of quotations
- `schema`: every table and column of data/, from data/datapackage.json
- `tables`: rows of tables with their places
- `quantities`: numbers read from words
- `codebook`: variables and their values
- `codings`: the coded tables, and whose codes to take
- `validation`: everything that can be wrong with them, found in one run
- `derivation`: the tables made from them
- `values`: numbers that remember their sentences and their arithmetic
- `comparison`: rules that hold numbers against each other
- `majority`: what most coders made of each unit
- `mapping`: codings received in other forms, as rows of the coded tables
- `agreement`: how far coders agree
- `citation`: how the report is cited
- `svg`, `figures`: drawing
- `keyness`: words that lean to one side
- `report`: what chapters and findings read
- `book`: what the chapters of the first edition import
- `chapters`, `robustness`: every chapter run again under other codings and without each text
- `kernel`: kernels that start warm
- `sphinx_ext`: what the book build loads
"""
