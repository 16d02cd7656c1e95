"""Each check catches its lie, and lets the same thing pass where it is told truly."""

import pytest

from tests.vouch.verification.reading import judged

BRIDGE = "Tests in April showed that two of its eight steel bearings had hairline cracks."
COST = "The board puts the cost at 53.5 million crowns, which is 5.5 million more than in February."
CROWD = "The town police, in a report, put the number at 31,500 visitors."
OPENING = "The bridge will open to traffic on 14 June, the board announced on Monday."
FALK = (
    'Dr Edda Falk, who heads the ward, called the decision "a bet against bad luck". '
    "The mayor of Orle, Bertil Ohm, did not criticise the authority."
)
NURSE = "A nurse who asked not to be named claimed that two doctors had resigned over the plan."
HARBOUR = "The harbour was dredged in 1998 and the quay was rebuilt in 2004."
RATE = "The central bank of Valdoria raised its key rate from 4 to 4.5 percent."
COURT = "Isolde Varga declined to say whether the board would go to court."
CUP = "Harrow Bay beat Port Selwyn 3-1 in the final of the Coastal Cup."
SPEECH = '"The shooting has become less, but silence is something else," said Rautala.'
TALK = '"We are not running out of water, we are running out of time," said Sunniva Hagen.'

SEATS = "The Liberals won 62 of the 175 seats, Labour 59 and the Centre Party 27."
ROUTES = "The airline will stop flying on six of its 58 routes."
FISH = "In the autumn the camera saw trout and eels in the pass, but not a single salmon."
LOAN = "You may extend the loan once, if nobody else is waiting."
FIELDS = "Washing cars has been forbidden since 1 August."
QUAKE = "At least 34 people were killed and more than 210 injured."
REPORT = "The United Nations could not confirm the report."
ENVOY = "Ömer Çelik flew to Malmö, and the word μῆτις was on his bag."

LIES = [
    (ENVOY, "Ömer Özkan flew to Malmö.", "Özkan"),
    (ENVOY, "Ömer Çelik flew to Århus.", "Århus"),
    (ENVOY, "The word μήτηρ was on his bag.", "μήτηρ"),
    (SEATS, "The Liberals won 59 of the 175 seats, Labour 62.", "belongs to something else"),
    (ROUTES, "The airline will stop flying on 58 of its routes.", "the whole"),
    (FISH, "In the autumn the camera saw salmon in the pass.", "deny it"),
    (LOAN, "You may extend the loan if somebody else is waiting.", "deny it"),
    (QUAKE, "Just 34 people were killed.", "more than"),
    (BRIDGE, "Three of the eight steel bearings had hairline cracks.", "Three"),
    (BRIDGE, "All eight steel bearings had hairline cracks.", "more than"),
    (BRIDGE, "Eight of its two steel bearings had hairline cracks.", "other way"),
    (COST, "The cost is 53.5 million euros.", "unit"),
    (COST, "The cost is 5.5 million crowns less than in February.", "where the cited"),
    (CROWD, "The police put the number at 13,500 visitors.", "13,500"),
    (CROWD, "The organisers put the number at 31,500 visitors.", "do not give this"),
    (CROWD, "There were 31,500 visitors.", "say so"),
    (OPENING, "The bridge opened to traffic on 14 June.", "still to come"),
    (OPENING, "The bridge will open to traffic on 15 June.", "15 June"),
    (OPENING, "The bridge will not open to traffic on 14 June.", "denies"),
    (FALK, 'Bertil Ohm called the decision "a bet against bad luck".', "Edda Falk"),
    (FALK, 'Edda Falk called the decision "a bet against good luck".', "word for word"),
    (FALK, "The mayor of Orle criticised the authority.", "deny it"),
    (NURSE, "Two doctors had resigned over the plan.", "say so"),
    (NURSE, "Edda Falk claimed that two doctors had resigned over the plan.", "Edda Falk"),
    (NURSE, "Two doctors had resigned because of the low pay.", "cause"),
    (HARBOUR, "The harbour was dredged in 2004.", "2004"),
    (HARBOUR, "The harbour was dredged in 1998 by Holm & Sons.", "Holm"),
    (HARBOUR, "Only the quay was rebuilt in 2004.", "only"),
    (RATE, "The central bank lowered its key rate from 4.5 to 4 percent.", "where the cited"),
    (RATE, "The central bank raised its key rate by 4.5 percentage points.", "unit"),
    (COURT, "Isolde Varga said that the board would go to court.", "deny it"),
    (CUP, "Port Selwyn beat Harrow Bay in the final of the Coastal Cup.", "other way round"),
    (SPEECH, '"The shooting has become less, but peace is something else," said Rautala.', "word"),
    (TALK, 'Sunniva Hagen said: "We are … running out of water."', "word for word"),
]  # fmt: skip

