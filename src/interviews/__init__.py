"""The package behind the report: it reads the texts, checks the coding and draws the figures.

Modules, in the order in which they build on each other:

- `paths`: where things are
- `kernel`: kernels that start warm
- `unsafe_text`: characters that are refused, and what a spreadsheet would run
- `quotations`: verbatim matching of quotations
- `numerals`: numbers read from words, or refused
- `representation`: what values and findings are to a notebook and to a page
- `value`: numbers that remember their sentences and their arithmetic
- `finding`: a sentence with computed numbers and its conditions
- `trial`: what findings ask of a report, and a light copy to ask again and again
- `firmness`: how little would overturn a finding
- `findings`: the findings of the report, a function each
- `citation`: how the report is cited
- `palette`: the colours
- `charts`: from a table to marks, from marks to a drawing
- `linked_svg`: a drawing whose marks lead to sentences
- `study_charts`: the figures of the report
- `codebook`: variables and their values
- `schema`: every table and column of data/, from data/datapackage.json
- `tables`: rows of tables with their places
- `corpus`: documents, paragraphs, turns and sentences
- `majority`: what most coders made of each unit
- `codings`: the coded tables, and whose codes to take
- `agreement`: how far coders agree
- `validation`: everything that can be wrong with them, found in one run
- `comparison`: rules that hold numbers against each other
- `derivation`: the tables made from them
- `report`: what chapters and findings read
- `timeline`, `glance`: what happened when, and what one text says, for pages to show
- `folded`, `comparison_log`: tables folded on a page, and what the rules of comparison found
- `panel_words`, `panels`: how firm every finding is, in words, kept in data/derived
- `sphinx_ext`: what the book build loads
- `pdf`: the built site as one PDF
- `__main__`: the command line
"""
