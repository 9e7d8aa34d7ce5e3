"""A machine's PostgreSQL -> a server of our own for the tests, in a folder, on a socket."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

# Faster than a real one in one thing only: it would not survive a power cut of this machine.
_SETTINGS = "-c listen_addresses= -c fsync=off -c max_connections=50"


def _find_binaries() -> Path | None:
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: -float(p.parent.name))
    return next((place for place in places if (place / "pg_ctl").exists()), None)


class Server:
    """A server in a folder. `url` is of its first database; it refuses to run as root, so then it runs as another."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self._binaries, self._folder = binaries, folder
        self._user: dict[str, Any] = {}
        if os.getuid() == 0:
            owner = next(user for user in pwd.getpwall() if user.pw_name in ("postgres", "nobody"))
            os.chown(folder, owner.pw_uid, owner.pw_gid)
            self._user = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
        self.url = f"postgresql://tester@/postgres?host={folder}"
        self._run("initdb", "-D", f"{folder}/data", "-U", "tester", "-A", "trust", "-E", "UTF8", "-N")

    def start(self) -> None:
        settings = f"{_SETTINGS} -c unix_socket_directories={self._folder}"
        self._run("pg_ctl", "-D", f"{self._folder}/data", "-w", "-l", f"{self._folder}/log", "-o", settings, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", f"{self._folder}/data", "-m", "fast", "-w", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._binaries / program), *arguments]
        quiet = {"stdout": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
        subprocess.run(command, check=True, cwd=self._folder, **quiet, **self._user)


@contextlib.contextmanager
def serve_postgres() -> Iterator[Server]:
    """A server that runs meanwhile. Skips the test on a machine without PostgreSQL."""
    binaries = _find_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL on this machine: install its server, or name one in CAREERBOT_TEST_POSTGRES")
    folder = Path(mkdtemp(prefix="pg"))
    try:
        server = Server(binaries, folder)
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def new_database(url: str) -> Iterator[str]:
    """The URL of an empty database on a server, which is there meanwhile."""
    name = f"careerbot_test_{os.urandom(6).hex()}"
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    yield urlsplit(url)._replace(path=f"/{name}").geturl()
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
