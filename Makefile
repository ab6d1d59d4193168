# Everything a person or CI does with this repository. `make help` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
PY := .venv/bin/python
# A wheel's contents: change any of these and `make setup` builds the native module again.
NATIVE := $(shell find native/src native/Cargo.toml native/Cargo.lock 2>/dev/null)

.PHONY: help setup run test test-python test-rust lint format bench bench-faults wheel console clean lock

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: .venv/.ready ## Python environment and native module, in .venv (the others call it)

.venv/.locked: requirements/dev.txt requirements/uv.txt scripts/prerequisites
	@scripts/prerequisites
	@test -x $(PY) || python3 -m venv .venv
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@.venv/bin/uv pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

.venv/.ready: .venv/.locked pyproject.toml $(NATIVE)
	@.venv/bin/maturin develop --uv --release --quiet
	@touch $@

run: setup ## Start everything on this machine: OTLP on 4317 and 4318, API on 8000, data in ./camelops-data
	@exec .venv/bin/camelops up

test: setup test-rust test-python ## All tests

test-python: setup
	@# Two at a time: most tests wait for a disk, a port or a process. A file stays together: its fixtures are dear.
	@$(PY) -m pytest -n 2 --dist loadfile

test-rust: setup
	@cargo test --manifest-path native/Cargo.toml --quiet

lint: setup ## Formatters, linters, types and import directions; warnings are errors
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@cargo fmt --manifest-path native/Cargo.toml --check
	@cargo clippy --manifest-path native/Cargo.toml --all-targets --quiet -- -D warnings

format: setup ## Let the formatters rewrite
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix . && cargo fmt --manifest-path native/Cargo.toml

bench: setup ## Measure ingest beside an OpenTelemetry Collector; figures go to benchmarks/README.md by hand
	@$(PY) -m benchmarks.ingest

bench-faults: setup ## The long fault runs: 50 kills, 10,000 power losses, a store that is away or loses its answers
	@$(PY) -m benchmarks.faults

wheel: .venv/.locked ## One abi3 wheel in dist/
	@.venv/bin/maturin build --release --out dist

lock: .venv/.locked ## Resolve the dependencies again into requirements/, hashed, without hosts
	@.venv/bin/uv pip compile pyproject.toml --all-extras --group dev --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 --quiet -o requirements/dev.txt --upgrade

clean: ## Remove what was built; data stays
	@rm -rf .venv dist build native/target native/*.so .mypy_cache .ruff_cache .pytest_cache .hypothesis
