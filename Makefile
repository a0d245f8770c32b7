# Type `make` to see what can be done. Every target sets up what it needs.

PYTHON ?= python3
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

PYTHON_READY := $(VENV)/.ready
NODE_READY := node_modules/.ready
UI_READY := ui-tests/node_modules/.ready
WHEEL_VENV := build/wheel
BUILT := tiled_jl/labextension/.ready
EXTENSION := $(VENV)/share/jupyter/labextensions/tiled-jl
TYPESCRIPT := $(shell find src_ts style schema -type f ! -name '*.test.*' 2>/dev/null)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo build test lint format test-python test-thoroughly test-typescript test-ui test-wheel chromium docs protocol screenshots bench bench-ui wheel clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(BUILT) ## Open JupyterLab beside a Tiled server with sample data (ARGS="--no-browser --port 18888")
	@$(BIN)/tiled-jl demo $(ARGS)

test: ## Run every check and every test
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target lint docs test-typescript chromium
	@$(MAKE) --no-print-directory test-python
	@$(MAKE) --no-print-directory test-ui
	@$(MAKE) --no-print-directory test-wheel

lint: $(BUILT) $(UI_READY) ## Check style, types, imports and the generated protocol
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/generate_protocol.py --check
	$(BIN)/python scripts/generate_words.py --check
	npm run --silent lint

format: $(PYTHON_READY) $(NODE_READY) ## Rewrite the code in the house style
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	npm run --silent format

test-python: $(BUILT) ## Test the Python side against a real Tiled server (ARGS="-k table")
	$(BIN)/pytest --numprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

test-thoroughly: $(BUILT) ## Try 2,000 arrays, tables and patches of metadata, for half an hour
	TILED_JL_EXAMPLES=2000 $(BIN)/pytest --numprocesses 3 --dist loadfile tests/client/test_array_roundtrips.py tests/client/test_table_roundtrips.py tests/client/test_metadata_patches.py

test-typescript: $(NODE_READY) ## Test the models of the user interface
	npm run --silent test

test-ui: $(BUILT) $(UI_READY) chromium ## Test JupyterLab in a real browser
	cd ui-tests && npx playwright test $(ARGS)

test-wheel: wheel $(UI_READY) chromium ## Install the wheel where there is no Node, and do the main job there
	rm -rf $(WHEEL_VENV)
	$(PYTHON) -m venv $(WHEEL_VENV)
	$(WHEEL_VENV)/bin/python -m pip install --quiet "$$(ls $(CURDIR)/dist/*.whl)[demo]"
	cd ui-tests && TILED_JL_TEST_BIN=$(CURDIR)/$(WHEEL_VENV)/bin npx playwright test mainjob.spec.ts

chromium: ## Make sure that there is a browser to test with
	@sh scripts/ensure-chromium.sh

docs: $(PYTHON_READY) ## Build the documentation into docs/_build/html
	$(BIN)/sphinx-build -W --keep-going -q -b html docs docs/_build/html

protocol: $(PYTHON_READY) ## Generate src_ts/core/protocol.ts from tiled_jl/browser/messages
	$(BIN)/python scripts/generate_protocol.py
	$(BIN)/python scripts/generate_words.py

screenshots: $(BUILT) $(UI_READY) chromium ## Take the pictures and recordings of the documentation again
	cd ui-tests && npx playwright test --config screenshots.config.ts

bench: $(BUILT) ## Measure speed and memory, as ratios
	$(BIN)/python -m benchmarks $(ARGS)

bench-ui: $(BUILT) $(UI_READY) chromium ## Measure how quick JupyterLab is with it (ARGS="-g table")
	cd ui-tests && npx playwright test --config benchmarks.config.ts $(ARGS)

build: $(BUILT) ## Build the JupyterLab extension and the widgets' viewer

wheel: $(BUILT) ## Build the wheel, which needs no Node to install
	rm -rf dist
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

clean: ## Remove what was built and installed
	rm -rf $(VENV) node_modules ui-tests/node_modules lib dist build docs/_build docs/generated tiled_jl/labextension tiled_jl/widgets/static
	rm -f tsconfig.tsbuildinfo

$(PYTHON_READY): pyproject.toml install.json
	$(PYTHON) -c 'import sys; sys.exit("tiled_jl needs Python 3.11 or newer: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	mkdir -p tiled_jl/labextension tiled_jl/widgets/static
	rm -rf $(EXTENSION)  # a link, through which pip would write into what was built
	SKIP_JUPYTER_BUILDER=1 $(BIN)/python -m pip install --quiet --group dev --group docs --editable '.[demo]'
	touch $@

$(NODE_READY): package.json package-lock.json .npmrc
	npm ci --no-audit --no-fund --loglevel=error
	touch $@

$(UI_READY): ui-tests/package.json ui-tests/package-lock.json
	cd ui-tests && npm ci --no-audit --no-fund --loglevel=error
	touch $@

$(BUILT): $(PYTHON_READY) $(NODE_READY) $(TYPESCRIPT) package.json tsconfig.json scripts/build-widget.mjs
	npm run --silent build
	rm -rf $(EXTENSION)
	ln -s $(CURDIR)/tiled_jl/labextension $(EXTENSION)
	touch $@
