# Everything a newcomer or a continuous-integration machine needs. `make demo` first, then `make test`.
PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin
INPUTS  = pyproject.toml hatch_build.py scripts/notices.py third-party.json $(wildcard maps/web/package*.json maps/web/*.mjs maps/web/tsconfig.json maps/web/src/*.ts maps/web/src/*/*.ts maps/web/src/*.css maps/web/src/*/*.css maps/web/locales/*.json maps/web/locales/*/*.json)

.PHONY: demo test soak lock notices check lint format types bench clean

demo: $(VENV)/.run
	@$(BIN)/strikeatlas demo

test: $(VENV)/.test
	@sh scripts/ensure_chromium.sh
	@sh scripts/ensure_postgis.sh
	@STRIKEATLAS_BROWSER=required $(BIN)/python -m pytest

# Many of what `make test` tries a few of: kills, full disks, several processes; every defence taken away; the hostile
# corpus as a table; each fuzzing target for FUZZ seconds. Takes some hours; `make soak EVERY=10 FUZZ=10` is a tenth.
EVERY ?= 1
FUZZ  ?= 60
soak: $(VENV)/.test
	@$(BIN)/python tests/hostile_corpus.py
	@$(BIN)/python tests/without.py
	@$(BIN)/python tests/fuzz/run.py --seconds $(FUZZ)
	@STRIKEATLAS_SOAK=$(EVERY) $(BIN)/python -m pytest -q -s tests/test_maps_faults.py tests/test_maps_kills.py tests/test_data_runs.py

# requirements-dev.lock: the development environment by hashes, without addresses.
lock: $(VENV)/.dev
	@$(BIN)/python scripts/lock.py

# third-party.json: what the project needs, as installed here; NOTICES.txt and bom.json (CycloneDX), as wheels carry them.
notices: $(VENV)/.dev
	@mkdir -p build && $(BIN)/python scripts/notices.py --record --out build

check: lint types test

lint: $(VENV)/.dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/python -m pytest -q tests/test_rooms.py

types: $(VENV)/.dev
	@$(BIN)/mypy
	@$(BIN)/python scripts/npm.py run --silent check

format: $(VENV)/.dev
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(VENV)/.dev
	@echo "Each benchmark is a command of its own: $(BIN)/python bench/NAME.py"
	@ls bench/*.py

clean:
	rm -rf $(VENV) site work maps/web/dist maps/web/node_modules

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "StrikeAtlas needs Python 3.11 or newer as '$(PYTHON)'. Name another with: make demo PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "This Python comes without venv or pip. On Debian and Ubuntu: apt-get install python3-venv python3-pip"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.python $(INPUTS)
	@echo "Installing StrikeAtlas into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	@$(BIN)/python scripts/npm.py ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(VENV)/.dev: $(VENV)/.test
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@
