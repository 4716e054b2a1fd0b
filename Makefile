# Every line here is what CI runs. `make demo` and `make test` need Python 3.11+ with venv and pip.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
OLDEST = $(VENV)-oldest/bin

.PHONY: demo test lint oldest audit sync attacks bench clean

$(VENV)/.demo: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "grader needs Python 3.11 or newer; set PYTHON=...")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.test: $(VENV)/.demo
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	touch $@

demo: $(VENV)/.demo  ## make a class of submissions, grade it, write the pages
	$(BIN)/grader demo

test: $(VENV)/.test lint  ## everything CI checks
	$(BIN)/grader sync --check
	$(BIN)/python -m pytest -q
	$(BIN)/grader audit --check
	$(MAKE) oldest

$(VENV)-oldest/.ready: pyproject.toml
	test -x $(OLDEST)/python || $(PYTHON) -m venv $(VENV)-oldest
	$(OLDEST)/python -m pip install --quiet --disable-pip-version-check -e .
	$(OLDEST)/python -m pip install --quiet --disable-pip-version-check --only-binary numpy 'numpy==1.26.*' || \
	$(OLDEST)/python -m pip install --quiet --disable-pip-version-check --only-binary numpy 'numpy==2.1.*'
	touch $@

oldest: $(VENV)-oldest/.ready  ## hidden tests and other answers on the oldest numpy this Python has
	$(OLDEST)/python -c 'import numpy; print("numpy", numpy.__version__)'
	$(OLDEST)/python -m pytest -q tests/hidden
	$(OLDEST)/grader audit --quick

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check grader
	$(BIN)/mypy

audit: $(VENV)/.test  ## audit every exercise, certificates or not
	$(BIN)/grader audit --all

sync: $(VENV)/.demo
	$(BIN)/grader sync

attacks: $(VENV)/.test  ## write docs/attacks.md: every attack behind every set of walls
	$(BIN)/python tests/zoo/deeds.py docs/attacks.md

bench: $(VENV)/.test  ## ratios, not seconds
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -q -s tests/benchmarks

clean:
	rm -rf $(VENV) $(VENV)-oldest demo graded .pytest_cache .mypy_cache .ruff_cache
