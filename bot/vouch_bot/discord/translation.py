"""The names and descriptions of commands in other languages, for Discord to show."""

import discord
from discord import app_commands

from vouch_bot.common.language import catalogue


class Translation(app_commands.Translator):
    """Translates commands by the catalogue of each language."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """The text in a language; None where it has none, and Discord shows it in English."""
        return catalogue(locale.value).get(string.message)
