# Everything a newcomer, a contributor and CI runs. `make` alone lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
STAMP := $(VENV)/.installed
SPARK_STAMP := $(VENV)/.installed-spark
WORKSPACE ?= workspace
SERVE ?= 1
PORT ?= 8501
PYTEST_ARGS ?=
MUTANTS_ARGS ?=

# Companies sign their proxies with a certificate of their own, which only the system knows.
export UV_SYSTEM_CERTS := true

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
		|| { echo "Python 3.11 to 3.13 is needed; say which with: make PYTHON=python3.12 ..."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(UV) || $(BIN)/python -m pip install --quiet "uv>=0.5"
	$(UV) pip sync --quiet --python $(BIN)/python --require-hashes --compile-bytecode requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(SPARK_STAMP): requirements-spark.lock $(STAMP)
	$(UV) pip install --no-config --quiet --python $(BIN)/python --no-deps --require-hashes --compile-bytecode -r requirements-spark.lock
	@touch $@

.PHONY: setup
setup: $(STAMP) ## create .venv with exactly the locked packages

.PHONY: demo
demo: $(STAMP) ## build a workspace from examples/, refresh, publish, serve (SERVE=0 stops before serving)
	$(BIN)/portfolio demo $(WORKSPACE) --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve,--serve)

.PHONY: test
test: $(STAMP) ## the tests of a pull request: under ten minutes on two cores
	$(BIN)/python -m pytest -n auto $(PYTEST_ARGS)

.PHONY: test-nightly
test-nightly: $(STAMP) ## all that `make test` leaves out: refreshes killed at every step and at random, planted faults, mutants: hours
	@command -v chromium >/dev/null || echo "No chromium: the browser tests will be skipped (Debian: apt-get install chromium)"
	$(BIN)/python -m pytest -n auto --dist worksteal -m "slow or nightly" $(PYTEST_ARGS)
	$(MAKE) test-mutants

.PHONY: unit
unit: $(STAMP) ## the fast tests only: seconds, for the inner loop
	$(BIN)/python -m pytest -q -m "not pipeline and not browser and not real and not spark and not slow and not nightly" $(PYTEST_ARGS)

.PHONY: test-spark
test-spark: $(SPARK_STAMP) ## build everything on a Spark cluster of this machine, compare with DuckDB (needs Java 17)
	@command -v java >/dev/null || { echo "Java 17 is needed (Debian: apt-get install openjdk-17-jre-headless)"; exit 1; }
	$(BIN)/python -m pytest -m spark $(PYTEST_ARGS)

.PHONY: test-mutants
test-mutants: $(STAMP) ## small edits of the SQL that some test must notice, 25 minutes (MUTANTS_ARGS=--help narrows it)
	$(BIN)/python -m tests.mutants $(MUTANTS_ARGS)

.PHONY: lint
lint: $(STAMP) ## ruff, types, SQL format, import rules, Dagster definitions, dbt parse
	PATH="$(CURDIR)/$(BIN):$$PATH" .ci/lint

.PHONY: format
format: $(STAMP) ## format Python and SQL in place
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/sqlfmt dbt_project

.PHONY: bench
bench: $(STAMP) ## measure reading, landing and building against the engine's own speed (an hour)
	@for name in jira_csv jira_json budget workbook nightly nightly_checked; do \
		echo "== $$name" && $(BIN)/python -m benchmarks.ingest.$$name || exit 1; done
	@echo "== build" && $(BIN)/python -m benchmarks.transform.build

.PHONY: docs
docs: $(STAMP) ## write docs/metrics.md out of dbt's yml, and dbt's documentation as one page, dist/dbt_docs/static_index.html
	@mkdir -p dist/dbt_docs
	PORTFOLIO_BUILD_DATABASE=$(CURDIR)/dist/dbt_docs/portfolio.duckdb $(BIN)/dbt --quiet docs generate --static --empty-catalog \
		--project-dir dbt_project --profiles-dir dbt_project --target-path $(CURDIR)/dist/dbt_docs --log-path $(CURDIR)/dist/dbt_docs/logs
	$(BIN)/python docs/write_metrics.py dist/dbt_docs

.PHONY: screenshots
screenshots: $(STAMP) ## render the pages of the demo workspace into docs/screens
	$(BIN)/python -m docs.take_screenshots $(WORKSPACE)

.PHONY: lock
lock: $(STAMP) ## resolve pyproject.toml anew into requirements.lock
	$(UV) lock --quiet
	$(UV) export --quiet --frozen --no-emit-project --all-groups --no-group pyspark --all-extras --no-annotate -o requirements.lock
	$(UV) export --quiet --frozen --no-emit-project --only-group pyspark --no-annotate -o requirements-spark.lock
	$(UV) export --quiet --frozen --no-emit-project --no-dev --group build --extra api --extra sign-in --extra deploy \
		--no-annotate -o deploy/requirements.lock

.PHONY: audit
audit: $(STAMP) ## ask whether anything locked has a known hole (needs pypi.org)
	PATH="$(CURDIR)/$(BIN):$$PATH" .ci/audit

.PHONY: clean
clean: ## remove the demo workspace and caches; keeps .venv
	rm -rf $(WORKSPACE) .pytest_cache .ruff_cache .hypothesis dist
