"""When something was that a question names in place of a date: what the articles say of it."""

from collections import Counter
from collections.abc import Iterable

from vouch.text.dates import Relation, expressions
from vouch.text.periods import Period, period_of
from vouch.text.tokens import stem, stems
from vouch.types import Passage, Source

_HAPPENED = frozenset(
    stem(word)
    for word in """took take takes place held hold happened happen began begin starts started start
    ended end ends opened open opens""".split()
)
"""Words that an event's name may leave to the articles."""

LONGEST = 100
"""Days; a time that is told less exactly than this parts no before from an after."""


def event_period(name: str, told: Iterable[tuple[Source, Passage]]) -> Period | None:
    """The days of an event, as most articles tell them; None where they do not, or disagree.

    A sentence tells them that names the event and one time at which something was.
    """
    wanted = set(stems(name)) - _HAPPENED
    if not wanted:
        return None
    votes: Counter[Period] = Counter()
    seen: set[tuple[str, str]] = set()
    for source, passage in told:
        written = period_of(source.date)
        for span in passage.sentences:
            sentence = passage.sentence(span)
            if (source.path, sentence) in seen or not wanted <= set(stems(sentence)):
                continue
            seen.add((source.path, sentence))
            times = [
                time.period
                for time in expressions(sentence, written.last if written else None)
                if time.relation is Relation.WITHIN and _exact(time.period)
            ]
            if len(times) == 1:
                votes[times[0]] += 1
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _exact(period: Period) -> bool:
    return not period.is_open and (period.last - period.first).days <= LONGEST
