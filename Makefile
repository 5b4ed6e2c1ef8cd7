# The project's commands. `make run` and `make test` need only python3 (3.11 or newer), make and a package index.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WHOOSH3 := 3.54.0
STAMP := $(VENV)/installed
SOURCES := pyproject.toml constraints.txt
BENCH ?= 10000 50000

.PHONY: run test check format test-slow test-cluster test-whoosh3 screenshots bench clean help

help: ## list these commands
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

run: $(STAMP) ## open the app on the sample library (prints the overview where there is no terminal)
	@$(BIN)/briefing $(ARGS)

test: $(STAMP) ## run the tests
	$(BIN)/python -m pytest -m "not slow and not cluster" -n 2 $(ARGS)

test-slow: $(STAMP) ## run the long tests, and print what was tried
	$(BIN)/python -m pytest -m "slow and not cluster" $(ARGS)

check: $(STAMP) ## lint, format, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: $(STAMP) ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test-cluster: $(STAMP) ## run the engine's tests on three real OpenSearch nodes (needs java and npm)
	$(BIN)/python -m pytest -m cluster $(ARGS)

test-whoosh3: .venv-whoosh3/installed ## run the engine's tests with whoosh3 in place of whoosh
	.venv-whoosh3/bin/python -m pytest tests/search $(ARGS)

screenshots: $(STAMP) ## make the pictures in docs/ anew
	$(BIN)/python scripts/screenshots.py

bench: $(VENV)/benched ## measure everything and write docs/performance.md (BENCH=1000: quick)
	$(BIN)/python benchmarks/search.py $(BENCH)
	$(BIN)/python benchmarks/engine_indexing.py --articles $(firstword $(BENCH))
	$(BIN)/python benchmarks/indexing.py $(firstword $(BENCH))
	$(BIN)/python benchmarks/app.py $(BENCH)
	$(BIN)/python benchmarks/startup.py 15 .bench/corpus-$(firstword $(BENCH))
	$(BIN)/python benchmarks/report.py
	$(BIN)/python benchmarks/check.py
	$(BIN)/python benchmarks/suggest.py
	$(BIN)/python benchmarks/text_quality.py
	$(BIN)/python benchmarks/worst_pages.py
	$(BIN)/python benchmarks/adding.py --megabytes 50

$(VENV)/benched: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	@touch $@

clean: ## remove what was built
	rm -rf $(VENV) .venv-whoosh3 build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

# A file is touched last, so that an interrupted install is done again.
$(STAMP): $(SOURCES)
	@$(PYTHON) scripts/can_install.py
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

.venv-whoosh3/installed: $(SOURCES)
	@$(PYTHON) scripts/can_install.py
	$(PYTHON) -m venv .venv-whoosh3
	.venv-whoosh3/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	.venv-whoosh3/bin/python -m pip uninstall --quiet --yes whoosh
	.venv-whoosh3/bin/python -m pip install --quiet --disable-pip-version-check whoosh3==$(WHOOSH3)
	@touch $@
