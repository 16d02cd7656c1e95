"""Which buttons a reply gets where it is shown."""

from typing import TYPE_CHECKING

from vouch_bot.discord import threads
from vouch_bot.discord.components import Offers

if TYPE_CHECKING:
    from vouch_bot.discord.client import VouchClient


def offers_in(
    bot: "VouchClient",
    channel: object,
    guild: int | None,
    *,
    private: bool = False,
    again: bool = False,
) -> Offers:
    """The buttons of a reply in a channel of a server, or in a direct message without `guild`.

    What is shown to the asker alone (`private`) opens no thread, is not deleted and calls nobody.
    """
    return Offers(
        thread=not private and threads.offered(bot, channel, guild),
        new_topic=guild is None,
        delete=not private,
        again=again,
        person=not private and bot.store.rules(guild).staff_role is not None,
    )
