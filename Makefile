# Every routine of the house by name; bare `make` lists them. Newcomers need two: `make run` and `make test`.

PORT ?= 8000
SERVE ?= 1

# The tests choose their own settings and database; nothing of ours needs this one.
unexport DJANGO_SETTINGS_MODULE
# Where this is set, each process compiles Django and us anew: seconds each, and the tests start hundreds.
unexport PYTHONDONTWRITEBYTECODE

# The newest Python of this machine that will do, for making .venv; everything after runs inside it.
MAKER := $(shell for p in python3 python3.13 python3.12 python3.11; do \
  "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
# A worker for each core, each with a database of its own; a file's tests stay with one worker.
ON_EVERY_CORE := -n auto --dist loadfile
PURE := goodstanding/law goodstanding/core goodstanding/formats
# Checking types loads Django's settings, which make secrets: not the clinic's.
SCRATCH_VAR := .venv/var

.DEFAULT_GOAL := help
.PHONY: help run test fast shape types lint fix docs law-due bench mutation fuzz python env env-dev machine

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## */\1\t/' | expand -t 12

# Exit status 1 of a command says: done, and something waits for a person.
run: env ## everything a newcomer needs: environment, database, demonstration clinic, today's day, server
	@$(BIN)/goodstanding init
	@$(BIN)/goodstanding demo --if-empty || test $$? -eq 1
	@$(BIN)/goodstanding day || test $$? -eq 1
	@$(BIN)/goodstanding sign-in --port $(PORT)
ifneq ($(SERVE),0)
	@exec $(BIN)/goodstanding serve --port $(PORT)
endif

test: env-dev machine lint types shape ## everything CI runs: lint types shape, then every test on SQLite and again on PostgreSQL
	$(PYTEST) $(ON_EVERY_CORE)
	@! $(BIN)/python tools/machine.py has postgres || \
	  $(PYTEST) $(ON_EVERY_CORE) --database=postgres -m database

fast: env-dev ## law, core and formats tests: seconds, no database
	$(PYTEST) -p no:django -m "not long" tests/law tests/core tests/formats

shape: env-dev ## import contracts and tidiness: is the house still the house?
	@$(BIN)/lint-imports
	$(PYTEST) -p no:django tests/test_tidy.py

types: env-dev ## mypy --strict on law, core and formats; plain elsewhere
	$(BIN)/mypy --strict --config-file= --cache-dir=.mypy_cache/strict \
	  --disable-error-code import-untyped $(PURE)
	GOODSTANDING_VAR=$(SCRATCH_VAR) $(BIN)/mypy

lint: env-dev ## ruff check, ruff format --check
	$(BIN)/ruff check
	$(BIN)/ruff format --check

fix: env-dev ## ruff with repairs
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: env-dev ## rebuild docs/reference.md
	$(BIN)/python tools/reference.py

mutation: env-dev ## would a test notice? the rules changed one small thing at a time; an hour or two
	$(BIN)/python tools/mutation.py $(FILES)

fuzz: env-dev ## a million broken files through the readers of 835s and bank files; a quarter of an hour
	$(BIN)/python tools/fuzz.py 1000000

law-due: env-dev ## law sources not read for 180 days; versions ending in 90 days
	$(BIN)/python tools/law_due.py

bench: env ## the benchmarks, written to docs/benchmarks.md
	$(BIN)/goodstanding bench --write

# ---- steps of the above

python:
	@test -n "$(MAKER)" || { echo "Python 3.11 or newer is needed: sudo apt-get install python3" >&2; exit 1; }

env: python
	@$(MAKER) tools/environment.py run

env-dev: python
	@$(MAKER) tools/environment.py dev

machine:
	@$(MAKER) tools/machine.py ensure
