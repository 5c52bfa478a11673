# A newcomer needs two commands: `make lab` and `make test`. Everything is made in .venv/, from Python alone: Node.js comes
# as a Python package. Files named .venv/.something are stamps; what they depend on being newer makes them again.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3
# Of the random inputs and actions of `make fuzz` and `make soak`: the one of the runs that are recorded.
SEED ?= 20261124
# Tests take some 2 GB a worker. Each has a server and a browser of its own beside it, so more workers than cores gain nothing.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(min(max(os.cpu_count() or 2, 2), 4))')
PIP := .venv/bin/python -m pip --disable-pip-version-check --quiet
FRONT_END := $(addprefix hubble_widget/static/,loader.js on_demand.js readout.css readout.js)
PACKAGE := pyproject.toml constraints.txt hatch_build.py $(FRONT_END) \
    $(shell find js -name node_modules -prune -o -name test -prune -o -type f -print)

# What is older, tried by `make test` too; the oldest packages have no wheels for Python 3.13.
HAS_OLDEST := $(shell $(PYTHON) -c 'import sys; print("yes" if sys.version_info < (3, 13) else "")')
COLAB := tests/matrix/colab
MATRIX := .venv-colab/.made .venv-oldest/.made .venv-kernels/.made .venv-solara/.made $(COLAB)/node_modules/.stamp
# Spark needs Java 17 and 500 MB; it is tried where there is a Java.
SPARK := $(if $(shell scripts/java.sh --look && echo yes),.venv-spark/.made)
SOLARA_PAGE := @widgetti/solara-vuetify3-app@5.2.0 font-awesome@4.5.0 requirejs@2.3.6

# Tools of .venv/ first, so that npm scripts find its node.
export PATH := $(CURDIR)/.venv/bin:$(PATH)

# A Linux without a screen gets the address to open instead of a browser; Jupyter refuses to run as root without the flag.
SCREEN := $(DISPLAY)$(WAYLAND_DISPLAY)$(filter Darwin,$(shell uname -s))
LAB_FLAGS := --ip=127.0.0.1 --LabApp.default_url=/lab/tree/examples/quickstart.ipynb \
    $(if $(SCREEN),,--no-browser) $(if $(filter 0,$(shell id -u)),--allow-root)

QUICK := tests/data tests/fit tests/text tests/canvas tests/test_suggestions.py tests/test_formatting.py \
    $(addprefix --ignore=tests/fit/test_,$(addsuffix .py,many million torch_training training_run bootstrap scaling))

.PHONY: help check check-page check-kernel watch environments lab test test-matrix test-spark fuzz soak lint bench docs docs-links build release-check clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-11s %s\n", $$1, $$2}' Makefile

lab: .venv/.lab ## open the quickstart in JupyterLab
	jupyter lab $(LAB_FLAGS)

check: .venv/.dev js/node_modules/.stamp ## all of lint and the quick unit tests, in about a minute
	$(MAKE) --no-print-directory --jobs=3 --output-sync=target lint check-page check-kernel

check-page:
	cd js && npm test

check-kernel:
	python -m pytest $(QUICK)

watch: .venv/.lab js/node_modules/.stamp ## open the quickstart; a change below js/src/ shows at once in widgets that are displayed
	$(PIP) install --constraint constraints.txt watchfiles
	trap 'kill %1' EXIT; (cd js && npm run watch) & ANYWIDGET_HMR=1 jupyter lab $(LAB_FLAGS)

test: .venv/.dev $(if $(HAS_OLDEST),$(MATRIX)) $(SPARK) js/node_modules/.stamp ## run every test, in the page's language, in Python and in a real browser
	scripts/chromium.sh
	cd js && npm test
	$(if $(SPARK),$(MAKE) --no-print-directory test-spark)
	python -m pytest --numprocesses=$(WORKERS) --dist=loadfile --no-loadscope-reorder $(if $(HAS_OLDEST),,-m "not matrix")

test-matrix: .venv/.dev $(MATRIX) ## try the explorer in every front end, and with Colab's versions
	scripts/chromium.sh
	python -m pytest tests/matrix

test-spark: .venv/.dev .venv-spark/.made ## ask Spark, which `make test` does where there is a Java 17; this installs one
	scripts/java.sh
	PYTHONPATH=.venv-spark python -m pytest tests/engines/test_spark.py

environments: .venv/.dev $(if $(HAS_OLDEST),$(MATRIX)) $(SPARK) js/node_modules/.stamp # what `make test` needs; --jobs=3 saves a minute

lint: .venv/.dev js/node_modules/.stamp ## check format, style, types and imports
	ruff format --check
	ruff check
	mypy
	lint-imports
	cd js && npm run typecheck
	cd js && npm run lint

fuzz: .venv/.dev ## try 100,000 random inputs from SEED on what reads data, random lines of the magic, and random uses of an explorer
	python -m pytest --hypothesis-profile=fuzz --hypothesis-seed=$(SEED) --hypothesis-show-statistics \
	    tests/io/test_convert_fuzz.py tests/io/test_table_fuzz.py tests/magic/test_magic_fuzz.py tests/explorer/test_stateful.py

