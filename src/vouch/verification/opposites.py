"""Words exchanged for their opposites: rose for fell, before for after."""

import re

from vouch.text.tokens import fold
from vouch.verification.basis import Basis
from vouch.verification.clauses import clauses, nearest, unnamed
from vouch.verification.negation import denies

_OPPOSED = [
    tuple(re.compile(rf"\b(?:{side})\b") for side in pair.split(" | "))
    for pair in (
        r"ris(?:e|es|ing|en)|rose|increas\w+|grew|grow\w*|climb\w*|rais\w+|gain\w*|jump\w*|up"
        r"|went up"
        r"|strengthen\w*|soar\w*|higher | f[ae]ll(?:s|en|ing)?|decreas\w+|declin(?:e|ed|es"
        r"|ing)(?! to)"
        r"|dropp?\w*|lower\w*|reduc\w+|shr[aiu]nk\w*|weaken\w*|lost|plung\w*|cuts?|went down",
        r"more|higher|greater|larger|above|over|exceed\w*|better | less|fewer|lower|smaller|below"
        r"|under|worse",
        r"before|prior to|ahead of|until | after|following|since|once",
        r"highest|most|largest|biggest|greatest|maximum|best | lowest|least|smallest|fewest|minimum"
        r"|worst",
        r"w[io]ns?|winning|beat\w*|victor\w*|defeats | los(?:t|e|es|ing)|beaten|defeat(?:ed)? by",
        r"warm\w*|hot\w* | cool\w*|cold\w*",
        r"dear\w*|expensive|costl\w+ | cheap\w*",
        r"open(?:s|ed|ing)? | clos(?:e|es|ed|ing)|shut\w*",
        r"allow\w*|permit\w*|may|can | forb[aio]d\w*|bann\w+|prohibit\w*|must not|cannot",
        r"accept\w*|approv\w+|welcom\w+|agree\w* | reject\w*|refus\w+|dismiss\w*|oppos\w+"
        r"|denie[sd]|deny",
        r"confirm\w*|admit\w*|acknowledg\w+|conced\w+ | den(?:y|ies|ied)|reject\w*"
        r"|not\s+\w+\s+\w*\s*confirm"
        r"|would not|not comment|invented|fairy tale",
        r"support\w*|favou?r\w*|for | oppos\w+|against|criticis\w+",
        r"add(?:s|ed|ing)?|gain\w* | remov\w+|withdr\w+|drop\w*|cancel\w*",
        r"profit\w*|earn\w* | loss\w*|los(?:t|e|es)",
        r"import\w* | export\w*",
        r"buy\w*|bought|purchas\w+ | sell\w*|sold|sale",
        r"north\w* | south\w*",
        r"east\w* | west\w*",
        r"left | right",
        r"upper | lower",
        r"arriv\w*|enter\w* | leav\w*|left|depart\w*",
        r"begin\w*|began|start\w* | end(?:s|ed|ing)?|finish\w*|stopp?\w*",
        r"marri\w+ | divorc\w+",
        r"earlier|sooner | later|postpon\w+|delay\w*",
        r"guilty|convict\w+ | innocent|acquitt\w+",
        r"dead|died?|kill\w* | alive|surviv\w*|injur\w*|wounded",
        r"strict\w*|tighten\w* | loosen\w*|relax\w*|eas(?:e|ed|es|ing)",
        r"day|daily|morning | night|nightly|evening",
        r"first | second|third|fourth|last",
        r"men|man|male | wom[ae]n|female",
        r"spring | summer | autumn | winter",
        r"teachers?|doctors? | pupils?|students?|patients?",
        r"lend\w*|lent | borrow\w*",
        r"arrest\w*|detain\w* | releas\w+|freed",
        r"hire[sd]?|hiring|appoint\w* | dismiss\w*|fired?|sack\w*",
        r"with | without",
        r"old\w* | new\w*|young\w*",
        r"public | private",
        r"success\w*|succeed\w* | fail\w*",
        r"safe\w* | danger\w*|unsafe",
        r"fast\w*|quick\w* | slow\w*",
        r"rich\w* | poor\w*",
        r"majority | minority",
        r"filled|occupied | vacant|empty|unfilled",
        r"same | different",
        r"maximum|at most | minimum|at least",
    )
]  # fmt: skip
_ONLY_BESIDE = re.compile(r"\b(?:for|with|may|can|up|over|under|day|night|first|new\w*|old\w*)\b")
"""Sides that mean too many things to be told apart outside the clause itself."""

EXCHANGED = "It says \u201c{mine}\u201d where the cited sentences say \u201c{theirs}\u201d."


def check_opposites(fact: str, basis: Basis) -> list[str]:
    """The words of a fact whose opposites, and not they, stand in its clause or sentence."""
    for told in clauses(fact):
        sentence = nearest(told, basis.sentences)
        near = _plain(nearest(told, [c for s in basis.sentences for c in clauses(s)]))
        for sides in _OPPOSED:
            exchanged = _exchanged(sides, _plain(told), near, _plain(sentence))
            if exchanged and not (denies(told) and denies(exchanged[1])):  # nobody may: forbidden
                return [EXCHANGED.format(mine=exchanged[0], theirs=exchanged[1])]
    return []


def _exchanged(
    sides: tuple[re.Pattern[str], ...], told: str, clause: str, sentence: str
) -> tuple[str, str] | None:
    """The word of what is told and its opposite in the clause, or else in the sentence."""
    for side in sides:
        mine = side.search(told)
        others = [other for other in sides if other is not side and not other.search(told)]
        if mine is None or side.search(clause):
            continue
        places = (
            [clause] if side.search(sentence) or _ONLY_BESIDE.match(mine[0]) else [clause, sentence]
        )
        for place in places:
            theirs = next((m for other in others if (m := other.search(place))), None)
            if theirs:
                return mine[0], theirs[0]
    return None


def _plain(text: str) -> str:
    """The folded text without the names in it: the Old Quay is not old."""
    return fold(unnamed(text))
