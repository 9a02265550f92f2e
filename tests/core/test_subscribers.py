"""Who holds a plan: what a person may write, and whose answer a family's answer is."""

from datetime import date

import pytest

from goodstanding.core.coverage_matching import Asked, Candidate, choose
from goodstanding.core.subscribers import Subscriber, relation_code, relation_of, says, wrong_with

DAY = date(2026, 11, 23)
ROBIN = Subscriber("Stark", "Robin", date(1958, 2, 7), "child")
TWIN_BORN = date(2015, 5, 5)


@pytest.mark.parametrize(
    ("relation", "born", "code"),
    [
        ("spouse", None, "01"), ("child", date(1990, 1, 1), "19"), ("other", None, "34"),
        ("other", date(2008, 11, 23), "34"), ("other", date(2008, 11, 24), ""), ("", None, ""),
    ],
)  # fmt: skip
def test_the_code_of_a_request(relation, born, code):
    """Eighteen on the day is an adult; a minor who is neither is asked about without a code."""
    assert relation_code(relation, born, DAY) == code


def test_who_was_born_on_a_leap_day_is_of_age_as_everywhere_else_here():
    born, eve = date(2008, 2, 29), date(2026, 2, 28)
    assert [relation_code("other", born, day) for day in (date(2026, 2, 27), eve)] == ["", "34"]


def test_the_code_of_an_answer():
    found = [relation_of(code) for code in ("01", "19", "53", "G8", "")]
    assert found == ["spouse", "child", "other", "other", ""]


@pytest.mark.parametrize(
    ("who", "words"),
    [
        (Subscriber("Stark", "", None, "child"), "last and first name"),
        (Subscriber("S" * 61, "Robin", None, "child"), "takes 60 letters"),
        (Subscriber("Stark", "R" * 36, None, "child"), "takes 35 letters"),
        (Subscriber("4111 1111 1111 1111", "Robin", None, "child"), "card number"),
        (Subscriber("Stark", "4111111111111111", None, "child"), "card number"),
        (Subscriber("Stark", "Robin", date(2026, 11, 24), "child"), "still to come"),
        (Subscriber("Stark", "Robin", date(1858, 2, 7), "child"), "130 years"),
        (Subscriber("Stark", "Robin", None, ""), "Choose what"),
        (Subscriber("Stark", "Robin", None, "self"), "Choose what"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(who, words):
    assert words in wrong_with(who, DAY)


def test_what_fits_is_kept():
    assert wrong_with(ROBIN, DAY) == ""
    assert wrong_with(Subscriber("S" * 60, "R" * 35, DAY, "other"), DAY) == ""


def test_capitals_and_what_is_left_out_are_no_news():
    assert says(ROBIN, Subscriber("STARK", "ROBIN", None, ""))
    assert not says(ROBIN, Subscriber("STARK", "ROBIN", date(1958, 2, 8), "child"))
    assert not says(ROBIN, Subscriber("STARK", "ROBIN", None, "spouse"))
    assert not says(ROBIN, Subscriber("STARK", "ROBYN", None, ""))


def ours(number: int, first: str, **more: object) -> Candidate:
    return Candidate(
        number, number, 1, "NSH", "Nsh", "M-100", "Stark", first, TWIN_BORN, **more
    )  # fmt: skip


def asked(first: str, **more: object) -> Asked:
    told: dict = {
        "last_name": "STARK", "first_name": first, "birth_on": TWIN_BORN, "member": "M100",
        "payer_id": "NSH", "payer_name": "", "traces": frozenset(), "on": DAY, "dependent": True,
    }  # fmt: skip
    return Asked(**{**told, **more})


def test_a_dependant_is_found_by_name_and_birth_date_with_the_subscribers_number():
    found = choose(asked("LEE"), [ours(1, "Kim"), ours(2, "Lee")])
    assert (found.coverage, found.why) == (2, "Found by member number and birth date.")


@pytest.mark.parametrize(
    ("ours_is", "payers"),
    [("José", "JOSE"), ("JOSE", "José"), ("Søren", "SOREN"), ("Đức", "DUC"), ("Łucja", "LUCJA")],
)
def test_a_dependant_is_found_without_the_accents(ours_is, payers):
    assert choose(asked(payers), [ours(1, "Kim"), ours(2, ours_is)]).coverage == 2


def test_accents_are_no_news():
    assert says(Subscriber("Muñoz", "Åse", None, ""), Subscriber("MUNOZ", "ASE", None, ""))


def test_the_other_twin_is_not_ours():
    assert choose(asked("LEE"), [ours(1, "Kim")]).coverage == 0
    assert choose(asked("KIM"), [ours(1, "Kim")]).coverage == 1


def test_an_answer_that_tells_of_the_subscriber_alone_is_not_of_the_patient():
    sent = ours(1, "Kim", traces=frozenset({"T1"}), holder=ROBIN)
    alone = {"traces": frozenset({"T1"}), "dependent": False}
    found = choose(asked("ROBIN", birth_on=None, **alone), [sent])
    assert (found.coverage, "tells of the subscriber" in found.why) == (0, True)
    # A father and son of one first name are told apart by the birth date.
    father = ours(1, "Robin", traces=frozenset({"T1"}), holder=ROBIN)
    assert choose(asked("ROBIN", birth_on=ROBIN.birth_on, **alone), [father]).coverage == 0
    assert choose(asked("ROBIN", **alone), [father]).coverage == 1


def test_a_rejection_that_names_the_subscriber_alone_is_of_the_request():
    sent = ours(1, "Kim", traces=frozenset({"T1"}), holder=ROBIN)
    alone = {"traces": frozenset({"T1"}), "dependent": False, "rejected": True}
    assert choose(asked("ROBIN", birth_on=ROBIN.birth_on, **alone), [sent]).coverage == 1
    assert choose(asked("SAM", birth_on=date(1990, 1, 1), **alone), [sent]).coverage == 0
