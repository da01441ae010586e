# Everything a person types here runs in an environment of its own, made on first use.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# What reads notes as Slack and Discord do, for the tests. It runs under node, and the tests do without where there is none.
CHATS := tests/notes/chats
CHATS_READY := $(CHATS)/node_modules/.ready

.PHONY: run test check lint types contracts format torture bench pictures pages chats clean

run: $(READY)
	@$(BIN)/facilitator

# One worker more than there are processors: the tests in a real terminal mostly wait.
test: $(READY) chats
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

torture: $(READY) chats
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

chats:
	@test $(CHATS_READY) -nt $(CHATS)/package.json || { \
	  command -v node >/dev/null && command -v npm >/dev/null && echo "Setting up $(CHATS), once." && \
	  (cd $(CHATS) && npm install --silent --no-package-lock --no-save --no-audit --no-fund --ignore-scripts --fetch-retries=1) && \
	  touch $(CHATS_READY); \
	} || echo "No node with npm, or no network: the tests that read notes as Slack and Discord do are skipped."

clean:
	rm -rf $(VENV) $(CHATS)/node_modules build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
