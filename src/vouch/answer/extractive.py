"""The default voice: an answer in the articles' own sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from vouch.answer.context import in_context
from vouch.answer.enumerations import item_asked
from vouch.answer.lists import quoted_items
from vouch.answer.negated_spans import affirmed
from vouch.messages import list_of
from vouch.reader.protocol import Reading
from vouch.rendering import sentence_as_shown, shown_span
from vouch.retrieval import Candidate
from vouch.text.tokens import fold, numbers, stems
from vouch.types import Answer, BlockKind, Citation, Passage, Quote, Source, Span, Statement, Trace

SENTENCE_THRESHOLD = 0.37
"""The probability to belong in the answer from which a sentence beside the best one is quoted."""

SECONDARY_SUPPORT = 0.45
"""The support from which a passage is quoted too where another one answers for certain."""

SECONDARY_COVERAGE = 0.5
"""How much of a question such a passage must have beside what the one has that answers."""

SAME_FACT = 0.8
"""Sentences that share this much of their words (Jaccard) tell the same fact."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a candidate that may be quoted, with its probability to belong.

    It is `certain` where its passage answers by itself.
    """

    source: Source
    passage: Passage
    index: int
    score: float
    span: Span | None
    certain: bool = True
    last: int | None = None

    @property
    def place(self) -> Span:
        last = self.index if self.last is None else self.last
        return self.passage.sentences[self.index][0], self.passage.sentences[last][1]

    @property
    def text(self) -> str:
        return self.passage.sentence(self.place)


def quote_answer(
    question: str,
    candidates: Sequence[Candidate],
    readings: Sequence[Reading],
    threshold: float,
    limit: int,
    trace: Trace,
    newest_first: bool = False,
) -> Answer:
    """The answer that quotes the sentences which answer, at most `limit` statements.

    One candidate's support has to reach `threshold`; others are quoted beside
    it from less. `newest_first` puts the newest article that answers before all others.
    """
    chosen = choose_sentences(candidates, readings, threshold, limit, newest_first)
    chosen = whole_lists(question, chosen)
    statements: list[Statement] = []
    citations: list[Citation] = []
    for said in joined([_said(sentence, others) for sentence, others in chosen]):
        numbers = range(len(citations) + 1, len(citations) + len(said.quotes) + 1)
        citations += [Citation(n, quote) for n, quote in zip(numbers, said.quotes, strict=True)]
        marked = said.marked
        if marked and not said.shown:
            marked = item_asked(question, said.text, marked)
        statements.append(Statement(said.text, tuple(numbers), marked))
    opening = counted_items([sentence for sentence, _ in chosen])
    return Answer(question, tuple(statements), tuple(citations), trace=trace, opening=opening)


def counted_items(chosen: Sequence[Sentence]) -> str | None:
    """How many items a list has that is quoted whole; None beside other statements."""
    if len(chosen) != 1 or chosen[0].last is None:
        return None
    [whole] = chosen
    kinds = [part.kind for part in whole.passage.parts[whole.index : chosen[0].last + 1]]
    count = kinds.count(BlockKind.ITEM)
    return list_of(count) if count > 1 else None


@dataclass(frozen=True, slots=True)
class Said:
    """One thing to say: its quote first, then other articles' quotes that say it too.

    `span` holds the words that answer, as offsets into the first quote's article.
    """

    quotes: tuple[Quote, ...]
    span: Span | None
    shown: str = ""
    shown_span: Span | None = None

    @property
    def text(self) -> str:
        """What is said: the quote, or a table's row with the heads of its columns."""
        return self.shown or self.quotes[0].text

    @property
    def marked(self) -> Span | None:
        """The words that answer, as offsets into the text."""
        if self.shown:
            return self.shown_span
        if self.span is None:
            return None
        quote = self.quotes[0]
        start, end = (at - quote.start for at in self.span)
        return affirmed(quote.text, (start, end))


def _said(sentence: Sentence, others: Sequence[Sentence]) -> Said:
    quotes = tuple(with_context(s) for s in (sentence, *others))
    passage, index = sentence.passage, sentence.index
    if not passage.part(index).cells:
        return Said(quotes, sentence.span)
    marked = shown_span(passage, index, sentence.span) if sentence.span else None
    return Said(quotes, None, sentence_as_shown(passage, index), marked)


def joined(said: Sequence[Said]) -> list[Said]:
    """The same, those joined whose quotes overlap because one is the other's context."""
    whole: list[Said] = []
    for next_ in said:
        before = whole[-1].quotes[0] if whole else None
        quote = next_.quotes[0]
        overlaps = before and before.start <= quote.start < before.end
        if before and overlaps and before.source == quote.source and not next_.shown:
            text = before.text + quote.text[before.end - quote.start :]
            union = replace(before, text=text, end=max(before.end, quote.end))
            others = (*whole[-1].quotes[1:], *next_.quotes[1:])
            whole[-1] = Said((union, *others), whole[-1].span or next_.span)
        else:
            whole.append(next_)
    return whole


