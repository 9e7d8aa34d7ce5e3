"""A whole process, started, killed and asked to stop -> its exit status, its log, and no answer lost."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession
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

# The disk hangs whenever an answer is to be written.
HANGING = (
    "import time; from careerbot.store.sqlite import SqliteStore; SqliteStore.finish = lambda *_: time.sleep(60)\n"
)

Run = Callable[..., Coroutine[Any, Any, asyncio.subprocess.Process]]


@pytest.fixture
def run(double: Double, tmp_path: Path) -> Run:
    """Starts a process that serves the double."""

    async def run(before: str = "", debug_loop: bool = False, **more: str) -> asyncio.subprocess.Process:
        settings = {
            "CAREERBOT_TOKEN": TOKEN,
            "CAREERBOT_API_URL": double.url,
            "CAREERBOT_STATE": f"sqlite:///{tmp_path}/state",
            "CAREERBOT_LOG": "json:debug",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
            "PYTHONASYNCIODEBUG": "1" if debug_loop else "",
            **{f"CAREERBOT_{name}": value for name, value in more.items()},
        }
        return await asyncio.create_subprocess_exec(
            sys.executable, "-c", before + MAIN, env=os.environ | settings, stderr=asyncio.subprocess.PIPE
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
async def test_when_telegram_takes_no_answers_the_process_still_ends_in_ten_seconds_and_loses_none(
    double: Double, run: Run, way: str
) -> None:
    settings = bring_by(way)
    double.faults = [Fault("sendMessage", "hang", count=100_000)]
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
    with contextlib.suppress(ProcessLookupError):  # With nothing at hand the first may have been enough.
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


async def test_a_disk_that_hangs_does_not_keep_the_process_from_ending_and_loses_nothing(
    double: Double, run: Run
) -> None:
    process = await run(before=HANGING)
    double.write("q")
    await until(lambda: max(double.polls, default=0) > 1000)
    process.terminate()
    async with asyncio.timeout(10):
        await process.communicate()
    assert process.returncode == 0
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


@pytest.mark.parametrize(("form", "way"), [("text", "polling"), ("json", "webhook")])
async def test_whatever_goes_wrong_the_log_tells_nothing_private(double: Double, run: Run, way: str, form: str) -> None:
    settings = bring_by(way) | {"WEBHOOK_SECRET": "the-webhook_secret", "LOG": f"{form}:debug"}
    methods = {"getMe": 502, "setWebhook": "cut", "deleteWebhook": 200, "getUpdates": 409, "setMyCommands": "cut"}
    double.faults = [Fault(method, kind) for method, kind in methods.items()]
    said = "Bartholomew says <i>hello</i>"
    why = f'Bad Request: can\'t parse entities near "{said}" for bot{TOKEN}'
    double.faults += [Fault("sendMessage", kind, why=why) for kind in (502, 200, "cut", "cut after", 400, 400, 403)]
    process = await run(**settings)
    double.push({"message": {"text": said, "from": {"first_name": "Bartholomew"}}})
    for n in range(8):
        double.write(said, user=987654321 + n, first_name="Bartholomew")
        double.push({"message": {"text": said, "message_id": said, "nonsense": TOKEN}})
    await double.wait(5, seconds=30)
    if way == "webhook":
        await bother(settings["WEBHOOK_URL"])
    await double.settle()
    process.terminate()
    _, log = await process.communicate()
    text = log.decode()
    assert process.returncode == 0
    assert "sending failed" in text
    assert "update skipped" in text
    for private in (TOKEN, TOKEN.split(":")[1], "the-webhook_secret", "Bartholomew", "hello", "98765432"):
        assert private not in text
    if form == "json":
        assert all({"time", "level", "event"} <= json.loads(line).keys() for line in text.splitlines())


async def bother(url: str) -> None:
    """Calls of strangers who know nothing, or know the secret."""
    async with ClientSession() as session:
        for secret in ("Bartholomew", "the-webhook_secret"):
            headers = {"X-Telegram-Bot-Api-Secret-Token": secret, "Content-Type": "application/json"}
            for body in (b"hello Bartholomew", b"[" * 9999, b'{"update_id": 1, "message": "Bartholomew"}'):
                async with session.post(f"{url}?token={TOKEN}", data=body, headers=headers) as response:
                    assert response.status in (200, 400, 403)
    _, writer = await asyncio.open_connection("127.0.0.1", urlsplit(url).port)
    writer.write(b"Bartholomew says hello\r\n\r\n")
    await writer.drain()
    writer.close()


@pytest.mark.usefixtures("usual_logging")
@pytest.mark.parametrize("form", ["text", "json"])
def test_what_a_stranger_could_smuggle_into_the_log_stays_on_its_line(form: Any) -> None:
    stream = io.StringIO()
    start_logging(Config(token=TOKEN, log_format=form, log_level="debug"), stream)
    note(logging.INFO, "x\n2026 ERROR forged", why="a\r\nb\x1b[31mred\x9b0m\u2028\x00\x7f")
    logging.getLogger("aiohttp.server").error("Error handling request\n%s", "forged")
    assert len(stream.getvalue().splitlines()) == 2
    assert stream.getvalue().replace("\n", "").isprintable()


async def test_loops_and_libraries_that_complain_do_not_quote(double: Double, run: Run) -> None:
    """With asyncio's own debugging on, which shows tasks, their errors and their arguments."""
    double.faults = [Fault("sendMessage", "cut", count=3), Fault("getUpdates", "cut", count=2)]
    process = await run(debug_loop=True)
    double.write("hello", first_name="Bartholomew")
    await double.wait(1)
    process.terminate()
    _, log = await process.communicate()
    assert process.returncode == 0
    for private in (TOKEN, TOKEN.split(":")[1], "Bartholomew", "hello"):
        assert private not in log.decode()


@pytest.mark.parametrize("token", ["hunter2", "123456", "123456:", ":abc", "123 456:abc", "123456:a/../b", "123456:ü"])
def test_a_token_that_is_none_ends_the_command_before_it_calls_anybody(token: str, tmp_path: Path) -> None:
    settings = {"CAREERBOT_TOKEN": token, "CAREERBOT_API_URL": "http://127.0.0.1:9", "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-m", "careerbot", "telegram"],
        env=os.environ | settings, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert done.stderr == "careerbot: CAREERBOT_TOKEN does not look like a token from BotFather (123456:ABC…)\n"


async def test_a_token_with_a_line_end_is_used_without_it(double: Double, run: Run) -> None:
    process = await run(TOKEN=f"{TOKEN}\n")
    double.write("q")
    await double.wait(1)
    process.terminate()
    await process.communicate()
    assert process.returncode == 0


async def test_an_address_that_telegram_does_not_take_ends_the_process_with_one_line(double: Double, run: Run) -> None:
    double.faults = [Fault("setWebhook", 400, why="Bad Request: bad webhook: IP address 10.0.0.1 is reserved")]
    process = await run(**bring_by("webhook"))
    _, log = await process.communicate()
    assert process.returncode == 3
    last = log.decode().splitlines()[-1]
    assert last.startswith("careerbot telegram: Telegram does not take CAREERBOT_WEBHOOK_URL: ")


async def test_a_port_in_use_ends_the_process_with_one_line(double: Double, run: Run) -> None:
    process = await run(METRICS_PORT=str(urlsplit(double.url).port))
    _, log = await process.communicate()
    assert process.returncode == 3
    last = log.decode().splitlines()[-1]
    assert last.startswith("careerbot telegram: cannot listen on 127.0.0.1, port ")


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
