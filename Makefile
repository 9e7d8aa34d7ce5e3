# The checks of the project; `make check` runs them all. PYTHON names the environment to run them in.
PYTHON ?= .venv/bin/python
RUN = $(PYTHON) -m

.PHONY: check style types test content dialogues

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
