"""Tells askers whose questions were under way when the bot before this one ended."""

import json
import logging
import time
from typing import TYPE_CHECKING

import discord

from vouch_bot.common.pending import Unfinished

if TYPE_CHECKING:
    from vouch_bot.discord.client import VouchClient

CUT_SHORT = "I was restarted while I was working on your question. Please ask it again."
_TOKEN_LIVES_S = 14 * 60.0
_STALE_S = 24 * 3_600.0

_log = logging.getLogger(__name__)


async def tell_unfinished(bot: "VouchClient", question: Unfinished) -> None:
    """Tell the asker of a question that was cut short, where they can still be reached."""
    address, age = json.loads(question.address), time.time() - question.begun_at
    try:
        if "token" in address and age < _TOKEN_LIVES_S:
            await bot.http.request(
                discord.http.Route(
                    "PATCH",
                    "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
                    webhook_id=address["application"],
                    webhook_token=address["token"],
                ),
                json={"content": CUT_SHORT},
            )
        elif "channel" in address and age < _STALE_S:
            channel = bot.get_partial_messageable(address["channel"])
            await channel.send(
                CUT_SHORT,
                reference=discord.MessageReference(
                    message_id=address["message"],
                    channel_id=address["channel"],
                    fail_if_not_exists=False,
                ),
            )
    except discord.HTTPException as error:
        _log.warning("The asker of a question that was cut short cannot be told: %s", error)
