"""What was asked of the bot in some days, and what became of it: counted for keepers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from vouch.types import Answer
from vouch_bot.common.store import Kept
from vouch_bot.common.unanswered import Embed, Gap, find_gaps

MAX_GROUPED = 2_000
"""How many refused questions, the newest, are grouped."""

_DIGEST_HOUR = 9


@dataclass(frozen=True, slots=True)
class Statistics:
    """Replies in numbers; `gaps` are the refused questions in groups, the most asked first.

    `articles` are the titles that answers cite, each with the number of answers, most first;
    `reasons` are those given with votes against a reply.
    """

    asked: int
    people: int
    answered: int
    refused: int
    up: int
    down: int
    reasons: Mapping[str, int]
    gaps: Sequence[Gap]
    articles: Sequence[tuple[str, int]]


def statistics(kept: Sequence[Kept], reasons: Mapping[str, int], embed: Embed) -> Statistics:
    """The statistics of some replies. `embed` makes vectors of unit length of questions."""
    answers = [each.reply for each in kept if isinstance(each.reply, Answer)]
    refused = [each for each in kept if not isinstance(each.reply, Answer)]
    cited: Counter[str] = Counter()
    for answer in answers:
        quotes = [citation.quote for citation in answer.citations]
        sources = {quote.source.path: quote.source for quote in quotes}
        cited.update(source.title or path for path, source in sources.items())
    return Statistics(
        asked=len(kept),
        people=len({each.asked.user for each in kept}),
        answered=len(answers),
        refused=len(refused),
        up=sum(each.up for each in kept),
        down=sum(each.down for each in kept),
        reasons=dict(sorted(reasons.items(), key=lambda entry: -entry[1])),
        gaps=find_gaps(refused[:MAX_GROUPED], embed),
        articles=cited.most_common(10),
    )


def digest_due(last: float | None, now: float) -> bool:
    """Whether a Monday's nine o'clock (UTC) has passed since the last digest (Unix times)."""
    if last is None:
        return False
    moment = datetime.fromtimestamp(now, UTC)
    monday = (moment - timedelta(days=moment.weekday())).replace(
        hour=_DIGEST_HOUR, minute=0, second=0, microsecond=0
    )
    if monday > moment:
        monday -= timedelta(days=7)
    return last < monday.timestamp()
