# Every target is one call. `make` alone prints them.
PYTHON ?= python3
BIN := .venv/bin
PY := $(BIN)/python

.DEFAULT_GOAL := help
.PHONY: help setup run etl status diff export sql test test-slow test-portability docs lint new-source clean

help: ## print these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.runtime ## make .venv with the pinned packages

run: .venv/.runtime ## serve the dashboard; simulates a small world first if nothing real is published
	@$(PY) -m entente run

etl: .venv/.runtime ## refresh from the publishers (MIRROR=folder, TIER=full, UPDATE=1, OFFLINE=1)
	@$(PY) -m entente refresh $(if $(MIRROR),--mirror $(MIRROR)) $(if $(TIER),--tier $(TIER)) \
	  $(if $(UPDATE),--update) $(if $(OFFLINE),--offline) || [ $$? -eq 3 ]

status: .venv/.runtime ## how fresh each source is
	@$(PY) -m etl status

diff: .venv/.runtime ## what moved since the build before
	@$(PY) -m warehouse diff

export: .venv/.runtime ## Parquet and datapackage.json of the current build (DIR=folder)
	@$(PY) -m warehouse export $(DIR)

sql: .venv/.runtime ## a read-only SQL prompt on the current build
	@$(PY) -m warehouse sql

test: .venv/.dev ## every test that needs no network
	@$(PY) -m pytest -m "not slow and not portability" -n auto --maxprocesses 4 --dist loadgroup

test-slow: .venv/.dev ## the long studies, and what they find
	@$(PY) -m pytest -m slow -rP

test-portability: .venv/.portability ## every SQL model on Spark beside DuckDB (needs Java 17 or newer)
	@REQUIRE_SPARK=1 $(PY) -m pytest -m portability tests/portability

docs: .venv/.dev ## write the results in the pages anew
	@$(PY) -m tests.docs.pages

lint: .venv/.dev ## style, types, import directions
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

new-source: .venv/.runtime ## scaffold a source (NAME=my_source)
	@$(PY) -m etl new-source $(NAME)

clean: ## remove what the others made, except downloads
	@if [ -x $(PY) ]; then $(PY) -m entente clean; fi; rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one with PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/.runtime: requirements.lock | .venv/bin/python
	@echo "installing the pinned packages into .venv (once)"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/.dev: requirements-dev.lock | .venv/.runtime
	@echo "installing the packages for tests into .venv (once)"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

.venv/.portability: requirements-portability.lock | .venv/.dev
	@echo "installing Spark into .venv (once)"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-portability.lock
	@touch $@
