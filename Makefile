# Everything a person or CI does with this repository. `make help` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
PY := .venv/bin/python
# A wheel's contents: change any of these and `make setup` builds the native module again.
NATIVE := $(shell find native/src native/Cargo.toml native/Cargo.lock 2>/dev/null)
CONSOLE := controlplane/console
# What the console is built from: change any of these and `make console` builds it again.
CONSOLE_SOURCES := $(shell find $(CONSOLE)/src $(CONSOLE)/scripts $(CONSOLE)/index.html $(CONSOLE)/vite.config.ts -type f 2>/dev/null)

AGENT := camel_bridge/agent
AGENT_SOURCES := $(shell find $(AGENT)/pom.xml $(AGENT)/src -type f 2>/dev/null)
DEMO := camel_bridge/demo
DEMO_SOURCES := $(shell find $(DEMO)/pom.xml $(DEMO)/src -type f 2>/dev/null)
MVN := mvn --batch-mode --no-transfer-progress --file

.PHONY: help setup run test test-python test-rust test-java test-console lint format bench bench-faults wheel console agent demo clean lock

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

console: $(CONSOLE)/dist/index.html ## The browser console, in controlplane/console/dist

$(CONSOLE)/node_modules/.ready: $(CONSOLE)/package.json $(CONSOLE)/package-lock.json
	@scripts/prerequisites console
	@cd $(CONSOLE) && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --loglevel error
	@touch $@

$(CONSOLE)/dist/index.html: $(CONSOLE)/node_modules/.ready $(CONSOLE_SOURCES)
	@cd $(CONSOLE) && npx vite build --logLevel warn

agent: $(AGENT)/target/.ready ## The Java agent, in camel_bridge/agent/target

$(AGENT)/target/.ready: $(AGENT_SOURCES) scripts/prerequisites
	@scripts/prerequisites jdk
	@$(MVN) $(AGENT)/pom.xml --quiet package -DskipTests
	@touch $@

demo: agent $(DEMO)/target/.ready ## Two Camel applications to look at, in camel_bridge/demo/target

$(DEMO)/target/.ready: $(DEMO_SOURCES) scripts/prerequisites
	@scripts/prerequisites jdk
	@$(MVN) $(DEMO)/pom.xml --quiet package
	@touch $@

run: setup console demo ## Start everything on this machine: OTLP on 4317 and 4318, console and API on 8000, data in ./camelops-data
	@exec .venv/bin/camelops up --demo $(DEMO)/target

test: setup test-rust test-java test-python test-console ## All tests

test-java: agent
	@$(MVN) $(AGENT)/pom.xml test

test-python: setup agent demo
	@# Two at a time: most tests wait for a disk, a port or a process. A file stays together: its fixtures are dear.
	@$(PY) -m pytest -n 2 --dist loadfile

test-rust: setup
	@cargo test --manifest-path native/Cargo.toml --quiet

test-console: setup console ## The console: its own tests, then those in a real browser on the real platform
	@scripts/prerequisites browser
	@cd $(CONSOLE) && npx vitest run --reporter dot && npx vitest run --config vitest.browser.config.ts --reporter dot

lint: setup agent $(CONSOLE)/node_modules/.ready ## Formatters, linters, types and import directions; warnings are errors
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@cargo fmt --manifest-path native/Cargo.toml --check
	@cargo clippy --manifest-path native/Cargo.toml --all-targets --quiet -- -D warnings
	@$(MVN) $(AGENT)/pom.xml --quiet spotless:check
	@$(MVN) $(DEMO)/pom.xml --quiet spotless:check
	@cd $(CONSOLE) && npm run --silent lint

format: setup $(CONSOLE)/node_modules/.ready ## Let the formatters rewrite
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix . && cargo fmt --manifest-path native/Cargo.toml
	@$(MVN) $(AGENT)/pom.xml --quiet spotless:apply
	@$(MVN) $(DEMO)/pom.xml --quiet spotless:apply
	@cd $(CONSOLE) && npm run --silent format

bench: setup ## Measure ingest beside an OpenTelemetry Collector; figures go to benchmarks/README.md by hand
	@$(PY) -m benchmarks.ingest

bench-faults: setup ## The long fault runs: 50 kills, 10,000 power losses, a store that is away or loses its answers
	@$(PY) -m benchmarks.faults

wheel: .venv/.locked console ## One abi3 wheel in dist/, the console in it
	@.venv/bin/maturin build --release --out dist

lock: .venv/.locked ## Resolve the dependencies again into requirements/, hashed, without hosts
	@.venv/bin/uv pip compile pyproject.toml --all-extras --group dev --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 --quiet -o requirements/dev.txt --upgrade

clean: ## Remove what was built; data stays
	@rm -rf .venv dist build native/target native/*.so $(AGENT)/target $(DEMO)/target .mypy_cache .ruff_cache .pytest_cache .hypothesis $(CONSOLE)/dist $(CONSOLE)/node_modules $(CONSOLE)/pictures
