"""A whole process, started, killed and asked to stop -> its exit status, its log, and no answer lost."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.telegram.conftest import find_port, until
from tests.telegram.double import TOKEN, Double, Fault
from tests.telegram.parrot import Parrot

from careerbot.channels.telegram import run_telegram
from careerbot.channels.telegram.logs import note, start_logging
from careerbot.config import Config
from careerbot.store import open_store

ROOT = Path(__file__).parents[2]
MAIN = """
import sys
from careerbot.channels.telegram import run_telegram
from careerbot.config import read_config
from tests.telegram.parrot import Parrot
import os
sys.exit(run_telegram(Parrot(), read_config(os.environ)))
"""

Run = Callable[..., Coroutine[Any, Any, asyncio.subprocess.Process]]


@pytest.fixture
def run(double: Double, tmp_path: Path) -> Run:
    """Starts a process that serves the double."""

    async def run(**more: str) -> asyncio.subprocess.Process:
        settings = {
            "CAREERBOT_TOKEN": TOKEN,
            "CAREERBOT_API_URL": double.url,
            "CAREERBOT_STATE": f"sqlite:///{tmp_path}/state",
            "CAREERBOT_LOG": "json:debug",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
            **{f"CAREERBOT_{name}": value for name, value in more.items()},
        }
        return await asyncio.create_subprocess_exec(
            sys.executable, "-c", MAIN, env=os.environ | settings, stderr=asyncio.subprocess.PIPE
        )

    return run


def bring_by(way: str) -> dict[str, str]:
    port = str(find_port())
    return {"WEBHOOK_URL": f"http://127.0.0.1:{port}/in", "WEBHOOK_PORT": port} if way == "webhook" else {}


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_nothing_is_lost_when_the_process_is_killed_again_and_again(double: Double, run: Run, way: str) -> None:
    settings = bring_by(way)
    double.faults = [Fault("sendMessage", 502, count=20)]
    for n in range(60):
        double.write(f"q{n // 20}", user=100 + n % 20)
    for answered in (5, 25):
        process = await run(**settings)
        await double.wait(answered)
        process.kill()
        await process.communicate()
    process = await run(**settings)
    # An answer may come twice, if the process is killed between Telegram's taking it and our knowing that.
    await until(lambda: all(len(set(double.shown(user))) == 3 for user in range(100, 120)))
    process.terminate()
    await process.communicate()
    for user in range(100, 120):
        first_times = list(dict.fromkeys(double.shown(user)))
        assert first_times == ["<b>1</b> q0", "<b>2</b> q1", "<b>3</b> q2"]


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
async def test_a_signal_ends_the_process_quietly(double: Double, run: Run, number: signal.Signals, status: int) -> None:
    process = await run()
    double.write("a question of mine", first_name="Bartholomew")
    await double.wait(1)
    process.send_signal(number)
    _, log = await process.communicate()
    assert process.returncode == status
    lines = [json.loads(line) for line in log.decode().splitlines()]
    assert [line["event"] for line in lines if line["event"] in ("serving", "answered", "stopped")] == [
        "serving",
        "answered",
        "stopped",
    ]
    for private in (TOKEN, TOKEN.split(":")[1], "a question of mine", "Bartholomew"):
        assert private not in log.decode()


@pytest.mark.parametrize("way", ["polling", "webhook"])
@pytest.mark.parametrize("kind", ["hang", 502])
async def test_when_telegram_takes_no_answers_the_process_still_ends_in_ten_seconds_and_loses_none(
    double: Double, run: Run, way: str, kind: int | str
) -> None:
    settings = bring_by(way)
    double.faults = [Fault("sendMessage", kind, count=100_000)]
    process = await run(**settings)
    for n in range(200):
        double.write("q", user=1000 + n)
    await until(lambda: sum(c.method == "sendMessage" for c in double.calls) >= 10)
    process.terminate()
    async with asyncio.timeout(10):
        await process.communicate()
    assert process.returncode == 0
    double.faults = []
    process = await run(**settings)
    await double.wait(200)
    process.terminate()
    await process.communicate()
    assert {c.params["chat_id"] for c in double.done("sendMessage")} == set(range(1000, 1200))


@pytest.mark.parametrize("fault", [Fault("sendMessage", "hang", count=1000), Fault("getMe", "hang")])
async def test_a_second_signal_ends_the_process_at_once_and_loses_nothing(
    double: Double, run: Run, fault: Fault
) -> None:
    double.faults = [fault]
    process = await run()
    double.write("q")
    await until(lambda: any(c.method.lower() == fault.method.lower() for c in double.calls))
    process.terminate()
    await asyncio.sleep(0.2)
    process.terminate()
    async with asyncio.timeout(3):
        await process.communicate()
    assert process.returncode == 0
    double.faults = []
    process = await run()
    await double.wait(1)
    process.terminate()
    await process.communicate()
    assert double.shown() == ["<b>1</b> q"]


async def test_what_was_being_done_is_done_before_the_process_ends(double: Double, run: Run) -> None:
    process = await run()
    for n in range(200):
        double.write("q", user=1000 + n)
    await double.wait(20)
    process.terminate()
    _, log = await process.communicate()
    assert process.returncode == 0
    answered = [line for line in log.decode().splitlines() if json.loads(line)["event"] == "answered"]
    assert len(double.done("sendMessage")) == len(answered)


async def test_a_token_that_telegram_refuses_ends_with_one_line_that_does_not_show_it(double: Double, run: Run) -> None:
    double.token = "4242:other"
    process = await run()
    _, log = await process.communicate()
    assert process.returncode == 3
    assert log.decode().splitlines()[-1] == "careerbot telegram: Telegram does not accept the bot token"
    assert TOKEN not in log.decode()


def test_without_a_token_it_says_what_to_set(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_telegram(Parrot(), Config()) == 3
    assert "CAREERBOT_TOKEN" in capsys.readouterr().err


@pytest.fixture
def usual_logging() -> Iterator[None]:
    """Puts logging back as it was."""
    root, ours = logging.getLogger(), logging.getLogger("careerbot")
    before = root.handlers[:], root.level, ours.level
    yield
    root.handlers[:], root.level, ours.level = before


@pytest.mark.usefixtures("usual_logging")
def test_a_state_file_in_use_ends_with_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = open_store(f"sqlite:///{tmp_path}/state")
    assert run_telegram(Parrot(), Config(token=TOKEN, state=f"sqlite:///{tmp_path}/state")) == 3
    assert "in use by another process" in capsys.readouterr().err
    store.close()


@pytest.mark.usefixtures("usual_logging")
@pytest.mark.parametrize("form", ["text", "json"])
def test_the_log_never_shows_the_token_or_what_an_error_quotes(form: Any) -> None:
    stream = io.StringIO()
    start_logging(Config(token=TOKEN, log_format=form, log_level="debug"), stream)
    note(logging.WARNING, "a\nb", url=f"https://x/bot{TOKEN}/getMe")
    try:
        raise ValueError("what a person wrote")
    except ValueError:
        logging.getLogger("careerbot.any").exception("failed")
    logging.getLogger("telegram.Bot").error("Calling with %s", {"text": "what a person wrote"})
    log = stream.getvalue()
    assert len(log.splitlines()) == 3
    assert "telegram.Bot at test_process.py:" in log
    assert "ValueError at test_process.py:" in log
    assert TOKEN not in log
    assert "what a person wrote" not in log
