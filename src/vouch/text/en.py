"""What the engine knows of English, as data: another language is another file like this one."""

from vouch.text.language import Language

_FUNCTION_WORDS = frozenset(
    """a about above after again against all also am an and any are as at be because been before
    being below between both but by can could did do does doing down during each else few for from
    further had has have having he her here hers herself him himself his how i if in into is it its
    itself just let me more most my myself no nor not of off on once only or other ought our ours
    ourselves out over own same shall she should so some such than that the their theirs them
    themselves then there these they this those through to too under until up upon very was we were
    what when where which while who whom whose why will with would you your yours yourself
    yourselves s t d ll m re ve""".split()
)
"""Those of the Snowball project's English list (https://snowballstem.org), and a few more."""

_ASKING_WORDS = frozenset("tell please know give find explain describe say says said".split())

_WEIGHTY = frozenset(
    """above after again against all am any because before below between both doing down during each
    else few further hers herself himself itself let m more most myself off once only other ought
    ours ourselves out own same some such theirs themselves through until up upon yours yourself
    yourselves""".split()
)
"""Function words by which a statement can be wrong: how many, which way, before or after."""

_MONTHS = tuple(
    """january february march april may june july august september october november
    december""".split()
)

ENGLISH = Language(
    code="en",
    stemmer="porter",
    function_words=_FUNCTION_WORDS,
    asking_words=_ASKING_WORDS,
    light_in_claims=_FUNCTION_WORDS.union(
        "according may might must never onto us say says said".split()
    )
    - _WEIGHTY,
    months=_MONTHS,
    month_forms={
        **{name: number for number, name in enumerate(_MONTHS, start=1)},
        **{name[:3]: number for number, name in enumerate(_MONTHS, start=1)},
        "sept": 9,
    },
    weekdays=tuple("monday tuesday wednesday thursday friday saturday sunday".split()),
    seasons={"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12},
    ones={
        word: value
        for value, word in enumerate(
            """one two three four five six seven eight nine ten eleven twelve thirteen fourteen
            fifteen sixteen seventeen eighteen nineteen""".split(),
            start=1,
        )
    },
    tens={
        word: 10 * value
        for value, word in enumerate(
            "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
        )
    },
    scales={
        **{"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12},
        **{"k": 1e3, "m": 1e6, "bn": 1e9},
    },
    ordinals={
        word: place
        for place, word in enumerate(
            """first second third fourth fifth sixth seventh eighth ninth tenth eleventh
            twelfth""".split(),
            start=1,
        )
    },
    small_counts={"a": 1, "an": 1, "couple of": 2, "few": 3, "several": 3},
    titles=frozenset(
        """mr mrs ms miss mx dr prof professor sir dame lord lady king queen prince princess pope
        saint st president vice chancellor prime minister premier senator congressman congresswoman
        governor secretary mayor judge justice captain colonel general major sergeant officer chief
        director doctor father sister brother reverend bishop archbishop cardinal rabbi imam
        sheikh emperor empress councillor commissioner ambassador chairman chairwoman coach
        detective inspector""".split()
    ),
    denials=frozenset(
        """not never no nor none nobody nothing nowhere neither without cannot hardly""".split()
    ),
    denial_endings="n't",
    refusals=(
        *(r"fail(?:s|ed)?\s+to", r"refus\w+", r"declin(?:es?|ed|ing)\s+to", r"yet\s+to"),
        *(r"forb[aio]d\w*", r"bann\w+", r"prohibit\w*", r"rul(?:es?|ed|ing)\s+out", r"unable"),
        *(r"reject\w*", r"den(?:y|ies|ied)"),
    ),
    decisions=frozenset(
        """accepted adopted agreed approved carried declined decided decision deferred dismissed
        granted passed permission postponed refused rejected resolved withdrawn""".split()
    ),
)
