# The checks of the project; `make check` runs them all. PYTHON names the environment to run them in.
PYTHON ?= .venv/bin/python
UV ?= uv
RUN = $(PYTHON) -m

.PHONY: check style types test content dialogues load lock audit sbom

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

# The packages of the image, all with their hashes: what serves, and what builds. Needs uv (`pip install uv`).
LOCK = $(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate \
	--custom-compile-command 'make lock'

lock:
	$(LOCK) --extra semantic --extra postgres --output-file requirements.lock pyproject.toml
	echo 'hatchling>=1.25' | $(LOCK) --output-file build.lock -

# What is known against the packages of the image, and the list of them as a CycloneDX file. Both need the extra `audit`.
audit:
	$(RUN) pip_audit --disable-pip --requirement requirements.lock

sbom:
	$(RUN) cyclonedx_py requirements requirements.lock --output-file sbom.json
