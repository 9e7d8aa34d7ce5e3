"""What the bot says of itself -> menus by kind of chat and descriptions, set once."""

from __future__ import annotations

from tests.telegram.conftest import Start
from tests.telegram.double import Double


async def test_menus_and_descriptions_are_set_and_not_set_again_by_the_next_start(double: Double, start: Start) -> None:
    async with start():
        await double.wait(1, "setmyshortdescription")
    menus = {scope: [c["command"] for c in menu] for scope, menu in double.profile.items() if "commands" in scope}
    group = ["help", "settings", "privacy", "export", "forget"]
    assert menus.pop("commands all_private_chats") == ["start", "help", "human", *group[1:]]
    assert menus == {"commands all_group_chats": group, "commands default": group}
    assert "A & B College" in double.profile["description"]["description"]
    async with start():
        double.write("hello")
        await double.wait(1)
        await double.settle()
    assert len(double.done("setMyCommands")) == 3
