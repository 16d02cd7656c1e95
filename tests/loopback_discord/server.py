"""A small Discord on the loopback interface: its HTTP API and its gateway, for one bot.

It knows one server with one channel, keeps every message, and answers the
routes that the bot uses; any other route is a failure that a test sees.
"""

import asyncio
import contextlib
import json
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.loopback_discord import payloads
from tests.loopback_discord.gateway import Gateway
from tests.loopback_discord.payloads import Payload

TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAy.GloopB.0123456789012345678901234567890123456789"
_ACK_WITHIN = 3.0
_TOKEN_LIVES = 900.0


@dataclass
class Asked:
    """An interaction, and what the bot did with it."""

    identity: int
    at: float
    channel: int
    acknowledged: float | None = None
    kind: int | None = None
    ephemeral: bool = False
    message: int | None = None
    edits: list[Payload] = field(default_factory=list)
    edited: list[float] = field(default_factory=list)
    done: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def shown(self) -> Payload:
        """What the reply shows last."""
        return self.edits[-1] if self.edits else {}


class Loopback:
    """The small Discord, in `async with`; `api` and `gateway.url` tell where it is."""

    def __init__(self, *, heartbeat: float = 0.5, refused_intents: int = 0) -> None:
        self.gateway = Gateway(TOKEN, heartbeat, refused_intents)
        self.messages: dict[int, Payload] = {}
        self.asked: dict[int, Asked] = {}
        self.unknown: list[str] = []
        self.requests: list[tuple[str, str]] = []
        self.commands: list[Payload] = []
        self.limited: list[tuple[str, float]] = []
        self.broken: list[str] = []
        self.refused: list[tuple[str, int]] = []
        self.told: list[Payload] = []
        self.reactions: list[str] = []
        self.down: list[str] = []
        self.posts: dict[int, Payload] = {}
        self.files: dict[str, bytes] = {}
        self.message_limit: tuple[int, float] | None = None
        self._sent_at: deque[float] = deque()
        self._ids = payloads.snowflakes()
        self._seen = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(middlewares=[self._limits])
        app.add_routes(self._routes())
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.api = f"http://{host}:{port}/api/v10"
        self.gateway.url = f"ws://{host}:{port}/gateway"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    # What people do.

    async def ask(self, person: int, question: str, *, private: bool | None = None) -> Asked:
        """Someone asks with `/ask`."""
        options = [{"name": "question", "type": 3, "value": question}]
        if private is not None:
            options.append({"name": "private", "type": 5, "value": private})
        # A bot that was here today does not tell of its commands again.
        known = {command["name"]: command["id"] for command in self.commands}
        data = {"id": known.get("ask", "1"), "name": "ask", "type": 1, "options": options}
        return await self._interact(2, person, data, {})

    async def click(self, person: int, message: int, custom_id: str) -> Asked:
        """Someone clicks a button."""
        data = {"custom_id": custom_id, "component_type": 2}
        return await self._interact(3, person, data, {"message": self.messages[message]})

    async def say(
        self,
        person: int,
        text: str,
        *,
        channel: int = payloads.CHANNEL,
        identity: int | None = None,
        roles: tuple[int, ...] = (),
        reply_to: int | None = None,
    ) -> int:
        """Someone writes a message; the id of the message."""
        author = payloads.user(person, f"person {person}")
        mentions = (payloads.user(payloads.BOT, "Vouch", bot=True),)
        mentioned = mentions if f"<@{payloads.BOT}>" in text else ()
        body: Payload = {"content": text}
        if reply_to is not None:
            body["message_reference"] = {"message_id": str(reply_to), "channel_id": str(channel)}
        made = payloads.message(
            identity or next(self._ids), channel, author, body, mentions=mentioned
        )
        if reply_to is not None:
            made["message_reference"] = body["message_reference"]
        made["member"] = payloads.member(person, author["username"], roles=roles)
        self.messages[int(made["id"])] = made
        await self.gateway.dispatch("MESSAGE_CREATE", made)
        return int(made["id"])

    async def post(self, person: int, title: str, text: str) -> int:
        """Someone opens a post in the forum; its id, which its first message has too."""
        identity = next(self._ids)
        self.posts[identity] = payloads.post(identity, title, person)
        created = {**self.posts[identity], "newly_created": True}
        await self.gateway.dispatch("THREAD_CREATE", created)
        await self.say(person, text, channel=identity, identity=identity)
        return identity

    async def command(
        self,
        person: int,
        name: str,
        file: tuple[str, bytes] | None = None,
        **values: object,
    ) -> Asked:
        """A manager calls a command, `settings staff` for one of a group, with its options."""
        kinds = {bool: 5, int: 4, str: 3}
        resolved: Payload = {"roles": {}, "channels": {}, "attachments": {}}
        options: list[Payload] = []
        for option, value in values.items():
            kind = kinds[type(value)]
            if value == payloads.STAFF_ROLE:
                kind = 8
                resolved["roles"][str(value)] = payloads.role(payloads.STAFF_ROLE, "desk", "0")
            elif value in (payloads.CHANNEL, payloads.FORUM):
                kind, forum = 7, value == payloads.FORUM
                made = payloads.forum_channel() if forum else payloads.text_channel()
                made |= {"permissions": payloads.ALL_PERMISSIONS}
                resolved["channels"][str(value)] = made
            shown = str(value) if kind in (7, 8) else value
            options.append({"name": option, "type": kind, "value": shown})
        if file is not None:
            identity = str(next(self._ids))
            self.files[identity] = file[1]
            resolved["attachments"][identity] = {
                "id": identity,
                "filename": file[0],
                "size": len(file[1]),
                "url": f"{self.api}/files/{identity}",
                "proxy_url": f"{self.api}/files/{identity}",
            }
            options.append({"name": "file", "type": 11, "value": identity})
        group, _, own = name.partition(" ")
        if own:
            options = [{"name": own, "type": 1, "options": options}]
        known = {command["name"]: command["id"] for command in self.commands}
        data = {"id": known[group], "name": group, "type": 1, "options": options}
        data["resolved"] = resolved
        return await self._interact(2, person, data, {}, payloads.ALL_PERMISSIONS)

    async def menu(self, person: int, name: str, message: int, *roles: int) -> Asked:
        """Someone chooses a command from a message's menu."""
        known = {command["name"]: command["id"] for command in self.commands}
        resolved = {"messages": {str(message): self.messages[message]}}
        data = {"id": known[name], "name": name, "type": 3, "target_id": str(message)}
        return await self._interact(2, person, {**data, "resolved": resolved}, {}, "0", roles)

    async def _interact(
        self,
        kind: int,
        person: int,
        data: Payload,
        more: Payload,
        permissions: str = "0",
        roles: tuple[int, ...] = (),
    ) -> Asked:
        identity = next(self._ids)
        who = payloads.member(person, f"person {person}", roles=roles)
        channel = payloads.text_channel()
        sent = payloads.interaction(identity, kind, channel, who, data, permissions)
        asked = Asked(identity, time.perf_counter(), payloads.CHANNEL)
        self.asked[identity] = asked
        await self.gateway.dispatch("INTERACTION_CREATE", {**sent, **more})
        return asked

    async def until(self, holds: Callable[[], Any], seconds: float = 20.0) -> Any:
        """What `holds` returns, once that is true; TimeoutError where it is not in time."""
        async with asyncio.timeout(seconds):
            while not (value := holds()):
                self._seen.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._seen.wait(), 0.25)
            return value

    # What the bot asks of the API.

    @web.middleware
    async def _limits(self, request: web.Request, handler: Any) -> web.StreamResponse:
        path = request.path.removeprefix("/api/v10")
        self.requests.append((request.method, path))
        for part in [part for part in self.down if part in path][:1]:
            self.down.remove(part)
            return _json({"message": "upstream connect error", "code": 0}, 503)
        for number, (part, seconds) in enumerate(self.limited):
            if part in path:
                del self.limited[number]
                body = {"message": "You are being rate limited.", "retry_after": seconds}
                return _json({**body, "global": False}, 429)
        for number, (part, code) in enumerate(self.refused):
            if part in path:
                del self.refused[number]
                return _json({"message": "refused", "code": code}, 404 if code < 50_000 else 403)
        response: web.StreamResponse = await handler(request)
        for part in [part for part in self.broken if part in path]:
            # It was done, and the answer does not come through.
            self.broken.remove(part)
            if request.transport is not None:
                request.transport.abort()
        self._seen.set()
        return response

    def _routes(self) -> list[web.RouteDef]:
        api = "/api/v10"
        message = f"{api}/channels/{{channel}}/messages/{{message}}"
        original = f"{api}/webhooks/{{application}}/{{token}}/messages/@original"
        return [
            web.get("/gateway", self.gateway.handle),
            web.get(f"{api}/users/@me", self._me),
            web.get(f"{api}/oauth2/applications/@me", self._application),
            web.put(f"{api}/applications/{{id}}/commands", self._commands),
            web.post(f"{api}/interactions/{{id}}/{{token}}/callback", self._callback),
            web.patch(original, self._edit_original),
            web.post(f"{api}/webhooks/{{application}}/{{token}}", self._follow_up),
            web.post(f"{api}/channels/{{channel}}/typing", self._typing),
            web.post(f"{api}/channels/{{channel}}/messages", self._send),
            web.patch(message, self._edit),
            web.get(message, self._fetch),
            web.patch(f"{api}/channels/{{channel}}", self._edit_post),
            web.get(f"{api}/files/{{id}}", self._file),
            web.put(f"{message}/reactions/{{emoji}}/@me", self._react),
            web.post(f"{message}/threads", self._thread),
            web.route("*", "/{rest:.*}", self._unknown),
        ]

    async def _me(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bot {TOKEN}":
            return _json({"message": "401: Unauthorized", "code": 0}, 401)
        return _json(payloads.user(payloads.BOT, "Vouch", bot=True))

    async def _application(self, request: web.Request) -> web.Response:
        name = {"id": str(payloads.APPLICATION), "name": "Vouch", "description": "", "flags": 0}
        more = {"bot_public": True, "bot_require_code_grant": False, "verify_key": "", "icon": None}
        return _json({**name, **more, "owner": payloads.user(1, "owner"), "summary": ""})

    async def _commands(self, request: web.Request) -> web.Response:
        self.commands = [
            {
                "description": "",  # Discord sends one for menus too
                **command,
                "id": str(next(self._ids)),
                "application_id": str(payloads.APPLICATION),
                "version": "1",
                "default_member_permissions": command.get("default_member_permissions"),
            }
            for command in await request.json()
        ]
        return _json(self.commands)

    async def _callback(self, request: web.Request) -> web.Response:
        asked = self.asked.get(int(request.match_info["id"]))
        if asked is None or time.perf_counter() - asked.at > _ACK_WITHIN:
            return _json({"message": "Unknown interaction", "code": 10062}, 404)
        if asked.acknowledged is not None:
            return _json({"message": "Already acknowledged", "code": 40060}, 400)
        body = await request.json()
        asked.acknowledged, asked.kind = time.perf_counter(), body["type"]
        data = body.get("data") or {}
        asked.ephemeral = bool(data.get("flags", 0) & 64)
        asked.message = next(self._ids)
        if body["type"] == 4:
            self._reply(asked, data)
        loading = body["type"] == 5
        told = {
            "id": str(asked.identity),
            "type": 2,
            "response_message_id": str(asked.message),
            "response_message_loading": loading,
            "response_message_ephemeral": asked.ephemeral,
        }
        return _json({"interaction": told})

    def _reply(self, asked: Asked, body: Payload) -> Payload:
        author = payloads.user(payloads.BOT, "Vouch", bot=True)
        assert asked.message is not None
        made = payloads.message(asked.message, asked.channel, author, body)
        self.messages[asked.message] = made
        asked.edits.append(body)
        asked.edited.append(time.perf_counter())
        if "⏳" not in (body.get("content") or "") and not _is_draft(body):
            asked.done.set()
        return made

    def _of_token(self, request: web.Request) -> Asked | None:
        asked = self.asked.get(int(request.match_info["token"].removeprefix("token-")))
        late = asked is not None and time.perf_counter() - asked.at > _TOKEN_LIVES
        return None if asked is None or asked.acknowledged is None or late else asked

    async def _edit_original(self, request: web.Request) -> web.Response:
        asked = self._of_token(request)
        if asked is None:
            return _json({"message": "Unknown Webhook", "code": 10015}, 404)
        return _json(self._reply(asked, await request.json()))

    async def _follow_up(self, request: web.Request) -> web.Response:
        return await self._edit_original(request)

    async def _typing(self, request: web.Request) -> web.Response:
        return web.Response(status=204)

    def _over_the_limit(self) -> float:
        """Seconds to wait until one more message may be sent to a channel; 0 where it may."""
        if self.message_limit is None:
            return 0.0
        count, seconds = self.message_limit
        now = time.perf_counter()
        while self._sent_at and now - self._sent_at[0] >= seconds:
            self._sent_at.popleft()
        if len(self._sent_at) >= count:
            return seconds - (now - self._sent_at[0])
        self._sent_at.append(now)
        return 0.0

    async def _react(self, request: web.Request) -> web.Response:
        self.reactions.append(request.match_info["message"])
        return web.Response(status=204)

    async def _send(self, request: web.Request) -> web.Response:
        if wait := self._over_the_limit():
            told = {"message": "You are being rate limited.", "retry_after": wait, "global": False}
            return _json(told, 429)
        body = await request.json()
        author = payloads.user(payloads.BOT, "Vouch", bot=True)
        channel = int(request.match_info["channel"])
        made = payloads.message(next(self._ids), channel, author, body)
        if body.get("message_reference"):
            made["message_reference"] = body["message_reference"]
        self.messages[int(made["id"])] = made
        self.told.append(made)
        return _json(made)

    async def _edit(self, request: web.Request) -> web.Response:
        made = self.messages[int(request.match_info["message"])]
        made.update({name: value for name, value in (await request.json()).items() if value})
        self.told.append(made)
        return _json(made)

    async def _fetch(self, request: web.Request) -> web.Response:
        return _json(self.messages[int(request.match_info["message"])])

    async def _edit_post(self, request: web.Request) -> web.Response:
        post = self.posts[int(request.match_info["channel"])]
        post.update(await request.json())
        await self.gateway.dispatch("THREAD_UPDATE", post)
        return _json(post)

    async def _file(self, request: web.Request) -> web.Response:
        return web.Response(body=self.files[request.match_info["id"]])

    async def _thread(self, request: web.Request) -> web.Response:
        made = payloads.thread(int(request.match_info["message"]), (await request.json())["name"])
        await self.gateway.dispatch("THREAD_CREATE", made)
        return _json(made)

    async def _unknown(self, request: web.Request) -> web.Response:
        self.unknown.append(f"{request.method} {request.path}")
        return _json({"message": "404: Not Found", "code": 0}, 404)


def _is_draft(body: Payload) -> bool:
    """Whether a message shows an answer that is still being written."""
    return any(embed.get("footer", {}).get("text") == "…" for embed in body.get("embeds") or ())


def _json(body: Any, status: int = 200) -> web.Response:
    # discord.py reads a 429 only where it went through Discord's own proxies.
    headers = {"Via": "1.1 loopback"} if status == 429 else None
    # And it takes for JSON only what is named so exactly, without a charset.
    text = json.dumps(body).encode()
    return web.Response(body=text, status=status, headers=headers, content_type="application/json")


@contextlib.asynccontextmanager
async def loopback(**options: Any) -> AsyncIterator[Loopback]:
    """A small Discord that the discord.py of this process connects to."""
    from tests.loopback_discord.pointing import pointed

    async with Loopback(**options) as server:
        with pointed(server.api, server.gateway.url):
            yield server
