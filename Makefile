# Two commands matter: `make site` builds the guide, `make test` checks everything.
# Each sets up what it needs in .venv. You need Python 3.11 or newer and make.

PYTHON ?= python3
FORMAT ?= human
VENV := .venv
BIN := $(VENV)/bin
# Python compiles a module when it's imported; compiling everything takes longer.
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --no-compile

# Containers often keep Python from saving bytecode. Then each of a thousand processes would compile the program.
unexport PYTHONDONTWRITEBYTECODE
# Node and npm are in .venv, too.
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: site serve check test test-push test-all all-tests prepared lint access layout validate mutants browser servers load packages audit audit-python audit-node audit-workflows licenses lock clean

site: $(VENV)/site-ready
	$(BIN)/advice build

serve: $(VENV)/site-ready
	$(BIN)/advice serve

# Whoever publishes the guide gives its address (docs/hosting.md). Here, any will do that isn't a placeholder.
check: $(VENV)/site-ready
	$(BIN)/advice check --strict --url https://guide.internal/ --format $(FORMAT)

test: prepared
	$(BIN)/pytest -m "not nightly and not push"

# What CI runs on every push, in several jobs: also the tests of tests/support/on_push.yml.
test-push: prepared
	$(BIN)/pytest

# All there is: every test with more examples and more builds that are killed, every page, and changes that tests have
# to notice. CI runs it every night, a part in each job. It needs Java, and goes on after a failure.
PARTS ?= all-tests access layout validate mutants
test-all: prepared
	$(MAKE) --keep-going $(PARTS)

all-tests: $(VENV)/test-ready
	FUZZ=10 $(BIN)/pytest -m "" --kills 50

# One core downloads what the tests need while another checks the code.
prepared: $(VENV)/test-ready
	$(MAKE) --jobs=2 tests/node/node_modules browser lint check
	$(MAKE) servers

lint: $(VENV)/test-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Every page, in both widths and color schemes, with axe and the Tab key, and what it asks for and stores; `make test`
# tests one page of each kind.
access: site $(VENV)/test-ready tests/node/node_modules browser
	$(BIN)/pytest tests/browser/test_access.py tests/browser/test_reading.py --site build/site --dist loadgroup

# Every page, empty and filled in, at every width, also with larger text and longer words; it takes long.
layout: site $(VENV)/test-ready browser
	$(BIN)/pytest tests/browser/test_layout.py --site build/site --dist loadgroup

# The Nu HTML Checker on every page. It needs Java, so it isn't part of `make test`.
validate: site $(VENV)/test-ready
	cd tests/node && npm ci --ignore-scripts --no-audit --no-fund
	$(BIN)/python tests/support/validate_html.py build/site

# Small changes of the program that no test notices, in the modules of tests/support/mutants.yml.
mutants: $(VENV)/test-ready
	$(BIN)/python -m tests.support.try_mutants

# The tests fill PDFs with pdf.js and check the site with TypeScript and axe-core. Node comes from PyPI.
tests/node/node_modules: tests/node/package-lock.json $(VENV)/test-ready
	cd tests/node && npm ci --omit=optional --ignore-scripts --no-audit --no-fund
	@touch $@

# Debian's headless Chromium if we can install it, else the browser of this machine, else Playwright's own.
browser: $(VENV)/test-ready
	@if command -v chromium-headless-shell; then :; \
	elif command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get update -qq \
		&& apt-get install -y -qq --no-install-recommends chromium-headless-shell; then :; \
	elif command -v chromium || command -v chromium-browser || command -v google-chrome; then :; \
	else $(BIN)/playwright install --only-shell chromium; fi

# Debian's nginx and Caddy. Debian starts servers when it installs them, so this only happens in containers and in CI.
# Without them, the tests that need them are skipped, and CI fails.
servers:
	@if [ -x /usr/sbin/nginx ] && [ -x /usr/bin/caddy ]; then :; \
	elif command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && { [ "$$CI" ] || ! [ -d /run/systemd/system ]; }; then \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends \
			caddy libnginx-mod-http-brotli-static nginx || echo "nginx and Caddy can't be installed."; fi

# Installing the program itself would fetch tools to build a package, without hashes. All it needs is a path and a
# command.
$(VENV)/site-ready: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; if it has another name, run: make PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) || \
		{ echo "Python's venv is missing; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Setting up $(VENV), which takes a minute or two the first time…"
	@$(PIP) --require-hashes -r requirements.txt
	@echo "$(CURDIR)" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/advice-guide.pth"
	@printf '#!/bin/sh\nexec "%s/python" -P -m generator "$$@"\n' "$(CURDIR)/$(BIN)" > $(BIN)/advice
	@chmod +x $(BIN)/advice
	@touch $@

$(VENV)/test-ready: $(VENV)/site-ready requirements-test.txt
	@echo "Adding what the tests need to $(VENV)…"
	@$(PIP) --require-hashes -r requirements-test.txt
	@touch $@

# How many readers one machine can serve. Debian: apt install nginx libnginx-mod-http-brotli-static wrk
load: $(VENV)/site-ready
	$(BIN)/advice build --compress
	$(BIN)/python bench/load.py

# Known vulnerabilities of the pinned packages, and problems in the workflows. It asks PyPI and npm and fails if they
# don't answer. The tools and uv have an environment of their own, because they share packages with the program.
audit:
	$(MAKE) --keep-going audit-python audit-node audit-workflows

audit-python: build/audit/ready
	build/audit/bin/pip-audit --strict --require-hashes --disable-pip --progress-spinner off \
		-r requirements.txt -r requirements-test.txt -r requirements-audit.txt

audit-node: $(VENV)/test-ready
	cd tests/node && npm audit --package-lock-only
	cd bench/node && npm audit --package-lock-only

audit-workflows: build/audit/ready
	build/audit/bin/zizmor --offline --pedantic .github

build/audit/ready: requirements-audit.txt
	$(PYTHON) -m venv build/audit
	build/audit/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-audit.txt
	@touch $@

# What a release consists of: the source and the wheel. docs/releasing.md says more.
packages: $(VENV)/test-ready
	rm -rf build/packages
	$(BIN)/python -m hatchling build --directory build/packages

# The licenses of all packages.
licenses: $(VENV)/test-ready
	@$(BIN)/python bench/licenses.py

# Pins every package to one version with hashes, for all systems, from the ranges in pyproject.toml.
lock: build/audit/ready
	build/audit/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" pyproject.toml -o requirements.txt
	build/audit/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" --extra test -c requirements.txt pyproject.toml -o requirements-test.txt
	build/audit/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" --group audit -o requirements-audit.txt

clean:
	rm -rf build $(VENV)