soak: .venv/.dev ## use two explorers at random for ten minutes, from SEED, in a real JupyterLab
	scripts/chromium.sh
	python -m tests.soak --seed $(SEED)

bench: .venv/.bench ## print how fast things are, as ratios, in the kernel and in a real JupyterLab
	scripts/chromium.sh
	python -m tests.benchmarks

docs: .venv/.docs js/node_modules/.stamp ## make the documentation's site in docs/_build/html; a warning or a broken link is an error
	sphinx-build --fresh-env --fail-on-warning --keep-going --doctree-dir docs/_build/doctrees docs docs/_build/html
	python docs/check_site.py docs/_build/html

docs-links: .venv/.docs js/node_modules/.stamp ## ask every address outside that the documentation names
	sphinx-build --builder linkcheck --define nb_execution_mode=off docs docs/_build/linkcheck

build: .venv/.dev ## make the sdist and the wheel in dist/
	python -m build

release-check: .venv/.dev ## build, check what the package index will show, install the wheel alone and run the quickstart with it
	rm -rf dist build/release
	python -m build
	$(PIP) install --constraint constraints.txt twine
	python -m twine check --strict dist/*
	$(PYTHON) -m venv build/release
	build/release/bin/python -m pip --disable-pip-version-check --quiet install --constraint constraints.txt \
	    dist/*.whl ipykernel nbclient
	cd build/release && bin/jupyter execute $(CURDIR)/examples/quickstart.ipynb

clean: ## remove all that these commands made
	rm -rf docs/_build docs/examples docs/reference/api
	rm -rf .venv .venv-* .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist hubble_widget/static js/node_modules $(COLAB)/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "$(PYTHON) is not Python 3.11 or newer; name one: make PYTHON=/path/to/python3.11 ..." >&2; exit 1; }
	@echo "Making an environment in .venv/; the first time takes some minutes."
	$(PYTHON) -m venv .venv
	touch $@

# Built by the installation (hatch_build.py); where one is missing, the package is installed again.
$(FRONT_END):

.venv/.lab: .venv/.created $(PACKAGE)
	$(PIP) install --constraint constraints.txt --editable '.[lab]'
	touch $@

.venv/.dev: .venv/.created $(PACKAGE)
	$(PIP) install --constraint constraints.txt --editable '.[dev]'
	touch $@ .venv/.lab

.venv/.bench: .venv/.dev
	$(PIP) install --constraint constraints.txt --editable '.[bench]'
	touch $@

.venv/.docs: .venv/.dev
	$(PIP) install --constraint constraints.txt --editable '.[docs]'
	touch $@

# Environments of their own for the kernels of older versions, with the torch that is pinned for the tests: its own
# release would bring several GB of CUDA packages.
.venv-colab/.made: FRONT_END_PACKAGES := notebook
.venv-colab/.made: tests/packaging/colab.txt constraints.txt pyproject.toml
.venv-oldest/.made: FRONT_END_PACKAGES := jupyterlab
.venv-oldest/.made: tests/matrix/oldest.txt constraints.txt pyproject.toml
.venv-colab/.made .venv-oldest/.made: | .venv/.dev
	$(PYTHON) -m venv $(@D)
	grep -v '^torch==' $< >$(@D)/constraints.txt
	grep '^torch==' constraints.txt >>$(@D)/constraints.txt
	$(@D)/bin/python -m pip --disable-pip-version-check --quiet install --constraint $(@D)/constraints.txt \
	    --editable . $(FRONT_END_PACKAGES)
	touch $@

# Other kernels for the environment of the tests, each in a folder that is put before it.
.venv-kernels/.made: tests/matrix/kernels.txt | .venv/.dev
	rm -rf $(@D)
	while read -r version others; do \
	    $(PIP) install --no-deps --target $(@D)/$$version ipykernel==$$version $$others; \
	done < <(grep -v '^#' $<)
	touch $@

# Solara, as the kernels above, and what its page would ask a content delivery network for, where Solara looks for it.
.venv-solara/.made: tests/matrix/solara.txt | .venv/.dev
	rm -rf $(@D)
	$(PIP) install --no-deps --target $(@D) --requirement $<
	for package in $(SOLARA_PAGE); do \
	    mkdir -p $(@D)/cdn/$$package; \
	    npm pack --silent --pack-destination $(@D) $$package >/dev/null; \
	    tar xzf $(@D)/*.tgz --directory $(@D)/cdn/$$package --strip-components 1; \
	    rm $(@D)/*.tgz; \
	done
	touch $@

# Spark, some 500 MB, in a folder that is put before the environment of the tests.
.venv-spark/.made: constraints.txt | .venv/.dev
	rm -rf $(@D)
	$(PIP) install --no-deps --target $(@D) --constraint constraints.txt pyspark py4j
	touch $@

js/node_modules/.stamp: js/package.json js/package-lock.json | .venv/.dev
	cd js && npm ci
	touch $@

# The npm packages of Google Colab's widget manager, and the page of the tests that is built on them.
$(COLAB)/node_modules/.stamp: $(COLAB)/package.json $(COLAB)/package-lock.json $(wildcard $(COLAB)/src/*) | .venv/.dev
	cd $(COLAB) && npm ci --ignore-scripts && npm run build
	touch $@
