# On a machine with Python, make and git: `make demo` shows what demodb does, `make test` checks it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint types check bench lock sample clean

demo: $(VENV)/.installed
	$(BIN)/demodb prepare

test: $(VENV)/.installed
	$(BIN)/pytest -n auto

lint: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/python data/generate.py --check

types: $(VENV)/.installed
	$(BIN)/mypy

check: test lint types

bench: $(VENV)/.installed
	$(BIN)/python benchmarks/run.py

# The locked versions bear no index addresses: any index that has them will do.
lock:
	uv pip compile --universal --python-version 3.11 --no-emit-index-url --no-header --all-extras --group dev pyproject.toml \
		--output-file requirements.lock

sample: $(VENV)/.installed
	$(BIN)/python data/generate.py

clean:
	rm -rf $(VENV) export demodb.db demodb.db-* demodb.db.lock dist

$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@
