# The checks of the project; `make check` runs them all. PYTHON names the environment to run them in.
PYTHON ?= .venv/bin/python
RUN = $(PYTHON) -m

.PHONY: check style types test content dialogues load lock

check: style types test content dialogues

style:
	$(RUN) ruff check .

types:
	$(RUN) mypy

test:
	$(RUN) pytest

content:
	$(RUN) careerbot check

dialogues:
	$(RUN) careerbot replay

# Many people and faults of every kind against the channel: a table, and 1 when a promise did not hold.
load:
	$(RUN) tests.telegram.load
