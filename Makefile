# Everything that anyone types here; `make` alone prints the list.

PORT ?= 8000
PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3)
VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/flask --app wsgi
# uv has worked out everything that is needed: pip adds nothing to it.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all:

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup serve test check fix seed migrate migration routes shell storm firefox shots bench bench-phone bench-city pins

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# The demo, unless WITHY_DEMO=0 says otherwise.
serve seed migrate migration routes shell: export WITHY_DEMO := $(or $(WITHY_DEMO),1)

setup: $(VENV)/runtime.stamp $(VENV)/browser-library.stamp ## Install what Withy runs on, into .venv and node_modules

serve: setup ## Start Withy with demo data (PORT=8000, WITHY_INSTANCE=instance)
	@[ "$(PORT)" -ge 1 ] 2>/dev/null && [ "$(PORT)" -le 65535 ] || \
	  { echo "PORT must be a whole number from 1 to 65535, not '$(PORT)'." >&2; exit 1; }
	@$(FLASK) migrate
	@if [ "$$WITHY_DEMO" = 1 ]; then $(FLASK) seed; fi
	@exec $(BIN)/gunicorn --config python:app.serving --bind "localhost:$(PORT)" wsgi:app

test: $(VENV)/tests.stamp $(VENV)/browser-library.stamp ## Run every check and test (ROOM=visits: the tests of one room)
	@.ci/browser
	@$(if $(ROOM),,$(MAKE) --no-print-directory check)
	$(BIN)/python -m pytest -n 2 --dist loadgroup $(if $(ROOM),tests/$(ROOM))

check: $(VENV)/tests.stamp ## Read the code: style, types, walls between rooms, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet app/templates

fix: $(VENV)/tests.stamp ## Put right what a program can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

seed: setup ## Load the demo families into an empty database
	@$(FLASK) seed

migrate: setup ## Bring the database's tables up to date
	@$(FLASK) migrate

migration: migrate ## Write a migration from what changed in the models (NAME=goal_reviews)
	@$(FLASK) migration $(or $(NAME),$(error Say what changes: make migration NAME=goal_reviews))

routes: setup ## List every address, its view and the permission it needs
	@$(FLASK) routes-and-permissions

shell: setup ## Open Python with the app loaded
	@$(FLASK) shell

storm: $(VENV)/tests.stamp $(VENV)/browser-library.stamp ## Write N notes while chance breaks the phone, network and server (N=20, SEED=26)
	@.ci/browser
	STORM_N=$(or $(N),20) STORM_SEED=$(or $(SEED),26) $(BIN)/python -m pytest -q -s tests/offline/test_storm.py

firefox: $(VENV)/tests.stamp $(VENV)/browser-library.stamp ## Walk the core path with no signal in Firefox (needs firefox-esr)
	$(BIN)/python -m tests.offline.firefox

bench-phone: $(VENV)/tests.stamp $(VENV)/browser-library.stamp ## Measure a slow phone: save, open, send, beside PouchDB
	@.ci/browser
	@$(BIN)/python -m bench phone

shots: $(VENV)/tests.stamp $(VENV)/browser-library.stamp ## Take the README's screenshots
	@.ci/browser
	$(BIN)/python -m tests.browser.shots

bench: $(VENV)/tests.stamp $(VENV)/browser-library.stamp ## Measure the pages against the floor
	@$(BIN)/python -m bench pages

bench-city: $(VENV)/tests.stamp $(VENV)/browser-library.stamp ## Measure how pages grow with the records (SIZE=mid, large: a city over 6 years, 10 GB)
	@$(BIN)/python -m bench city --size $(or $(SIZE),mid)

pins: $(VENV)/tests.stamp ## Look for newer versions and write the pinned requirements
	$(BIN)/uv pip compile --quiet --upgrade pyproject.toml --output-file requirements.txt
	$(BIN)/uv pip compile --quiet --upgrade pyproject.toml --extra test --constraint requirements.txt --output-file tests/requirements.txt
	$(BIN)/uv pip compile --quiet --upgrade --group npm --output-file .ci/npm.txt

$(VENV)/made.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Withy needs Python 3.11 or newer. Please run:  sudo apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python's venv module is missing. Please run:  sudo apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/runtime.stamp: requirements.txt $(VENV)/made.stamp
	@echo "Installing what Withy runs on"
	@$(PIP) --requirement requirements.txt
	@touch $@

$(VENV)/tests.stamp: tests/requirements.txt $(VENV)/made.stamp
	@echo "Installing what the tests need"
	@$(PIP) --requirement tests/requirements.txt
	@touch $@ $(VENV)/runtime.stamp

$(VENV)/browser-library.stamp: package-lock.json .ci/npm.txt .ci/set_up.py $(VENV)/made.stamp
	@echo "Fetching the browser libraries"
	@$(BIN)/python .ci/set_up.py
	@touch $@
