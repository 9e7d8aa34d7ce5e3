# syntax=docker/dockerfile:1
FROM python:3.12-slim AS build

WORKDIR /build
COPY pyproject.toml README.md LICENSE ./
COPY src src
COPY knowledge knowledge
RUN python -m venv /opt/careerbot \
    && /opt/careerbot/bin/pip install --no-cache-dir --no-compile '.[semantic]'

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
    CAREERBOT_STATE=sqlite:////state/careerbot.sqlite

USER 10001
WORKDIR /state
VOLUME /state

# The program and its knowledge are whole; whether Telegram is reached stands in the log.
HEALTHCHECK --interval=5m --timeout=20s --start-period=30s CMD ["careerbot", "ask", "hello"]
CMD ["careerbot", "telegram"]
