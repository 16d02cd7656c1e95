"""The bot's token, and the invitation that it implies."""

import base64
import binascii
import re

import discord

from vouch.errors import SettingsError
from vouch_bot.discord import permissions
from vouch_bot.discord.settings import DiscordSettings

_SHAPE = re.compile(r"[\w-]{18,}\.[\w-]{6,}\.[\w-]{20,}")

_MEND = (
    "Get it at discord.com/developers/applications → your application → Bot → Reset Token, and"
    " put it into .env: VOUCH_DISCORD_TOKEN=..."
)


def token_of(settings: DiscordSettings) -> str:
    """The token that the settings hold; raises SettingsError where there is none."""
    token = settings.token.get_secret_value().strip() if settings.token else ""
    if not token:
        raise SettingsError("The bot has no token for Discord.", _MEND)
    if not _SHAPE.fullmatch(token):
        raise SettingsError("VOUCH_DISCORD_TOKEN does not look like a bot's token.", _MEND)
    return token


def invitation(settings: DiscordSettings) -> str:
    """The address that invites the bot to a server, with exactly the permissions it needs.

    Raises SettingsError where neither the application's id nor a token tells whom to invite.
    """
    application = settings.application_id or _application_in(token_of(settings))
    return discord.utils.oauth_url(
        application, permissions=permissions.needed(), scopes=("bot", "applications.commands")
    )


def _application_in(token: str) -> int:
    """The application's id: the first part of a token is the bot's id, in Base64."""
    part = token.split(".")[0]
    try:
        return int(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (binascii.Error, ValueError) as error:
        raise SettingsError(
            "The token does not tell the application's id.",
            "Copy it from discord.com/developers/applications → your application → General"
            " Information, and put it into .env: VOUCH_DISCORD_APPLICATION_ID=...",
        ) from error
