"""The small numbers in words, as articles and questions write them."""

ONES = {
    word: value
    for value, word in enumerate(
        """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen""".split(),
        start=1,
    )
}
TENS = {
    word: value
    for value, word in zip(
        range(20, 100, 10),
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        strict=True,
    )
}
SMALL = (
    rf"(?:(?:{'|'.join(TENS)})(?:[-\s](?:{'|'.join(list(ONES)[:9])}))?|{'|'.join(reversed(ONES))})"
)
"""The pattern of a number below a hundred in words, the longest first."""


def small_value(word: str) -> int:
    """What "twenty" or "seven" adds to a number; 0 for any other word."""
    return ONES.get(word, TENS.get(word, 0))
