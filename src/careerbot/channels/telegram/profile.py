"""What the bot says of itself -> Telegram's command menu and first screen, changed only where they differ."""

from __future__ import annotations

import logging

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)
from telegram.error import InvalidToken

from careerbot.channels.telegram import words
from careerbot.channels.telegram.logs import describe_error, note
from careerbot.model import Settings

# The menu of each kind of chat; one of a kind unknown here gets that of groups.
_MENUS: dict[BotCommandScope, tuple[str, ...]] = {
    BotCommandScopeAllPrivateChats(): tuple(words.COMMANDS),
    BotCommandScopeAllGroupChats(): words.GROUP_COMMANDS,
    BotCommandScopeDefault(): words.GROUP_COMMANDS,
}


async def set_profile(api: Bot, about: Settings) -> None:
    """Set what is not set yet. Trouble is logged only, as people can do without; InvalidToken is raised."""
    try:
        await _set_commands(api)
        await _set_descriptions(api, about)
    except InvalidToken:
        raise
    except Exception as error:
        note(logging.WARNING, "menu and description not set", error=describe_error(error))


async def _set_commands(api: Bot) -> None:
    for scope, names in _MENUS.items():
        wanted = tuple(BotCommand(name, words.COMMANDS[name]) for name in names)
        if await api.get_my_commands(scope) != wanted:
            await api.set_my_commands(wanted, scope)


async def _set_descriptions(api: Bot, about: Settings) -> None:
    long, short = words.describe(about)
    if (await api.get_my_description()).description != long:
        await api.set_my_description(long)
    if (await api.get_my_short_description()).short_description != short:
        await api.set_my_short_description(short)
