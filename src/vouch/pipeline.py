"""The way of a question, from its words to the answer or the refusal, stage by stage.

Each stage is a function of the same signature: it takes the tools and the state of the question,
and returns the state with what it adds. `Pipeline.without` leaves stages out, to measure what
they are good for.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Self

from vouch import messages
from vouch.answer.evident import evident_readings
from vouch.answer.extractive import min_support, quote_answer
from vouch.answer.items import within_structure
from vouch.answer.newest_states import newest_states_first
from vouch.answer.refusal import refuse
from vouch.answer.updates import of_updates
from vouch.conflicts import disagreement, newer_first, of_own_times, updated
from vouch.conversation import attempts, standalone
from vouch.embedding import Embedder
from vouch.reader.protocol import Reader
from vouch.reader.qualifiers import veto
from vouch.respelling import respelled
from vouch.retrieval import retrieve
from vouch.settings import Settings
from vouch.state import State, terms_of
from vouch.temporal import Asked, asked_time, in_time, preference, read_in_time, settled
from vouch.text.other_languages import other_language
from vouch.types import Answer, Refusal, Reply, Trace


@dataclass(frozen=True, slots=True)
class Tools:
    """What stages work with: the settings, one embedding model and one reader."""

    settings: Settings
    embedder: Embedder
    reader: Reader

    @property
    def threshold(self) -> float:
        """The support from which a passage answers, at the accepted risk."""
        return self.reader.threshold(self.settings.max_risk)


Stage = Callable[[Tools, State], State]
"""A step on the way of a question."""


def rewrite_follow_up(tools: Tools, state: State) -> State:
    """Make a follow-up stand alone by the turns before it."""
    forms = attempts(state.question, state.history)
    if state.writing and forms != [state.question]:
        by_rules = standalone(state.question, state.history)
        forms = [state.writing.standalone(state.question, state.history, by_rules)]
    return replace(state, forms=tuple(forms))


def find_language(tools: Tools, state: State) -> State:
    """Find out whether the question is in another language than English."""
    return replace(state, language=other_language(state.question))


def respell(tools: Tools, state: State) -> State:
    """Spell the question's words as the articles do."""
    if state.language:
        return state
    spelled = respelled(state.question, state.snapshot)
    if spelled.question == state.question:
        return state
    state = _asking(state, spelled.question)
    return replace(state, mended=spelled.mended)


def find_asked_time(tools: Tools, state: State) -> State:
    """Find the time that the question asks for."""
    return _timed(state, asked_time(state.question, state.today))


def search(tools: Tools, state: State) -> State:
    """Find the candidates, by meaning and by words."""
    vector = state.vector or tools.embedder.embed_query(state.question)
    preferred = preference(state.asked)
    limit = tools.settings.candidates
    found = retrieve(state.snapshot, state.question, vector, limit, preferred)
    return replace(state, candidates=tuple(found))


def settle_asked_time(tools: Tools, state: State) -> State:
    """Learn from the articles when an event was, or which May is the last."""
    return _timed(state, settled(state.asked, state.candidates, state.snapshot, state.today))


def read(tools: Tools, state: State) -> State:
    """Read each candidate: does it answer, and with which words?"""
    readings = read_in_time(tools.reader, state.asked, state.terms, state.plain, state.candidates)
    return replace(state, readings=tuple(readings))


def weigh_structure(tools: Tools, state: State) -> State:
    """Weigh the headings, lists and tables that passages stand in."""
    readings = within_structure(
        state.plain, state.candidates, state.readings, state.snapshot, state.question
    )
    return replace(state, readings=tuple(readings))


def weigh_updates(tools: Tools, state: State) -> State:
    """Let all that tells of a subject answer where the latest on it is asked for."""
    readings = of_updates(state.question, state.candidates, state.readings)
    return replace(state, readings=tuple(readings))


def check_language(tools: Tools, state: State) -> State:
    """Where something is not in English, keep only passages with all words of the question."""
    read = (state.candidates, state.readings)
    readings, elsewhere = evident_readings(state.question, state.language, *read)
    return replace(state, readings=tuple(readings), elsewhere=elsewhere)


def check_qualifiers(tools: Tools, state: State) -> State:
    """Drop articles that do not speak of the question's names and numbers."""
    if state.language:
        return state
    least = min_support(state.threshold)
    article = state.snapshot.article
    asked = state.asked.timeless
    readings, lacking = veto(asked, state.candidates, state.readings, least, article)
    return replace(state, readings=tuple(readings), lacking=lacking)


def filter_by_time(tools: Tools, state: State) -> State:
    """Drop what is of another time than the one asked about."""
    timely = in_time(state.asked, state.candidates, state.readings, state.threshold)
    return replace(state, in_time=timely)


def drop_outdated(tools: Tools, state: State) -> State:
    """Where the newest is asked for, drop articles that others update."""
    while state.asked.newest and state.answers:
        quoted, kind = _quoted(tools, state), state.plain.kind
        old = updated(quoted, kind)
        if not old:
            break
        state = replace(state, in_time=state.timely.without(old, of_own_times(quoted, kind)))
    return state


def answer_or_refuse(tools: Tools, state: State) -> State:
    """Quote what answers, or say why nothing does."""
    if state.answers:
        answer = newer_first(_quoted(tools, state), state.plain.kind)
        notes = (messages.respelled(state.mended),) if state.mended else ()
        return replace(state, reply=replace(answer, notes=notes))
    near = (state.candidates, state.readings)
    refusal = refuse(state.plain, *near, _trace(state), state.lacking, state.elsewhere)
    return replace(state, reply=state.timely.refusal(refusal))


