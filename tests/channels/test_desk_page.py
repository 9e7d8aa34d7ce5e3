"""The desk's page in a real browser -> proof that a counselor can work with it, by keyboard and on a small screen."""

from __future__ import annotations

import re
import shutil
import subprocess
import time

import pytest
from desks import serve
from playwright.sync_api import Page, expect, sync_playwright
from small_layers import FAQ, QUESTION, make_layers

from careerbot.model import Record
from careerbot.store import open_store

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NAME = "faq/visits.yaml"
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no chromium on this machine")


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        # Where tests run as root in a container the browser cannot make a sandbox of its own.
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def layers(tmp_path):
    return make_layers(tmp_path)


@pytest.fixture
def page(browser, layers, tmp_path):
    """The page at the size of a small laptop; what goes wrong in it fails the test, but for what is refused."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.set_default_timeout(20_000)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if is_failure(message) else None)
    with serve(layers, tmp_path) as address:
        page.goto(address)
        yield page
        context.close()
    assert errors == []


def is_failure(message):
    """Whether the page reports an error; what the desk refuses is also noted as one by the browser."""
    return message.type == "error" and "400 (Bad Request)" not in message.text


def open_entry(page: Page) -> None:
    page.get_by_role("button", name=QUESTION).click()
    expect(page.locator("#text")).to_have_value(FAQ)


def type_over(page: Page, text: str) -> None:
    page.locator("#text").fill(text)


def ask(page: Page, question: str) -> None:
    page.get_by_label("Question").fill(question)
    page.keyboard.press("Enter")


def make_file(page: Page, name: str) -> None:
    page.get_by_role("button", name="New file").click()
    page.get_by_label("Its name").fill(name)
    page.keyboard.press("Enter")
    expect(page.locator("#name")).to_have_text(name)


def test_the_chat_answers_from_unsaved_text_and_shows_what_changed(page, layers):
    open_entry(page)
    ask(page, QUESTION)
    reply = page.locator(".reply").last
    expect(reply).to_contain_text("visitors on Fridays.")
    type_over(page, FAQ.replace("Fridays", "Mondays"))
    expect(reply.locator("ins")).to_have_text("Mondays.")
    expect(reply.locator("del")).to_have_text("Fridays.")
    expect(page.locator("#files")).to_contain_text("unsaved")
    assert (layers[1] / NAME).read_text() == FAQ


def test_problems_stand_beside_their_lines_and_lead_to_them(page):
    open_entry(page)
    type_over(page, FAQ.replace("say:", "sya:"))
    problem = page.get_by_role("button", name="line 5: `sya` means nothing here")
    expect(problem).to_be_visible()
    expect(page.locator("#lines .wrong")).to_have_text(["5"])
    expect(page.locator("#verdict")).to_contain_text("answers as before")
    problem.click()
    assert page.evaluate("document.getElementById('text').selectionStart") == FAQ.index("say:")


def test_saving_shows_what_it_changes_and_then_does_by_keyboard_alone(page, layers):
    open_entry(page)
    type_over(page, FAQ.replace("Fridays", "Mondays"))
    page.keyboard.press("Control+s")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("del")).to_contain_text("Fridays")
    expect(dialog.locator("ins")).to_contain_text("Mondays")
    assert (layers[1] / NAME).read_text() == FAQ
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#state")).to_have_text("saved")
    assert (layers[1] / NAME).read_text() == FAQ.replace("Fridays", "Mondays")


def test_saving_warns_of_mistakes_in_this_file_and_not_of_those_in_others(page, layers):
    (layers[1] / "faq" / "other.yaml").write_text(FAQ.replace("id: visits", "id: other").replace("say:", "sya:"))
    open_entry(page)
    type_over(page, FAQ.replace("Fridays", "Mondays"))
    expect(page.get_by_role("button", name="our-school/faq/other.yaml:5")).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page.get_by_role("dialog").locator("ins")).to_contain_text("Mondays")
    expect(page.locator("#saving-warning")).to_have_text("")
    page.keyboard.press("Escape")
    type_over(page, FAQ.replace("say:", "sya:"))
    expect(page.get_by_role("button", name="line 5: `sya`")).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page.locator("#saving-warning")).to_contain_text("There are mistakes in it")


def test_enter_carries_the_indentation_and_the_dash_of_a_list_to_the_next_line(page):
    open_entry(page)
    type_over(page, "")
    for line in ("entries:", "- id: lights", "intent: pay", "asks:", "- who is it", "where is it", "", "say: |-", "A."):
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    page.keyboard.type("B.")
    written = (
        "entries:\n  - id: lights\n    intent: pay\n    asks:\n      - who is it\n      - where is it\n"
        "    say: |-\n      A.\n      B."
    )
    expect(page.locator("#text")).to_have_value(written)
    page.keyboard.press("Enter")
    expect(page.locator("#text")).to_have_value(f"{written}\n      ")
    page.keyboard.press("Control+z")
    expect(page.locator("#text")).to_have_value(written)


def test_going_back_from_saving_changes_nothing_and_changes_can_be_discarded(page, layers):
    open_entry(page)
    type_over(page, FAQ.replace("Fridays", "Mondays"))
    page.keyboard.press("Control+s")
    page.keyboard.press("Escape")
    expect(page.locator("#state")).to_have_text("unsaved")
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="Discard my changes").click()
    expect(page.locator("#text")).to_have_value(FAQ)
    expect(page.locator("#state")).to_have_text("saved")
    assert (layers[1] / NAME).read_text() == FAQ


def test_a_file_that_was_saved_elsewhere_is_not_written_over(page, layers):
    open_entry(page)
    type_over(page, FAQ.replace("Fridays", "Mondays"))
    (layers[1] / NAME).write_text(FAQ.replace("Fridays", "Sundays"))
    page.keyboard.press("Control+s")
    expect(page.get_by_role("dialog").locator("del")).to_contain_text("Sundays")


def test_a_new_file_can_be_made(page, layers):
    make_file(page, "faq/lights.yaml")
    type_over(page, FAQ.replace("id: visits", "id: lights").replace(QUESTION, "who turns off the lights"))
    expect(page.locator("#verdict")).to_contain_text("answers from this text")
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("button", name="who turns off the lights")).to_be_visible()
    assert (layers[1] / "faq" / "lights.yaml").exists()


def test_a_name_that_is_refused_stays_in_the_box_with_what_is_wrong_until_it_is_mended(page, layers):
    page.get_by_role("button", name="New file").click()
    box = page.get_by_label("Its name")
    expect(box).to_have_value("")
    for name, cure in (("faq/lights", "write faq/lights.yaml"), ("faq/faq/lights.yaml", "write faq/lights.yaml")):
        box.fill(name)
        page.keyboard.press("Enter")
        expect(page.locator("#naming-warning")).to_contain_text(cure)
        expect(box).to_have_value(name)
    box.fill("faq/lights.yaml")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#name")).to_have_text("faq/lights.yaml")


def test_an_entry_is_begun_written_and_proved(page):
    make_file(page, "faq/lights.yaml")
    expect(page.locator("#text")).to_have_value(re.compile("A counselor can answer that"))
    type_over(page, FAQ.replace("id: visits", "id: lights").replace(QUESTION, "who turns off the lights"))
    make_file(page, "dialogues/lights.txt")
    type_over(page, "# lights\n> who turns off the lights\n< on Sundays\n")
    expect(page.locator("#verdict")).to_contain_text("0 of 1 messages went as written")
    expect(page.get_by_role("button", name='line 3: expected a reply that shows "on Sundays"')).to_be_visible()
    type_over(page, "# lights\n> who turns off the lights\n< on Fridays\n")
    expect(page.locator("#verdict")).to_contain_text("No problems. The chat answers from this text. 1 of 1 messages")


def test_an_earlier_version_comes_back_from_git(page, layers):
    who = ("-c", "user.name=J. Rivera", "-c", "user.email=j@example.org", "-c", "commit.gpgsign=false")
    for command in (("init", "--quiet"), ("add", "--all"), (*who, "commit", "--message", "Open on Fridays")):
        subprocess.run(["git", "-C", layers[1], *command], check=True, capture_output=True)
    (layers[1] / NAME).write_text(FAQ.replace("Fridays", "Mondays"))
    page.get_by_role("button", name=QUESTION).click()
    expect(page.locator("#text")).to_have_value(FAQ.replace("Fridays", "Mondays"))
    page.get_by_role("button", name="History").click()
    page.get_by_role("button", name="J. Rivera: Open on Fridays").click()
    page.get_by_role("button", name="Put into the editor").click()
    expect(page.locator("#text")).to_have_value(FAQ)
    expect(page.locator("#state")).to_have_text("unsaved")


def test_a_gap_becomes_an_entry_to_write(page, layers, tmp_path):
    expect(page.locator("#no-gaps")).to_contain_text("no state file")
    store = open_store(f"sqlite:///{tmp_path / 'state'}")
    store.keep(Record((), "where do i park my bike", "unsure"), time.time())
    store.close()
    page.reload()
    page.get_by_role("button", name="1 × where do i park my bike").click()
    expect(page.locator("#text")).to_have_value(re.compile("asks:.*\n.* where do i park my bike"))
    expect(page.locator("#verdict")).to_contain_text("answers from this text")
    assert len(list((layers[1] / "faq").iterdir())) == 2


def test_markup_in_an_answer_is_shown_and_never_run(page):
    open_entry(page)
    shown = "**Open** on [Fridays](https://example.org/?a=1&b=2), <img src=x onerror=alert(1)>."
    type_over(page, FAQ.replace("The shop is open to visitors on Fridays.", f'"{shown}"'.replace("<img", "&lt;img")))
    expect(page.locator("#verdict")).to_contain_text("answers from this text")
    ask(page, QUESTION)
    reply = page.locator(".reply").last
    expect(reply.locator("b")).to_have_text("Open")
    expect(reply.get_by_role("link")).to_have_attribute("href", "https://example.org/?a=1&b=2")
    expect(reply.locator("img")).to_have_count(0)


def test_the_list_is_narrowed_by_what_is_typed(page):
    expect(page.get_by_role("button", name=QUESTION)).to_be_visible()
    page.get_by_label("Find").fill("parking")
    expect(page.get_by_role("button", name=QUESTION)).to_have_count(0)


def test_all_of_the_desk_is_in_sight_on_a_small_laptop(page):
    open_entry(page)
    type_over(page, FAQ * 40)
    expect(page.locator("#problems li").first).to_be_visible()
    for part in ("#save", "#text", "#verdict", "#question", "#find"):
        box = page.locator(part).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 1280
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 720
    assert page.evaluate("document.documentElement.scrollHeight") <= 720
