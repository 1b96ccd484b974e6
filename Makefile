# make demo    the whole job on a sample mailbox, over a real IMAP conversation on this machine
# make test    every test; the first run creates .venv and brings the servers it tests with
# make help    everything else

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= 2

.PHONY: help demo test check static unit train evaluate bench docs lint-new clean servers dovecot cyrus

help:
	@sed -n 's/^# make /make /p; s/^## //p' Makefile

$(VENV)/.demo: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[demo]'
	@touch $@

$(VENV)/.test: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/.demo

$(VENV)/.train: $(VENV)/.test
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,train]'
	@touch $@

demo: $(VENV)/.demo
	@$(BIN)/inboxguard demo

# Dovecot is the real server of the tests; Debian's package, installed here when we may.
dovecot:
	@if [ ! -x /usr/sbin/dovecot ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "installing Debian's dovecot-imapd for the server tests"; \
	    (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends dovecot-imapd) >/dev/null; \
	  else \
	    echo "the server tests need Dovecot: sudo apt-get install dovecot-imapd" >&2; exit 1; \
	  fi; fi

# Cyrus is the second one. Debian lets one IMAP server be installed, so its packages are unpacked; that needs no rights.
cyrus:
	@if [ ! -x .servers/cyrus/usr/lib/cyrus/bin/imapd ]; then \
	  if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then \
	    echo "the server tests need Cyrus, unpacked from Debian's packages: run them on Debian" >&2; exit 1; \
	  fi; \
	  echo "unpacking Debian's cyrus-imapd for the server tests"; \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq; fi; \
	  rm -rf .servers && mkdir -p .servers/packages/partial .servers/unpacked && \
	  apt-get install -qq -y --download-only --no-install-recommends -o Debug::NoLocking=1 \
	    -o APT::Sandbox::User=root -o Dir::Cache::archives="$$PWD/.servers/packages" cyrus-imapd >/dev/null && \
	  for package in .servers/packages/*.deb; do dpkg-deb -x "$$package" .servers/unpacked || exit 1; done && \
	  rm -rf .servers/packages && mv .servers/unpacked .servers/cyrus; fi

## make servers     the real servers of the server tests
servers: dovecot cyrus

test: $(VENV)/.test servers static
	@$(BIN)/python -m pytest -q -n $(JOBS) --dist loadgroup

## make check       format, lint, types, layers and the tests without a server
check: static
	@$(BIN)/python -m pytest -q -n $(JOBS) tests/unit tests/examples tests/property tests/house tests/docs

static: $(VENV)/.test
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache --config pyproject.toml >/dev/null || $(BIN)/lint-imports --no-cache --config pyproject.toml

## make unit        the tests of the core only
unit: $(VENV)/.test
	@$(BIN)/python -m pytest -q tests/unit tests/examples tests/property tests/house

## make train       fit the weights anew from shippable data (reproducible)
train: $(VENV)/.train
	@$(BIN)/python -m tests.benchmark.train

## make evaluate    precision, recall and the rest on the test split, against the committed last result
evaluate: $(VENV)/.test
	@$(BIN)/python -m tests.benchmark.evaluate

## make bench       speed and memory as ratios to a floor measured in the same run
bench: $(VENV)/.test
	@$(BIN)/python -m tests.benchmark.bench

## make docs        write the generated pages anew
docs: $(VENV)/.test
	@$(BIN)/python -m tests.docs.generate

## make lint-new NAME=family/slug CODE=UNS999   a skeleton the tests refuse until it is filled in
lint-new: $(VENV)/.test
	@$(BIN)/python -m tests.house.lint_skeleton $(NAME) $(CODE)

## make clean       remove .venv and caches
clean:
	@rm -rf $(VENV) .servers .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist *.egg-info
