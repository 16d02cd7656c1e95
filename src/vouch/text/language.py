"""What the engine knows of a language, as data: word lists and the forms of numbers and times."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True, eq=False, slots=True)
class Language:
    """A language. All words are folded, as `vouch.text.tokens.fold` returns them.

    Functions that need such a list take a Language, English where none is given. Patterns made of
    one are cached by it, so make each language once.

    Args:
        code: The language's code in ISO 639-1.
        stemmer: The name of its stemmer in snowballstemmer.
        function_words: Words that say nothing about what a text is about: articles, prepositions,
            pronouns, auxiliary verbs.
        asking_words: Words that questions ask with, beside the question words: "tell", "say".
        light_in_claims: Words that say nothing in a statement either: `function_words` without
            those that a statement is wrong for when they change ("all", "before", "up"), and
            with words of certainty, which are compared on their own.
        months: The names of the months, January first.
        month_forms: The number of each month, from 1, by its name in full and short.
        weekdays: The names of the days, Monday first.
        seasons: The month in which each season begins, in the northern half of the world.
        ones: The numbers below twenty in words.
        tens: The tens from twenty in words.
        scales: What multiplies a number before it: "thousand", "bn".
        ordinals: The places that words count: "third" is 3.
        small_counts: How many a vague count means: "a", "few".
        titles: Words before a person's name that do not tell one person from another.
        denials: Words that turn a sentence into its opposite.
        denial_endings: A pattern of word endings that do the same: "n't".
        refusals: Patterns of verbs that deny what follows them: "failed to", "ruled out".
        decisions: Words for what becomes of a matter in minutes: a question for one of them is
            answered by another.
    """

    code: str
    stemmer: str
    function_words: frozenset[str]
    asking_words: frozenset[str]
    light_in_claims: frozenset[str]
    months: tuple[str, ...]
    month_forms: Mapping[str, int]
    weekdays: tuple[str, ...]
    seasons: Mapping[str, int]
    ones: Mapping[str, int]
    tens: Mapping[str, int]
    scales: Mapping[str, float]
    ordinals: Mapping[str, int]
    small_counts: Mapping[str, int]
    titles: frozenset[str]
    denials: frozenset[str]
    denial_endings: str
    refusals: tuple[str, ...]
    decisions: frozenset[str]
    _stop_words: frozenset[str] = field(init=False, repr=False)

    @property
    def stop_words(self) -> frozenset[str]:
        """Words that say nothing about what a question is about."""
        return self._stop_words

    def __post_init__(self) -> None:
        if len(self.months) != 12 or len(self.weekdays) != 7:
            raise ValueError(f"{self.code}: a year has 12 months and a week 7 days")
        object.__setattr__(self, "_stop_words", self.function_words | self.asking_words)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _: object) -> Self:
        return self
