"""Calls to Discord that are tried again where Discord or the connection fails for a moment."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import aiohttp
import discord

T = TypeVar("T")

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
"""Seconds between the tries."""

TRANSIENT = (aiohttp.ClientConnectionError, discord.DiscordServerError, TimeoutError)


async def retried(call: Callable[[], Awaitable[T]]) -> T:
    """What `call` returns; where the connection breaks or Discord has an error, tried again.

    discord.py itself waits for rate limits, and tries again after some of Discord's errors.
    """
    for pause in PAUSES:
        try:
            return await call()
        except TRANSIENT:
            await asyncio.sleep(pause)
    return await call()