def find_conflict(tools: Tools, state: State) -> State:
    """Find where the cited articles disagree on what was asked."""
    if not isinstance(state.reply, Answer):
        return state
    conflict = disagreement(state.reply, state.plain.kind)
    if not conflict:
        return state
    notes = (*state.reply.notes, messages.conflict_note(conflict))
    return replace(state, reply=replace(state.reply, notes=notes, conflict=conflict))


def quote_corrections(tools: Tools, state: State) -> State:
    """Put corrections, and newer entries of a running report, before what they change."""
    if state.reply is None:
        return state
    return replace(state, reply=newest_states_first(state.reply, state.snapshot.article))


def suggest_questions(tools: Tools, state: State) -> State:
    """Suggest questions that the nearest passages of a refusal do answer."""
    if not isinstance(state.reply, Refusal) or not state.reply.nearest:
        return state
    from vouch.suggestions import Suggester  # only refusals need it

    suggester = Suggester(tools.reader, tools.embedder, state.snapshot)
    suggestions = suggester.suggest(state.reply, state)
    return replace(state, reply=replace(state.reply, suggestions=suggestions))


def write_answer(tools: Tools, state: State) -> State:
    """Let the chat model write the answer, from what answers and checked against it."""
    if state.writing is None or not isinstance(state.reply, Answer):
        return state
    fitting = (state.timely.candidates, state.timely.readings, state.threshold)
    return replace(state, reply=state.writing.answer(state.reply, state.terms, *fitting))


def note_time(tools: Tools, state: State) -> State:
    """Note as of when an answer is, and what was written after the asked time."""
    return replace(state, reply=state.timely.noted(state.reply)) if state.reply else state


FINDING: tuple[Stage, ...] = (
    find_language,
    respell,
    find_asked_time,
    search,
    settle_asked_time,
    read,
    weigh_structure,
    weigh_updates,
    check_language,
    check_qualifiers,
    filter_by_time,
    drop_outdated,
    answer_or_refuse,
    find_conflict,
)
"""The stages for each form of a question, until one is answered."""

FINISHING: tuple[Stage, ...] = (quote_corrections, suggest_questions, write_answer, note_time)
"""The stages after the answer or the refusal is found."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The stages of a question, with the tools that they work with."""

    tools: Tools
    rewriting: tuple[Stage, ...] = (rewrite_follow_up,)
    finding: tuple[Stage, ...] = FINDING
    finishing: tuple[Stage, ...] = FINISHING

    def without(self, *stages: Stage) -> Self:
        """The same pipeline with some stages left out."""

        def kept(there: tuple[Stage, ...]) -> tuple[Stage, ...]:
            return tuple(stage for stage in there if stage not in stages)

        return type(self)(
            self.tools, kept(self.rewriting), kept(self.finding), kept(self.finishing)
        )

    def reply(self, state: State) -> Reply:
        """The answer to the question of a state, or the refusal, with its trace."""
        began = asked = self._through(self.rewriting, state)
        for form in began.forms:
            asked = replace(_asking(began, form), seconds=asked.seconds)
            asked = self._through(self.finding, asked)
            if isinstance(asked.reply, Answer):
                break
        asked = self._through(self.finishing, asked)
        if asked.reply is None:
            raise ValueError("a pipeline needs a stage that answers or refuses")
        seconds = {stage: round(taken, 4) for stage, taken in asked.seconds.items()}
        trace = asked.reply.trace.with_step("seconds", **seconds)
        trace = asked.writing.explained(trace) if asked.writing else trace
        return replace(asked.reply, question=state.question, trace=trace)

    def _through(self, stages: Sequence[Stage], state: State) -> State:
        """The state after these stages, with the seconds that each took in all."""
        for stage in stages:
            began = perf_counter()
            state = stage(self.tools, state)
            name = getattr(stage, "__name__", "stage")
            taken = state.seconds.get(name, 0.0) + perf_counter() - began
            state = replace(state, seconds={**state.seconds, name: taken})
        return state


def _asking(state: State, question: str) -> State:
    """The state with another form of the question, whose time is not known yet."""
    if question == state.question:
        return state
    terms = terms_of(question, state.snapshot)
    asked = replace(state.asked, question=question, plain=question)
    return replace(state, question=question, terms=terms, plain=terms, asked=asked, vector=None)


def _timed(state: State, asked: Asked) -> State:
    """The state with the time that is asked for, and the terms of the question without it."""
    known = {terms.question: terms for terms in (state.terms, state.plain)}
    plain = known.get(asked.plain) or terms_of(asked.plain, state.snapshot)
    return replace(state, asked=asked, plain=plain)


def _quoted(tools: Tools, state: State) -> Answer:
    timely = state.timely
    return quote_answer(
        state.plain.question,
        timely.candidates,
        timely.readings,
        state.threshold,
        tools.settings.max_statements,
        _trace(state),
        timely.asked.newest_first,
    )


def _trace(state: State) -> Trace:
    """The question's way: its terms, each candidate with its scores, the threshold, its time."""
    read = [
        {
            "source": candidate.passage.source,
            "start": candidate.passage.start,
            "end": candidate.passage.end,
            **_rounded(candidate.scores),
            "support": round(reading.support, 4),
            "evidence": _rounded(reading.evidence),
        }
        for candidate, reading in zip(state.candidates, state.readings, strict=True)
    ]
    trace = (
        Trace()
        .with_step(
            "question",
            text=state.terms.question,
            kind=state.terms.kind.value,
            weights=_rounded(state.terms.weights),
            missing=sorted(state.terms.missing),
        )
        .with_step("candidates", read=read)
        .with_step("decision", threshold=round(state.threshold, 4))
    )
    trace = state.timely.traced(trace)
    return trace.with_step("spelling", **dict(state.mended)) if state.mended else trace


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in values.items()}
