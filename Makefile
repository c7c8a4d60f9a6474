# On a machine with Python, make and git: `make demo` shows what demodb does; `make test`, which needs Node.js too, checks it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NODE_MODULES := tests/node/node_modules

.PHONY: demo test lint types check bench lock sample clean

demo: $(VENV)/.installed
	$(BIN)/demodb prepare

test: $(VENV)/.installed $(NODE_MODULES)/.installed
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
	rm -rf $(VENV) $(NODE_MODULES) export demodb.db demodb.db-* demodb.db.lock dist

$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

# What the tests need to read the cache as the app does. Where the headers of Node lie beside it, better-sqlite3 is built with
# those: npm would look for them on the net.
$(NODE_MODULES)/.installed: tests/node/package.json tests/node/package-lock.json
	@for tool in node npm; do command -v $$tool >/dev/null || { \
		echo "make test needs $$tool: the tests read the cache in Node as the app does. Install Node.js 20 or newer, with npm."; \
		exit 1; }; done
	@prefix=$$(dirname "$$(dirname "$$(command -v node)")"); \
		if [ -f "$$prefix/include/node/node_api.h" ]; then export npm_config_nodedir="$$prefix"; fi; \
		cd tests/node && npm ci
	touch $@
