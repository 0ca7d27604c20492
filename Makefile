# Everything runs in .venv, which the first call of any target sets up: Python 3.11 or later and a way to get packages.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
STAMP := .venv/.kejin-ready

# Two workers suit the two cores the time limits are written for.
WORKERS ?= 2
PYTEST := $(BIN)/python -m pytest -q -n $(WORKERS)

.PHONY: help setup run run-example test test-full bench bench-full lint format docs lock clean

help:
	@echo "make setup      make .venv with everything that is pinned in requirements.lock"
	@echo "make run        everything to try: pages on http://127.0.0.1:8000/ with people of every role, and behind them a"
	@echo "                synthetic province of 20,000 with its report, kejin-out/report/report.html"
	@echo "make run-example  the same on the example table of 200; pages in kejin-example/"
	@echo "make test       lint, then the tests of every commit"
	@echo "make test-full  the slow tests too, and far more examples for every property"
	@echo "make bench      measure; writes benchmarks/results.json and .md"
	@echo "make bench-full a run over ten million enterprises: an hour, 50 GB of disk"
	@echo "make lint       ruff, mypy and the floors of the house"
	@echo "make format     let ruff format the code"
	@echo "make docs       the site, in site/"
	@echo "make lock       pin the dependencies anew"
	@echo "make clean      remove what these targets made, except .venv"

setup: $(STAMP)

# uv is quicker, pip is always there; both refuse a package whose hash is not in the lock.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Kejin needs Python 3.11 or later; found $$($(PYTHON) --version). Set PYTHON=..." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@if test -x $(BIN)/uv || $(BIN)/python -m pip install -q uv; then \
		$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements.lock && \
		$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else \
		$(BIN)/python -m pip install -q --require-hashes -r requirements.lock && \
		$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .; \
	fi
	@touch $@

# The same seed makes the same province; ENTERPRISES=200000 makes all of it. PORT and HOST say where the pages are served.
# At a terminal they are served until Ctrl-C; where nobody is at one, it ends when the report is there and the pages have
# answered. STAY=1 serves in any case. Records, site and logs lie in DEMO, by default a folder of this account's data.
ENTERPRISES ?= 20000
SEED ?= 1
TRIAL = --enterprises $(ENTERPRISES) --seed $(SEED) $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT)) \
	$(if $(DEMO),--home $(DEMO)) $(if $(STAY),--stay)

run: $(STAMP)
	@$(BIN)/kejin demo start $(TRIAL)

run-example: $(STAMP)
	$(BIN)/kejin run examples/enterprises.xlsx --out kejin-example --synthetic --facts-as-of 2026-10-31 --lang both
	@echo
	@echo "Open kejin-example/index.html in a browser, or read one answer here:"
	@echo "  $(BIN)/kejin explain 91440000XN0000012W --run kejin-example"

test: lint
	$(PYTEST)

test-full: lint
	KEJIN_HYPOTHESIS=full $(PYTEST) -m "slow or not slow"

bench: $(STAMP)
	$(BIN)/python -m benchmarks

bench-full: $(STAMP)
	$(BIN)/python -m benchmarks at-size --full --renew

lint: $(STAMP)
	$(BIN)/ruff check -q
	$(BIN)/ruff format --check -q
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: $(STAMP)
	$(BIN)/ruff format
	$(BIN)/ruff check --fix -q

docs: $(STAMP)
	$(BIN)/mkdocs build --strict -q
	@echo "site/index.html"

# The lock names no server: whoever installs uses the one that their pip or uv is set to.
lock:
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--group dev --group docs --group bench pyproject.toml -o requirements.lock
	@! grep -n "http" requirements.lock

clean:
	test ! -x $(BIN)/kejin || $(BIN)/kejin demo end $(if $(DEMO),--home $(DEMO))
	rm -rf site kejin-out kejin-province kejin-example build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
