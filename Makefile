VENV := .venv
PYTHON ?= python3
RUN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
TOOLS := build/tools

.PHONY: install lock audit chat test tests test-long lint format train calibrate figures clean

# The environment, made again only when what it is made from changes. Every package is compared
# with its hash in requirements.lock but torch, whose builds differ by processor.
PIP := $(RUN)/python -m pip install --quiet --disable-pip-version-check
install: $(INSTALLED)

$(INSTALLED): pyproject.toml constraints.txt requirements.lock
	test -x $(RUN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes --no-deps -r requirements.lock
	$(PIP) -c constraints.txt torch==2.13.0
	$(PIP) --no-deps --no-build-isolation -e .
	touch $(INSTALLED)

# requirements.lock anew, from pyproject.toml and the versions in constraints.txt.
lock: $(TOOLS)
	$(TOOLS)/bin/uv pip compile --quiet --no-header --no-annotate --universal --python-version 3.11 \
		--generate-hashes --constraints constraints.txt --extra dev --group lock \
		--no-emit-package vouch-articles --output-file requirements.lock pyproject.toml

# Known vulnerabilities of what is locked (PyPI's advisories); needs a network.
audit: $(TOOLS)
	$(TOOLS)/bin/pip-audit --disable-pip --require-hashes -r requirements.lock

$(TOOLS): Makefile
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet uv==0.13.9 pip-audit==2.10.1
	touch $(TOOLS)

# An index that is up to date, then the chat; questions may come on standard input.
chat: install
	-$(RUN)/vouch index --quiet
	$(RUN)/vouch chat

# Three files at a time, the long ones of tests/e2e first: some tests wait while others compute.
# WORKERS=0 runs them one after another.
WORKERS ?= 3
test: install
	$(MAKE) --jobs=2 lint tests

tests:
	OMP_WAIT_POLICY=PASSIVE $(RUN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

# What takes minutes: many lies told through a chat model, and many kills.
test-long: install
	VOUCH_TEST_KILLS=30 $(RUN)/python -m pytest -m "long or not long" tests/lies tests/e2e

lint: install
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy

format: install
	$(RUN)/ruff check --fix .
	$(RUN)/ruff format .

# The reader's weights, from ../shared/data: hours on two cores; started again, it goes on.
train: install
	OMP_WAIT_POLICY=PASSIVE $(RUN)/python -m training.train

# What its logits mean, and the risk of each threshold.
calibrate: install
	$(RUN)/python -m training.calibrate

# What the README states.
figures: install
	$(RUN)/python -m benchmarks.scifact
	$(RUN)/python -m benchmarks.clapnq

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
