"""Who may ask where, and how often: a server's settings, and what they decide."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import TypeAdapter


class ThreadMode(StrEnum):
    """When the bot opens a thread for follow-up questions."""

    OFF = "off"
    BUTTON = "button"
    ALWAYS = "always"


class DirectMessages(StrEnum):
    """Whose direct messages are answered.

    AUTO is OFF for a bot that has rules of access in a server, and EVERYONE otherwise.
    """

    AUTO = "auto"
    OFF = "off"
    MEMBERS = "members"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Rules:
    """A server's settings. An empty set of channels or roles means that all are allowed.

    `cooldown` is in seconds between two questions of one person, None for the
    bot's default. `collections` names the articles that each channel is answered from, and
    `articles` those of all other channels; None for all articles. In `auto_channels` questions
    are answered without being addressed to the bot, where at most `auto_risk` percent of such
    answers are wrong.
    """

    channels: frozenset[int] = field(default_factory=frozenset)
    roles: frozenset[int] = field(default_factory=frozenset)
    cooldown: int | None = None
    private: bool = False
    threads: ThreadMode = ThreadMode.BUTTON
    keeper_role: int | None = None
    news_channel: int | None = None
    staff_role: int | None = None
    collections: dict[int, str] = field(default_factory=dict)
    articles: str | None = None
    auto_channels: frozenset[int] = field(default_factory=frozenset)
    auto_risk: int = 5
    digest_channel: int | None = None

    @property
    def restricts(self) -> bool:
        """Whether not everybody may ask everywhere."""
        return bool(self.channels or self.roles)

    def to_json(self) -> str:
        return _RULES.dump_json(self).decode()

    @classmethod
    def from_json(cls, text: str) -> "Rules":
        return _RULES.validate_json(text)


_RULES = TypeAdapter(Rules)


@dataclass(frozen=True, slots=True)
class Asker:
    """A person as the rules see them: where they ask, and what they may do there.

    `channels` holds the channel and, for a thread, the channel it hangs on.
    """

    user: int
    guild: int | None
    channels: frozenset[int]
    roles: frozenset[int] = frozenset()
    manages: bool = False


@dataclass(frozen=True, slots=True)
class Naming:
    """How a platform writes a channel and a role by their ids, for people to read."""

    channel: Callable[[int], str] = "#{}".format
    role: Callable[[int], str] = "@{}".format


def denial(rules: Rules, asker: Asker, naming: Naming) -> str | None:
    """Why this person may not ask here, in a sentence; None where they may."""
    if asker.guild is None:
        return None
    if rules.channels and not rules.channels & asker.channels:
        places = _listed(map(naming.channel, sorted(rules.channels)))
        return f"Questions are not answered in this channel. Ask in {places}."
    if rules.roles and not rules.roles & asker.roles and not asker.manages:
        names = _listed(map(naming.role, sorted(rules.roles)))
        return f"In this server only members with the role {names} may ask."
    return None


NO_DIRECT_MESSAGES = "I do not answer direct messages. Please ask me in a server."
NOT_A_MEMBER = "I answer direct messages of members of my servers only."
NOT_BY_RULES = "By the rules of your server I may not answer you in direct messages."


def direct_denial(policy: DirectMessages, servers: Iterable[tuple[Rules, Asker]]) -> str | None:
    """Why this person's direct messages are not answered; None where they are.

    `servers` are the rules of the servers that the person is a member of, with the person as a
    member there. What a server's rules forbid there is not to be had in direct messages either:
    it takes a server that lets this person ask in any channel.
    """
    if policy is DirectMessages.OFF:
        return NO_DIRECT_MESSAGES
    rules = list(servers)
    if not rules:
        return None if policy is DirectMessages.EVERYONE else NOT_A_MEMBER
    if any(_may_ask_anywhere(each, member) for each, member in rules):
        return None
    return NOT_BY_RULES


def _may_ask_anywhere(rules: Rules, member: Asker) -> bool:
    return not rules.channels and (
        not rules.roles or bool(rules.roles & member.roles) or member.manages
    )


def collection_of(rules: Rules, channels: Iterable[int]) -> str | None:
    """The articles that a place is answered from, as `vouch ask --in` takes them; None for all.

    `channels` are the channel and, for a thread, the one that it hangs on.
    """
    bound = (rules.collections[each] for each in channels if each in rules.collections)
    return next(bound, rules.articles)


def is_staff(rules: Rules, asker: Asker) -> bool:
    """Whether this person answers what the articles do not."""
    return asker.guild is not None and (asker.manages or rules.staff_role in asker.roles)


def may_reindex(rules: Rules, asker: Asker) -> bool:
    """Whether this person may have the articles read again."""
    return asker.guild is not None and (asker.manages or rules.keeper_role in asker.roles)


def _listed(names: Iterable[str]) -> str:
    shown = list(names)
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


class Cooldowns:
    """When each person may ask again; kept in memory, for no longer than it matters."""

    def __init__(self) -> None:
        self._free_at: dict[tuple[int | None, int], float] = {}

    def wait(self, asker: Asker, now: float) -> float:
        """Seconds until this person may ask; 0 if now."""
        return max(0.0, self._free_at.get((asker.guild, asker.user), 0.0) - now)

    def start(self, asker: Asker, seconds: float, now: float) -> None:
        """Count `seconds` from `now` until this person's next question."""
        if len(self._free_at) >= 1_000:
            self._free_at = {who: free for who, free in self._free_at.items() if free > now}
        if seconds > 0:
            self._free_at[asker.guild, asker.user] = now + seconds