FAITHFUL = [
    (ENVOY, "Ömer Çelik flew to Malmö."),
    (ENVOY, "Omer Celik flew to Malmo."),
    (ENVOY, "The word μῆτις was on his bag."),
    (SEATS, "Labour won 59 of the 175 seats."),
    (ROUTES, "Of its 58 routes the airline will stop flying on six."),
    (FIELDS, "Nobody may wash a car since 1 August."),
    (QUAKE, "No fewer than 34 people died and over 210 were injured."),
    (REPORT, "The UN could not confirm the report."),
    (BRIDGE, "In April two of the eight bearings were shown to have hairline cracks."),
    (COST, "The cost is put at 53.5 million crowns, 5.5 million more than in February."),
    (CROWD, "The police put the number of visitors at 31,500."),
    (OPENING, "The bridge will open to traffic on 14 June 2025."),
    (OPENING, "On Monday the board announced that the bridge will open on 14 June."),
    (FALK, 'Edda Falk called the decision "a bet against bad luck".'),
    (FALK, "Bertil Ohm, the mayor of Orle, did not criticise the authority."),
    (NURSE, "A nurse claimed that two doctors had resigned over the plan."),
    (HARBOUR, "The harbour was dredged in 1998."),
    (RATE, "The central bank raised its rate from 4 to 4.5 per cent."),
    (COURT, "Isolde Varga declined to say whether the board would go to court."),
    (CUP, "Harrow Bay beat Port Selwyn in the final."),
    (SPEECH, 'Rautala said: "The shooting has become less, but silence is something else."'),
    (TALK, 'Sunniva Hagen said that they are "running out of time".'),
]


@pytest.mark.parametrize(("text", "statement", "reason"), LIES)
def test_a_lie_is_caught_for_what_is_wrong_with_it(text: str, statement: str, reason: str) -> None:
    verdict = judged(statement, text)
    assert not verdict.passed
    assert any(reason in told for told in verdict.reasons), verdict.reasons


@pytest.mark.parametrize(("text", "statement"), FAITHFUL)
def test_what_is_told_truly_passes(text: str, statement: str) -> None:
    verdict = judged(statement, text)
    assert verdict.passed, verdict.reasons
    assert text.startswith(verdict.quotes[0].text) or verdict.quotes[0].text in text


@pytest.mark.parametrize(
    ("told", "same"),
    [
        ("It cost 1,000 crowns.", "It cost 1000 crowns."),
        ("It cost a thousand crowns.", "It cost 1,000 crowns."),
        ("Two hundred and twenty jobs were lost.", "220 jobs were lost."),
        ("Half a million crowns were paid.", "500,000 crowns were paid."),
        ("The ferry left at 9.40 p.m. on Saturday.", "The ferry left at 21:40 on Saturday."),
        ("The vote was on 24, 25 and 31 December.", "The vote was on 24 December."),
        ("The fair was held on 24 August 2025.", "The fair was held in August 2025."),
        ("The fair was held on 4 May.", "The fair was held on 4 May 2025."),
        ("Classes have at most 24 pupils.", "Classes have no more than 24 pupils."),
    ],
)
def test_a_number_or_time_may_be_written_in_another_way(told: str, same: str) -> None:
    assert judged(same, told).passed, judged(same, told).reasons


@pytest.mark.parametrize(
    ("told", "other"),
    [
        ("At least 34 people were killed.", "At most 34 people were killed."),
        ("The town pays 86,000 crowns a year.", "The town pays 86,000 crowns a month."),
        ("The ferry left at 9.40 p.m. on Saturday.", "The ferry left at 9.40 a.m. on Saturday."),
        ("The fair was held on 4 May.", "The fair was held on 4 May 2019."),
        ("The pool is drained once an hour.", "The pool is drained once a day."),
    ],
)
def test_a_number_or_time_that_differs_is_caught(told: str, other: str) -> None:
    assert not judged(other, told).passed


def test_an_address_that_no_sentence_gives_is_caught() -> None:
    text = "Anyone who would like to help may write to the office."
    assert not judged("Anyone who would like to help may write to help@evil.example.", text).passed
    assert not judged("@everyone who would like to help may write to the office.", text).passed
