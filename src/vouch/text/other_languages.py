"""Words by which a text shows that it is not in English, and what its question words ask for.

The reader knows English alone. Of other languages the engine knows their function words and
stemmers, which is enough to tell whether a sentence has all that a question says.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from vouch.text.answer_types import Kind
from vouch.text.en import ENGLISH
from vouch.text.tokens import fold, words

_ENGLISH_OPENINGS = frozenset(
    "who whom whose what when where which why how are were did does could would should tell".split()
)
"""Words that open a question in English and in no other language that is known here."""

_LONGEST = 400
"""The words of a text from whose beginning its language is told."""


@dataclass(frozen=True, eq=False, slots=True)
class OtherLanguage:
    """A language that is not English.

    `function_words` say nothing about what a question is about, `asking` gives the kind
    of answer that a question word asks for, None where it asks why or how. `measures`
    make it a number: "wie hoch".
    """

    code: str
    stemmer: str | None
    function_words: frozenset[str]
    asking: Mapping[str, Kind | None]
    measures: frozenset[str] = frozenset()

    def stem(self, word: str) -> str:
        """The stem of a folded word; the word itself where the language has no stemmer."""
        return _stem(self.stemmer, word) if self.stemmer else word


@lru_cache(maxsize=16384)
def _stem(name: str, word: str) -> str:
    return str(_stemmer(name).stemWord(word))


@lru_cache(maxsize=16)
def _stemmer(name: str) -> "snowballstemmer.stemmer":
    return snowballstemmer.stemmer(name)


def _language(
    code: str, stemmer: str, function_words: str, measures: str = "", **asking: str
) -> OtherLanguage:
    kinds = {
        fold(word): None if name == "why" else Kind(name)
        for name, listed in asking.items()
        for word in listed.split()
    }
    light, measured = (frozenset(map(fold, some.split())) for some in (function_words, measures))
    return OtherLanguage(code, stemmer, light, kinds, measured)


LANGUAGES = (
    _language(
        "de",
        "german",
        """der die das den dem des ein eine einen einem einer und oder aber ist sind war waren wird
        wurde wurden werden hat haben hatte im in am an auf aus bei mit nach von vom zu zum zur für
        über unter um durch gegen nicht auch sich er sie es ihn ihm ihr wir als wie so dass noch nur
        kein keine bis seit man gibt""",
        person="wer wen wem wessen heißt heißen",
        time="wann",
        number="wieviel wieviele viel viele",
        place="wo wohin woher",
        other="was welche welcher welches welchen welchem",
        why="warum weshalb wieso wie",
        measures="lang lange hoch groß alt breit tief weit teuer schwer schnell oft",
    ),
    _language(
        "fr",
        "french",
        """le la les l un une des du de d et ou mais est sont était a ont été au aux dans sur par
        pour avec sans ce cette ces qui que qu se s il elle ils on ne pas plus en y son sa ses
        leur t est-ce quel""",
        person="qui appelle",
        time="quand",
        number="combien",
        place="où",
        other="que quoi quel quelle quels quelles",
        why="pourquoi comment",
    ),
    _language(
        "es",
        "spanish",
        """el la los las un una unos de del y o pero es son era fue ha han en al por para con sin
        que se lo su sus no más como está hay este esta cuyo""",
        person="quién quiénes llama",
        time="cuándo",
        number="cuánto cuánta cuántos cuántas",
        place="dónde adónde",
        other="qué cuál cuáles",
        why="porqué cómo",
    ),
    _language(
        "it",
        "italian",
        """il lo la i gli le un uno una di del della dei delle dello e o ma è sono era stato stata
        ha hanno in nel nella al alla per con da dal dalla su che si non più questo l""",
        person="chi chiama",
        time="quando",
        number="quanto quanta quanti quante",
        place="dove",
        other="che cosa quale quali",
        why="perché come",
    ),
    _language(
        "pt",
        "portuguese",
        """o a os as um uma de do da dos das e ou mas é são era foi tem em no na nos nas ao para por
        pelo com sem que se seu sua não mais""",
        person="quem chama",
        time="quando",
        number="quanto quanta quantos quantas",
        place="onde",
        other="que qual quais",
        why="porquê como",
    ),
    _language(
        "nl",
        "dutch",
        """de het een en of maar is zijn was waren wordt werd heeft hebben had in op aan van voor
        met naar uit bij door over om te niet ook er dat die dit deze hij zij ze als nog geen""",
        person="wie wiens heet",
        time="wanneer",
        number="hoeveel",
        place="waar",
        other="wat welk welke",
        why="waarom hoe",
        measures="lang groot hoog oud breed diep ver vaak zwaar snel duur",
    ),
    _language(
        "sv",
        "swedish",
        """en ett den det de och eller men är var blev har hade i på av för med till från om att som
        inte sig han hon ska""",
        person="vem vems vilka heter",
        number="många mycket",
        time="när",
        place="var vart",
        other="vad vilken vilket",
        why="varför hur",
        measures="lång långt länge stor hög gammal bred djup ofta tung snabb dyr",
    ),
    _language(
        "no",
        "norwegian",
        """en et ei den det de og eller men er var ble blev har havde hadde i på av for med til fra
        om at å som ikke seg sig han hun skal""",
        person="hvem hvis heter hedder",
        number="mange mye meget",
        time="når hvornår",
        place="hvor",
        other="hva hvad hvilken hvilket hvilke",
        why="hvorfor hvordan",
        measures="lang langt lenge længe stor høy høj gammel bred dyp dyb ofte tung rask dyr",
    ),
    _language(
        "pl",
        "polish",
        """i w we z ze na do od po przez dla o u oraz lub ale jest są był była było się nie to ten
        ta tym tego jak co za przy""",
        person="kto kogo komu kim",
        time="kiedy",
        number="ile ilu",
        place="gdzie",
        other="co jaki jaka jakie który która które",
        why="dlaczego jak",
    ),
    _language(
        "ru",
        "russian",
        """и в во с со на от до по из для о об у или но не что это как был была было были он она они
        его за при""",
        person="кто кого кому",
        time="когда",
        number="сколько",
        place="где куда откуда",
        other="что какой какая какое какие",
        why="почему зачем как",
    ),
)

UNKNOWN = OtherLanguage("und", None, frozenset(), {})
"""A language in other letters of which nothing is known."""


def other_language(text: str) -> OtherLanguage | None:
    """The language of a text, where its function words or letters show that it is not English.

    A question that opens as English ones do is in English, whatever names stand in it.
    """
    said = words(text[: 8 * _LONGEST])[:_LONGEST]
    if not said or said[0] in _ENGLISH_OPENINGS:
        return None
    english = sum(word in ENGLISH.stop_words for word in said)
    found = [(_shows(language, said), language.code, language) for language in LANGUAGES]
    most, _, best = max(found, key=lambda one: one[0])
    if most > english and most >= 2:
        return best
    return UNKNOWN if not most and _in_other_letters(text[: 8 * _LONGEST]) else None


def _shows(language: OtherLanguage, said: list[str]) -> int:
    """How many words of a text are the language's; a question word at its start counts double."""
    known = [word for word in said if word in language.function_words or word in language.asking]
    if all(word in ENGLISH.stop_words for word in known):  # "was" opens German questions too
        return 0
    return len(known) + (said[0] in language.asking)


def _in_other_letters(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    latin = sum(letter.isascii() or "LATIN" in unicodedata.name(letter, "") for letter in letters)
    return bool(letters) and 2 * latin < len(letters)


@lru_cache(maxsize=32)
def calendar_words(code: str) -> frozenset[str]:
    """The names of a language's months and days, folded (CLDR)."""
    if code == UNKNOWN.code:
        return frozenset()
    from babel import Locale  # takes long to load

    locale = Locale(code)
    tables = (
        table[context][width]
        for table in (locale.months, locale.days)
        for context in ("format", "stand-alone")
        for width in ("wide",)
    )
    return frozenset(fold(name) for names in tables for name in names.values())
