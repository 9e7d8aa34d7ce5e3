# syntax=docker/dockerfile:1
FROM python:3.12-slim AS build

WORKDIR /build
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]

# Every package is one that a lock file knows by its hash; pip itself stays out of what is shipped.
COPY requirements.lock build.lock ./
RUN python -m venv /opt/build \
    && /opt/build/bin/pip install --no-cache-dir --require-hashes --requirement build.lock \
    && python -m venv --without-pip /opt/careerbot \
    && python -m pip --python /opt/careerbot/bin/python install --no-cache-dir --no-compile --only-binary :all: \
        --require-hashes --requirement requirements.lock \
    && find /opt/careerbot/lib -type d -name tests -prune -exec rm -r {} +

COPY pyproject.toml README.md LICENSE ./
COPY src src
COPY knowledge knowledge
RUN /opt/build/bin/pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir dist . \
    && python -m pip --python /opt/careerbot/bin/python install --no-cache-dir --no-compile --no-deps dist/*.whl

# Knowledge is compiled once, here, so that a container starts at once and needs no writable folder for it. The copy is
# keyed by the dates of the program's files, and image layers keep whole seconds only.
ENV CAREERBOT_CACHE=/opt/careerbot/cache
RUN find /opt/careerbot -name '*.py' -exec touch --date=@1700000000 {} + \
    && /opt/careerbot/bin/python -m compileall -q /opt/careerbot/lib \
    && /opt/careerbot/bin/careerbot ask hello \
    && chmod -R a+rX /opt/careerbot/cache


FROM python:3.12-slim

RUN useradd --system --uid 10001 --home-dir /state careerbot \
    && install --directory --owner careerbot --mode 0700 /state
COPY --from=build /opt/careerbot /opt/careerbot

ENV PATH=/opt/careerbot/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    CAREERBOT_CACHE=/opt/careerbot/cache \
    CAREERBOT_STATE=sqlite:////state/careerbot.sqlite \
    CAREERBOT_METRICS_PORT=9090

USER 10001
WORKDIR /state
VOLUME /state

# Whether the process lives; whether it can serve is told by /readyz, which a restart would not mend.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", \
    "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"CAREERBOT_METRICS_PORT\"]}/healthz')"]
CMD ["careerbot", "telegram"]
