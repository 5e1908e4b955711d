PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
REQUIREMENTS := config/requirements

# Python keeps what it compiled, or every process of a test run would compile all of it again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help install run test check bench bench-mail lock clean

help: ## List the targets.
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(BIN)/uv:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet uv

$(STAMP): $(BIN)/uv $(REQUIREMENTS)/run.txt $(REQUIREMENTS)/model.txt pyproject.toml
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $(REQUIREMENTS)/run.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --no-deps -r $(REQUIREMENTS)/model.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	$(BIN)/rapport train --if-missing
	touch $@

$(DEV_STAMP): $(STAMP) $(REQUIREMENTS)/dev.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $(REQUIREMENTS)/dev.txt
	touch $@

install: $(STAMP) ## Set up .venv with the `rapport` command and the language model.

run: $(STAMP) ## Play the main job on a demo company and stay up.
	$(BIN)/rapport demo

test: $(DEV_STAMP) ## Run the whole test suite.
	$(BIN)/python -m pytest -n 2 --dist loadgroup

check: $(DEV_STAMP) ## Lint, format, types, layers.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMP) ## Measure the whole product; prints a table and JSON.
	$(BIN)/rapport bench

bench-mail: $(STAMP) ## Measure mail reading on labelled messages.
	$(BIN)/rapport bench mail

lock: $(BIN)/uv ## Pin and hash the requirements again.
	cd $(REQUIREMENTS) && ../../$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 ../../pyproject.toml -o run.txt
	cd $(REQUIREMENTS) && ../../$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 ../../pyproject.toml --group ../../pyproject.toml:dev -o dev.txt
	cd $(REQUIREMENTS) && ../../$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-deps --no-emit-index-url --no-header model.in -o model.txt

clean: ## Remove what was installed and built; records in var/ stay.
	rm -rf $(VENV) build *.egg-info
