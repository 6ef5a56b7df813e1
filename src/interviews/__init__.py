"""The package behind the report: it reads the texts, checks the coding and draws the figures.

Modules, in the order in which they build on each other:

- `paths`: where things are
- `schema`: every table and column of data/, from data/datapackage.json
- `tables`: rows of tables with their places
- `unsafe_text`: characters that are refused, and what a spreadsheet would run
- `quotations`: verbatim matching of quotations
- `corpus`: documents, paragraphs, turns and sentences
- `codebook`: variables and their values
- `majority`: what most coders made of each unit
- `codings`: the coded tables, and whose codes to take
- `mapping`: codings received in other forms, as rows of the coded tables
- `agreement`: how far coders agree
- `numerals`: numbers read from words, or refused
- `validation`: everything that can be wrong with texts and coding, found in one run
- `value`: numbers that remember their sentences and their arithmetic
- `comparison`: rules that hold numbers against each other
- `derivation`: the tables made from texts and coding
- `trial`: the choices under which a question is asked
- `report`: what chapters and findings read
- `finding`, `findings`: sentences with computed numbers and conditions
- `firmness`, `panels`: what it takes to overturn each of them
- `citation`: how the report is cited
- `palette`, `linked_svg`, `charts`, `study_charts`: drawing
- `representation`: what a value, finding or figure hands to a page
- `timeline`, `glance`: what happened when, and what one text says, for pages to show
- `kernel`: kernels that start warm
- `sphinx_ext`: what the book build loads
"""