def choose_sentences(
    candidates: Sequence[Candidate],
    readings: Sequence[Reading],
    threshold: float,
    limit: int,
    newest_first: bool = False,
) -> list[tuple[Sentence, list[Sentence]]]:
    """The sentences to quote in the order that reads best, each with others that tell the same."""
    ranked = sorted(
        _sentences(candidates, readings, threshold),
        key=lambda s: (not s.certain, -s.score, s.source.path, s.place),
    )
    if newest_first:
        newest = max((s.source.date or "" for s in ranked), default="")
        ranked.sort(key=lambda s: s.source.date != newest and bool(newest))
        ranked = [*ranked[:1], *sorted(ranked[1:], key=lambda s: -s.score)]
    chosen: list[tuple[Sentence, list[Sentence]]] = []
    for sentence in ranked:
        told = next((others for s, others in chosen if tells_same(s, sentence)), None)
        if told is not None:
            if all(sentence.source.path != other.source.path for other in told):
                told.append(sentence)
        elif len(chosen) < limit and (not chosen or sentence.score >= SENTENCE_THRESHOLD):
            chosen.append((sentence, []))
    return _in_reading_order(chosen, newest_first)


def whole_lists(
    question: str, chosen: Sequence[tuple[Sentence, list[Sentence]]]
) -> list[tuple[Sentence, list[Sentence]]]:
    """The same, lists quoted whole where no item of them is asked for by itself."""
    found: dict[tuple[str, Span], tuple[Sentence, list[Sentence]]] = {}
    for sentence, others in chosen:
        for first, last in quoted_items(question, sentence.passage, sentence.index):
            span = sentence.span if last == first == sentence.index else None
            if first == last:
                whole = replace(sentence, index=first, span=span)
            else:
                whole = replace(sentence, index=first, last=last, span=None)
            found.setdefault((sentence.source.path, whole.place), (whole, others))
    return list(found.values())


def min_support(threshold: float) -> float:
    """The support from which a passage is heard where one reaches `threshold`."""
    return min(SECONDARY_SUPPORT, threshold)


def _sentences(
    candidates: Sequence[Candidate], readings: Sequence[Reading], threshold: float
) -> Iterable[Sentence]:
    """Each sentence of the supporting candidates once, and of their near-duplicates.

    What nearly supports is among them where something supports.
    """
    least = min_support(threshold)
    covered = _least_coverage(readings)
    best: dict[tuple[str, Span], Sentence] = {}
    for candidate, reading in zip(candidates, readings, strict=True):
        if reading.support < least:
            continue
        if reading.support < threshold and reading.evidence.get("coverage", 1.0) < covered:
            continue
        for found in _candidate_sentences(candidate, reading):
            sentence = replace(found, certain=reading.support >= threshold)
            key = (sentence.source.path, sentence.place)
            known = best.get(key)
            if known is None or (known.certain, known.score) < (sentence.certain, sentence.score):
                best[key] = sentence
    return best.values()


def _least_coverage(readings: Sequence[Reading]) -> float:
    """The coverage from which a passage is quoted beside the one that answers best."""
    best = max(readings, key=lambda reading: reading.support, default=None)
    return SECONDARY_COVERAGE * best.evidence.get("coverage", 0.0) if best else 0.0


def _candidate_sentences(candidate: Candidate, reading: Reading) -> Iterable[Sentence]:
    for index, score in enumerate(reading.sentences):
        start, end = candidate.passage.sentences[index]
        if len(reading.sentences) > 1 and _only_names_the_article(candidate, (start, end)):
            continue
        inside = reading.span and start <= reading.span[0] and reading.span[1] <= end
        span = reading.span if inside else None
        sentence = Sentence(candidate.source, candidate.passage, index, score, span)
        yield sentence
        for source, passage in candidate.duplicates:
            for i, place in enumerate(passage.sentences):
                if fold(passage.sentence(place)) == fold(sentence.text):
                    yield Sentence(source, passage, i, score, None)


def _only_names_the_article(candidate: Candidate, place: Span) -> bool:
    return fold(candidate.passage.sentence(place)) == fold(candidate.source.title)


def tells_same(one: Sentence, other: Sentence) -> bool:
    """Whether two sentences of different articles tell the same fact in nearly the same words."""
    if one.source.path == other.source.path or set(numbers(one.text)) != set(numbers(other.text)):
        return False
    a, b = set(stems(one.text)), set(stems(other.text))
    return bool(a | b) and len(a & b) / len(a | b) >= SAME_FACT


def _in_reading_order(
    chosen: Sequence[tuple[Sentence, list[Sentence]]], newest_first: bool
) -> list[tuple[Sentence, list[Sentence]]]:
    """The articles by their best sentence, and in each article the sentences as they come."""
    sources = list(dict.fromkeys(sentence.source for sentence, _ in chosen))
    if newest_first:
        sources.sort(key=lambda source: source.date or "", reverse=True)
    articles = [source.path for source in sources]
    return sorted(chosen, key=lambda pair: (articles.index(pair[0].source.path), pair[0].place))


def with_context(sentence: Sentence) -> Quote:
    """The quote of a sentence, with those before it that it cannot be understood without."""
    lead = sentence.passage.part(sentence.index).lead
    kind = sentence.passage.part(sentence.index).kind
    if sentence.last is not None:
        return quote_of(sentence.source, sentence.passage, sentence.place)
    span = in_context(sentence.passage, sentence.index)
    quote = quote_of(sentence.source, sentence.passage, span)
    shown = kind is BlockKind.ITEM and lead
    return replace(quote, section=(*quote.section, lead)) if shown else quote


def quote_of(source: Source, passage: Passage, span: Span) -> Quote:
    """The words of a passage at `span`, which lies in it, as a quote."""
    text = passage.sentence(span)
    line = passage.line + passage.text.count("\n", 0, span[0] - passage.start)
    return Quote(source, text, *span, passage.page, line, passage.section)
