# Every target is a line or two that can be typed by hand.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help book pdf test data lab lint css bench clean
.DEFAULT_GOAL := help

help:  ## show the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

book: .venv/book  ## build the book; opens at _build/html/index.html
	$(BIN)/python -m interviews derive
	$(BIN)/jupyter-book build .

pdf: .venv/pdf book  ## print the book as one PDF, with Chromium, and offer it on the site
	$(BIN)/python -m interviews pdf

test: .venv/test  ## run the tests, on two cores; with CI=true the slow ones too
	$(BIN)/python -m pytest -q -n 2 --dist loadfile

data: .venv/book  ## write data/derived from seeds/ and data/coded
	$(BIN)/python -m interviews derive

lab: .venv/lab  ## open JupyterLab; a double click on a chapter opens it as a notebook
	JUPYTER_CONFIG_PATH="$(CURDIR)/.jupyter" $(BIN)/jupyter lab --ServerApp.root_dir="$(CURDIR)"

lint: .venv/test  ## check style, types and the workflow
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/zizmor --offline --persona auditor .github

css: book  ## write the style sheet that stands for those of the theme
	$(BIN)/python tools/stock_css.py

bench: .venv/book  ## measure builds beside those of stock Jupyter Book
	$(BIN)/python bench/rebuild.py

clean:  ## remove the environment and everything built
	rm -rf .venv _build

# Each stamp is an environment with what its requirements name.
.venv/book: requirements.txt
.venv/lab: requirements-lab.txt requirements.txt
.venv/pdf: requirements-pdf.txt requirements.txt
.venv/test: requirements-test.txt requirements-lab.txt requirements-pdf.txt requirements.txt
.venv/book .venv/lab .venv/pdf .venv/test: constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, $(PYTHON) is " + sys.version.split()[0] + ": make PYTHON=python3.12 ...") if sys.version_info < (3, 11) else None'
	@echo "Setting up .venv for \`make $(@F)\`, once: downloads packages, takes minutes."
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --disable-pip-version-check -r requirements$(if $(filter-out book,$(@F)),-$(@F)).txt
	@touch $@
