"""Requests of strangers and of the desk's own page -> proof of who is answered, and with what."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest
from desks import WAIT_SECONDS, serve
from small_layers import FAQ, make_layers

NAME = "faq/visits.yaml"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk")
    layers = make_layers(folder)
    with serve(layers, folder) as address:
        yield address, layers[1]


def send(address, body=None, **headers):
    """(status, headers, text) of a request with these headers; a POST where there is a body."""
    data = None if body is None else json.dumps(body).encode()
    own = {"Content-Type": "application/json", "Origin": "http://" + urlsplit(address).netloc}
    request = urllib.request.Request(address, data, {**own, **headers})
    try:
        with urllib.request.urlopen(request, timeout=WAIT_SECONDS) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


@pytest.fixture
def ask(desk):
    def ask(what, **body):
        status, _, text = send(desk[0] + what, body)
        return status, json.loads(text)

    return ask


def test_the_desk_is_served_on_this_machine_alone_under_a_long_secret(desk):
    parts = urlsplit(desk[0])
    assert parts.hostname == "127.0.0.1"
    assert len(parts.path.strip("/")) >= 40


def test_the_page_takes_and_gives_nothing_elsewhere(desk):
    status, headers, page = send(desk[0])
    assert status == 200
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert (headers["Referrer-Policy"], headers["Cache-Control"]) == ("no-referrer", "no-store")
    for part in (page, send(desk[0] + "desk.js")[2], send(desk[0] + "desk.css")[2]):
        assert "http://" not in part
        assert "https://" not in part


@pytest.mark.parametrize("path", ["/", "/wrong/", "/wrong/files", "/%F0%9F/", "//", "/favicon.ico"])
def test_whoever_has_not_the_secret_learns_nothing(desk, path):
    parts = urlsplit(desk[0])
    for body in (None, {}):
        status, _, text = send(f"http://{parts.netloc}{path}", body)
        assert (status, text) == (404, "Not Found")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "localhost.evil.example"])
def test_another_name_that_leads_to_this_machine_is_refused(desk, host):
    assert send(desk[0], Host=host)[0] == 403
    assert send(desk[0] + "files", {}, Host=host, Origin=f"http://{host}")[0] == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", "https://127.0.0.1"])
def test_another_page_cannot_ask_in_its_readers_name(desk, origin):
    assert send(desk[0] + "files", {}, Origin=origin)[0] == 403


def test_a_form_of_another_page_cannot_send_what_is_taken(desk):
    assert send(desk[0] + "files", {}, **{"Content-Type": "text/plain"})[0] == 415


@pytest.mark.parametrize("body", [[], "text", 3, None])
def test_what_is_no_json_object_is_refused(desk, body):
    request = urllib.request.Request(
        desk[0] + "files",
        json.dumps(body).encode() if body is not None else b"{",
        {"Content-Type": "application/json", "Origin": "http://" + urlsplit(desk[0]).netloc},
    )
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(request, timeout=WAIT_SECONDS)
    assert refusal.value.code == 400


@pytest.mark.parametrize("name", ["../secret.yaml", "/etc/passwd", "settings.yaml", "faq/../../x.yaml", 7])
@pytest.mark.parametrize("what", ["open", "write", "compare", "save", "history", "version"])
def test_no_request_leads_out_of_the_folders_that_are_edited(ask, what, name):
    status, answer = ask(what, name=name, text="mine", stamp="", commit="0" * 40)
    assert status == 400
    assert answer["error"]


def test_a_request_that_is_too_large_is_refused(desk):
    assert send(desk[0] + "write", {"name": NAME, "text": "a" * 7_000_000})[0] == 413


def test_a_file_that_changed_meanwhile_is_not_written_over(ask, desk):
    assert ask("save", name=NAME, text="mine", stamp="0" * 32)[0] == 409
    assert (desk[1] / NAME).read_text() == FAQ


def test_where_no_state_is_kept_the_list_of_gaps_says_so(ask):
    status, answer = ask("gaps")
    assert (status, answer["gaps"]) == (200, [])
    assert answer["lacking"]


def test_an_answer_comes_with_its_reasons(ask):
    answer = ask("say", talk="t", text="good morning")[1]
    assert answer["html"].startswith("Hello from testbot.")
    assert any(line.startswith("plan") for line in answer["why"])
