# make demo and make test each do all of their own set-up. They need Python 3.11 or newer (with venv and pip), make and git.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test run-tests torture bench check install lock texts clean

demo: install ## the bot and a local Slack and Teams, on this machine
	@$(BIN)/kaizen demo

test: install ## everything, on SQLite and PostgreSQL, and in Chromium where one is found
	@$(MAKE) --no-print-directory --jobs=2 check run-tests

# What was compiled is kept, whatever the environment says: each of the many processes would compile it again, and a start would be timed with it.
run-tests: install
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

torture: install ## kills, bursts and a soak at full size, with real processes; on Linux, for about half an hour
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -m torture --capture=no tests

bench: install ## how fast it is, against its floors, in docs/performance.md; on Linux, for about ten minutes, on a machine with nothing else to do
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m tests.bench

check: install ## format, lint, types, import contracts: under a minute
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports > .venv/lint-imports.log || { cat .venv/lint-imports.log; exit 1; }

install: .venv/installed

.venv/installed: requirements.lock pyproject.toml
	@command -v $(PYTHON) > /dev/null || { echo "Python 3.11 or newer is needed: install it, or name it, as in: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; $$($(PYTHON) --version) was found. Name another, as in: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || { echo "Python's venv module is needed: install it (on Debian and Ubuntu the package python3-venv)."; exit 1; }
	@echo "Installing into .venv, about a minute ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

lock: ## pin every dependency again, with hashes
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --upgrade \
		--python-version 3.11 --extra dev --output-file requirements.lock pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		--constraint requirements.lock --output-file deploy/requirements.lock pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		--extra teams --constraint requirements.lock --output-file deploy/requirements-teams.lock pyproject.toml

texts: install ## what there is to translate, for translators: views/locale/kaizen.pot
	@mkdir -p views/locale
	@$(BIN)/pybabel -q extract -F views/locale/extract.cfg --no-default-keywords --omit-header --no-location --sort-output \
		-k say -k say_many:1,2 -k noted -k RefusedError -k need:2 -k Edge:5 \
		-o views/locale/kaizen.pot domain handlers views storage scheduled bot

clean: ## forget the installation and the demo's data
	@rm -rf .venv var
