"""The words of a question or a sentence: terms, stems, and names."""

import re
import unicodedata
from functools import lru_cache
from typing import Any

import snowballstemmer

from vouch.text.en import ENGLISH
from vouch.text.language import Language

_ALPHABETS = map(chr, [*range(0x530), *range(0x1E00, 0x2000)])
CAPITAL = f"[{''.join(letter for letter in _ALPHABETS if letter.isupper())}]"
"""A pattern for one capital letter of the Latin, Greek and Cyrillic scripts."""

CAPITALISED = rf"{CAPITAL}[\w\u2019'-]*"
"""A pattern for a word that begins with one, as names do."""

NAME_RUN = rf"{CAPITALISED}(?:\s+{CAPITALISED})*"
"""A pattern for one such word after another."""

_TOKEN = re.compile(r"\w+(?:['\u2019]\w+)?")
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_QUOTES = " \"'\u2018\u201c("
_NAME_WORD = re.compile(CAPITALISED)

_APOSTROPHES = "\u2018\u2019\u201b\u02bb\u02bc\u02b9\u00b4\u2032\u2035\uff07"
STROKES = {
    **{"\u00d8": "O", "\u00f8": "o", "\u0141": "L", "\u0142": "l", "\u0131": "i", "\u00df": "ss"},
    **{"\u1e9e": "SS", "\u00c6": "Ae", "\u00e6": "ae", "\u0152": "Oe", "\u0153": "oe"},
    **{"\u0110": "D", "\u0111": "d", "\u00d0": "D", "\u00f0": "d", "\u00de": "Th", "\u00fe": "th"},
    **{"\u0126": "H", "\u0127": "h", "\u0166": "T", "\u0167": "t", "\u014a": "N", "\u014b": "n"},
    **{"\u0197": "I", "\u0268": "i", "\u018f": "A", "\u0259": "a", "\u03c2": "\u03c3"},
}
"""Letters that Unicode does not decompose, as English writes them."""

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2063\ufeff"
_PLAIN = str.maketrans(
    {**dict.fromkeys(_APOSTROPHES, "'"), **STROKES, **dict.fromkeys(_INVISIBLE, "")}
)
"""These letters, apostrophes, and characters that nobody sees."""

_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)


def fold(text: str) -> str:
    """`text` in lower case, as people type it: see `plain_letters`."""
    return plain_letters(text).lower()


def plain_letters(text: str) -> str:
    """`text` without accents, strokes and invisible characters, apostrophes straightened.

    Letters in NFC and in NFD become the same: Unicode's NFKD without its combining marks.
    """
    if text.isascii():
        return text
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.translate(_PLAIN)))


@lru_cache(maxsize=8)
def _stemmer(name: str) -> Any:
    return snowballstemmer.stemmer(name)


@lru_cache(maxsize=65536)
def stem(word: str, language: Language = ENGLISH) -> str:
    """The stem of a folded word (in English that of Porter 1980)."""
    return str(_stemmer(language.stemmer).stemWord(word))


def words(text: str) -> list[str]:
    """The folded words of `text`; `U.S.` is one word and `NATO's` is `nato`."""
    joined = _DOTTED.sub(lambda match: match[0].replace(".", "") + " ", text)
    return [re.sub(r"'\w{0,2}$", "", word) for word in _TOKEN.findall(fold(joined))]


def content_words(text: str, language: Language = ENGLISH) -> list[str]:
    """The words that say what `text` is about, each once, in order."""
    stop_words = language.stop_words
    return [word for word in dict.fromkeys(words(text)) if word and word not in stop_words]


def stems(text: str, language: Language = ENGLISH) -> list[str]:
    """The stems of the content words of `text`, each once, in order."""
    return list(dict.fromkeys(stem(word, language) for word in content_words(text, language)))


def names(question: str, language: Language = ENGLISH) -> list[str]:
    """The names in a question: runs of capitalised words, without the word it opens with.

    The opening word counts where another capitalised word follows it or it is
    an acronym. A question all in capitals, or all in lower case, shows no names.
    """
    tokens = question.split()
    capitalised = [token for token in tokens if _NAME_WORD.match(token.lstrip(_QUOTES))]
    if len(tokens) > 2 and len(capitalised) == len(tokens):
        return []
    found: list[str] = []
    for match in re.finditer(NAME_RUN, question):
        run = match[0].split()
        parts = [part for part in run if content_words("".join(words(part)[:1]), language)]
        opens = parts[:1] == run[:1] and not question[: match.start()].strip(_QUOTES)
        name = re.sub(r"['\u2019]s?$", "", " ".join(parts))
        if len(name) > 1 and (not opens or len(parts) > 1 or name.isupper()):
            found.append(name)
    return list(dict.fromkeys(found))


def numbers(text: str) -> list[str]:
    """The numbers written in figures in `text`, without separators of thousands."""
    return [n.replace(",", "") for n in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]
