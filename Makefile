# Everything a person types here runs in an environment of its own, made on first use.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test check lint types contracts format torture bench pictures pages clean

run: $(READY)
	@$(BIN)/facilitator

# One worker more than there are processors: the tests in a real terminal mostly wait.
test: $(READY)
	$(BIN)/python -m pytest -m "not torture" --dist worksteal \
		-n $$($(BIN)/python -c "import os; print((os.cpu_count() or 1) + 1)")

check: lint types contracts test

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

contracts: $(READY)
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

torture: $(READY)
	$(BIN)/python -m pytest -m torture

bench: $(READY)
	$(BIN)/python -m bench

pictures: $(READY)
	$(BIN)/python -m docs.pictures

# What is generated: the library's index and the pages on keys and events. Tests tell when one is not current.
pages: $(READY)
	$(BIN)/python -m formats.catalogue
	$(BIN)/python -m screens.keys_page > docs/keys.md
	$(BIN)/python -m facilitator.engine.event_docs > docs/events.md

$(READY): pyproject.toml
	@echo "Setting up $(VENV), once; this takes a minute."
	$(PYTHON) -m venv $(VENV)
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	@touch $(READY)

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
