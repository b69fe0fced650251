# Every command sets up what it needs; `make help` lists them.
# With Python 3.13 everything takes a sixth less time than with 3.11.
PYTHON ?= $(shell python3.13 -c 'import ensurepip' 2> /dev/null && echo python3.13 || echo python3)
VENV := .venv
BIN := $(VENV)/bin
export EDITION DOI CONCEPT_DOI
# On a terminal pip shows what it does; in CI, or where nobody watches, it is quiet.
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check $(if $(CI),--quiet,$(shell test -t 2 || echo --quiet))
# The tests that need no browser and no build of the whole site.
QUICK := tests/data tests/files tests/pages tests/rules tests/problems tests/test_layers.py
# An environment that was made only in part, or whose Python or checkout has moved since, is made anew.
ifneq ($(wildcard $(VENV)),)
$(shell $(BIN)/python -c 'import pip$(if $(wildcard $(VENV)/.build-ready),; import refdesk)' 2> /dev/null || ! test -f $(VENV)/pyvenv.cfg || rm -rf $(VENV))
endif

.DEFAULT_GOAL := help
.PHONY: help serve build check import quick test lint offline pdf publish edition wheels bench changelog addresses schemas lock clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: $(VENV)/.build-ready ## write with a live preview at http://127.0.0.1:8000
	$(BIN)/refdesk snippets
	$(BIN)/mkdocs serve --livereload --dirty

build: $(VENV)/.build-ready ## build site/; fails on any problem
	$(BIN)/mkdocs build --strict

check: $(VENV)/.build-ready ## validate every reference
	$(BIN)/refdesk check

quick: $(VENV)/.quick-ready lint check ## what a contributor runs: style, types, rules and data; no browser
	$(BIN)/pytest -n auto --dist worksteal $(QUICK)

test: $(VENV)/.test-ready lint ## run every test; with WHOLE=1 on each page of the site and its PDF, with CONTENT=1 those of its content (finds or installs a browser)
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder  # a file shares what it builds; conftest.py says which begin

import: $(VENV)/.build-ready ## add the sources of an export to the data: make import FILE=library.bib
	$(BIN)/refdesk import "$(FILE)"

lint: $(VENV)/.quick-ready ## style and types of the Python code, the scripts and the style sheets
	$(BIN)/ruff check hooks requirements tests .ci
	$(BIN)/ruff format --check hooks requirements tests .ci
	$(BIN)/mypy
	$(BIN)/deno fmt --check
	$(BIN)/deno lint --quiet
	$(BIN)/deno check --quiet hooks overrides types

offline: $(VENV)/.build-ready ## write dist/from-0-to-1-offline.zip: the site to unpack and read from disk
	$(BIN)/refdesk offline

pdf: $(VENV)/.pdf-ready ## write dist/from-0-to-1.pdf: the whole site as one document
	$(BIN)/refdesk pdf

publish: offline pdf ## build site/ with the offline bundle and the PDF beside the pages
	ZIP_SIZE=$$(($$(wc -c < dist/from-0-to-1-offline.zip))) PDF_SIZE=$$(($$(wc -c < dist/from-0-to-1.pdf))) $(BIN)/mkdocs build --strict
	cp dist/from-0-to-1-offline.zip dist/from-0-to-1.pdf site/

edition: $(VENV)/.test-ready ## make a dated edition: make edition EDITION=2026-12-01
	$(BIN)/refdesk edition ready
	$(MAKE) test WHOLE=1
	$(BIN)/refdesk edition write

wheels: $(VENV)/.build-ready ## keep in dist/wheels the packages that build the site and its PDF, for the day when they cannot be downloaded
	$(BIN)/python -m pip download --require-hashes --dest dist/wheels -r requirements/build.txt -r requirements/pdf.txt
	$(BIN)/python -m pip download --dest dist/wheels wheel  # with which the fonts are installed, which come as sources

bench: $(VENV)/.test-ready ## print how large the code is, how fast things are and how well the search finds
	$(BIN)/python tests/bench.py

changelog: $(VENV)/.build-ready ## write CHANGELOG.md from docs/data/changes.yml
	$(BIN)/refdesk changelog

addresses: $(VENV)/.build-ready ## add the addresses of the site to docs/data/addresses.txt, at a release
	$(BIN)/refdesk addresses

schemas: $(VENV)/.build-ready ## write docs/data/schemas/ from the models of the data
	rm -rf dist/data && $(BIN)/refdesk export --out dist/data
	cp dist/data/data/schemas/*.json docs/data/schemas/

lock: ## compile requirements/*.txt from pyproject.toml, with hashes: all as new as they are, or one, make lock PACKAGE=mkdocs-material
	$(PYTHON) requirements/compile.py $(PACKAGE)

clean: ## remove what the commands made
	rm -rf $(VENV) site dist .cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; choose one with: make PYTHON=python3.12 …")'
	@echo "Setting up in $(VENV)/, once: about a minute."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.build-ready: requirements/build.txt pyproject.toml | $(VENV)/bin/python
	@$(INSTALL) --require-hashes -r requirements/build.txt
	@$(INSTALL) --no-index --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q hooks  # even where Python is told to write no bytecode, a check starts with it
	@touch $@

$(VENV)/.pdf-ready: requirements/pdf.txt $(VENV)/.build-ready
	@echo "Setting up what the PDF needs, once: half a minute."
	@$(INSTALL) --require-hashes -r requirements/pdf.txt
	@touch $@

$(VENV)/.quick-ready: requirements/test.txt $(VENV)/.build-ready
	@echo "Setting up what the tests need, once: about two minutes."
	@$(INSTALL) --require-hashes -r requirements/test.txt
	@touch $@

$(VENV)/.test-ready: $(VENV)/.quick-ready tests/find_browser.py
	$(BIN)/python tests/find_browser.py --install
	@touch $@
