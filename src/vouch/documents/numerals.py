"""The letters and Roman numerals that lists are numbered with."""

_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")),
    *((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def letters(number: int) -> str:
    """1 is a, 26 is z, 27 is aa; as Word and HTML number lists."""
    name = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("a") + rest) + name
    return name


def roman(number: int) -> str:
    """The Roman numeral of a number from 1 to 3999; others as they are."""
    if not 0 < number < 4000:
        return str(number)
    name = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        name += sign * times
    return name
