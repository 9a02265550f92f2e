"""The words' versions: Dana writes and proposes, Kim approves; a translation needs a translator."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from goodstanding.actions import wording as acts
from goodstanding.actions.unit import Actor
from goodstanding.core.refusals import Refused
from goodstanding.outbound.word_kinds import shipped_text
from goodstanding.records.models import AuditEvent, Wording
from goodstanding.records.queries.approved_words import approved_words
from tests.ledger_text import AT

pytestmark = pytest.mark.django_db
DANA, KIM, LEE = Actor("dana", "coordinator"), Actor("kim", "manager"), Actor("lee", "manager")
BILL = Actor("bill", "biller")
ANN = {"translator": "Ann Roe, certified translator", "checked_on": date(2026, 6, 1)}
BEFORE, AFTER = "You have a balance of {{due}} with us.", "Your balance with us is {{due}}."


def changed(text: str = "") -> str:
    return (text or shipped_text("reminder", "en")).replace(BEFORE, AFTER)


def drafted(
    kind: str = "reminder", language: str = "en", *, text: str = "", by: Actor = DANA
) -> int:
    draft = acts.draft_words(kind=kind, language=language, by=by, at=AT)
    if text:
        acts.change_words(draft=draft, text=text, by=by, at=AT)
    return draft


def proposed(kind: str = "reminder", language: str = "en", *, text: str = "") -> int:
    draft = drafted(kind, language, text=text or (changed() if language == "en" else ""))
    acts.propose_words(draft=draft, by=DANA, at=AT)
    return draft


def approved(kind: str = "reminder", language: str = "en", *, text: str = "") -> int:
    draft = proposed(kind, language, text=text)
    acts.approve_words(draft=draft, by=KIM, at=AT, **({} if language == "en" else ANN))
    return draft


def row(draft: int) -> Wording:
    return Wording.objects.get(id=draft)


# ---- two people


def test_dana_proposes_and_kim_approves():
    draft = approved()
    found = row(draft)
    assert (found.state, found.version) == ("active", 1)
    assert (found.made_by, found.proposed_by, found.approved_by) == ("dana", "dana", "kim")
    (words,) = approved_words()
    assert (words.kind, words.language, words.version, words.active) == ("reminder", "en", 1, True)
    assert AFTER in words.text
    verbs = AuditEvent.objects.filter(verb__startswith="wording").values_list("verb", flat=True)
    assert list(verbs.order_by("id")) == [
        "wording.draft", "wording.change", "wording.propose", "wording.approve",
    ]  # fmt: skip


@pytest.mark.parametrize("who", [DANA, BILL])
def test_only_a_manager_approves(who):
    draft = proposed()
    with pytest.raises(Refused, match="Your role may not"):
        acts.approve_words(draft=draft, by=who, at=AT)


def test_a_biller_drafts_nothing():
    with pytest.raises(Refused, match="Your role may not"):
        drafted(by=BILL)


def test_nobody_approves_what_they_wrote_or_proposed():
    draft = drafted(text=changed(), by=KIM)
    acts.propose_words(draft=draft, by=LEE, at=AT)
    for who in (KIM, LEE):
        with pytest.raises(Refused, match="cannot approve their own"):
            acts.approve_words(draft=draft, by=who, at=AT)
    assert approved_words() == ()


def test_who_changes_a_proposal_is_its_maker_and_it_is_proposed_anew():
    draft = proposed()
    acts.change_words(draft=draft, text=changed() + "\n", by=KIM, at=AT)
    assert (row(draft).state, row(draft).made_by) == ("draft", "dana, kim")
    with pytest.raises(Refused, match="Nobody has asked"):
        acts.approve_words(draft=draft, by=LEE, at=AT)


# ---- what may be kept, and what may be used


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("{{due}} with us", "{{dew}} with us", r"Line 18: There is no field \{\{dew\}\}; did you"),
        ("[[notice mn-attorney-ag]]", "", "notice may not be left out"),
        ("> You have", "You have", "0 main sentences"),
        ("[slip]", "[slop]", "no region"),
    ],
)
def test_words_that_lost_what_a_letter_needs_are_not_kept(before, after, why):
    draft = drafted()
    text = row(draft).text
    with pytest.raises(Refused, match=why):
        acts.change_words(draft=draft, text=text.replace(before, after, 1), by=DANA, at=AT)
    assert row(draft).text == text


def test_a_threat_may_stand_in_a_draft_and_stops_its_approval():
    threat = changed().replace("If money is tight, tell us.", "We may file a lawsuit.")
    draft = drafted(text=threat)
    with pytest.raises(Refused, match='"file a lawsuit"|"lawsuit"'):
        acts.propose_words(draft=draft, by=DANA, at=AT)
    Wording.objects.filter(id=draft).update(state="proposed", proposed_by="dana", proposed_at=AT)
    with pytest.raises(Refused, match="lawsuit"):
        acts.approve_words(draft=draft, by=KIM, at=AT)


def test_the_same_words_again_are_no_change():
    with pytest.raises(Refused, match="says what the words in use say"):
        acts.propose_words(draft=drafted(), by=DANA, at=AT)


def test_one_draft_at_a_time():
    drafted()
    with pytest.raises(Refused, match="a draft of these words already"):
        drafted()


@pytest.mark.parametrize(
    ("kind", "language"), [("reminder", "so"), ("reminder", "hmn"), ("x", "en")]
)
def test_a_language_without_lists_cannot_be_written(kind, language):
    with pytest.raises(Refused, match="no words of kind"):
        drafted(kind, language)


# ---- a named translator


@pytest.mark.parametrize(
    "given", [{}, {"translator": "Ann Roe"}, {"translator": "Ann Roe, certified translator"},
              {"checked_on": date(2026, 6, 1)}]
)  # fmt: skip
def test_a_translation_is_not_approved_without_who_checked_it_and_when(given):
    draft = proposed("reminder", "es")
    with pytest.raises(Refused, match="Write who translated or checked"):
        acts.approve_words(draft=draft, by=KIM, at=AT, **given)


def test_the_day_it_was_checked_is_no_day_to_come():
    draft = proposed("reminder", "es")
    with pytest.raises(Refused, match="lies ahead"):
        acts.approve_words(
            draft=draft, by=KIM, at=AT, translator="A B, translator", checked_on=date(2199, 1, 1)
        )


def test_the_database_keeps_a_translation_without_translator_out_of_use():
    draft = approved("reminder", "es")
    for gone in ({"translator": ""}, {"checked_on": None}, {"approved_by": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Wording.objects.filter(id=draft).update(**gone)


@pytest.mark.parametrize(
    ("kind", "language"),
    [("statement", "es"), ("cover_sheet", "so"), ("cover_sheet", "es"), ("call_script", "so")],
)
def test_what_we_ship_can_be_approved_once_somebody_vouches_for_it(kind, language):
    assert row(approved(kind, language)).translator == "Ann Roe, certified translator"


def test_a_changed_translation_needs_its_translator_again():
    approved("reminder", "es")
    draft = drafted("reminder", "es")
    assert row(draft).translator == "Ann Roe, certified translator"
    acts.change_words(
        draft=draft,
        text=row(draft).text.replace("Llámenos y díganos", "Díganos", 1),
        by=DANA,
        at=AT,
    )
    assert row(draft).translator == ""


# ---- back, and out of use


def test_an_older_version_is_put_back_by_two_people_too():
    approved()
    approved(text=changed().replace("thank you", "many thanks"))
    back = acts.draft_words(kind="reminder", language="en", version=1, by=DANA, at=AT)
    assert (row(back).version, row(back).note) == (3, "Puts version 1 back.")
    acts.propose_words(draft=back, by=DANA, at=AT)
    acts.approve_words(draft=back, by=KIM, at=AT)
    assert [(w.version, w.active) for w in approved_words()] == [(1, False), (2, False), (3, True)]
    assert approved_words()[0].text == approved_words()[2].text
    with pytest.raises(Refused, match="Version 9 was never in use"):
        acts.draft_words(kind="reminder", language="en", version=9, by=DANA, at=AT)


def test_the_shipped_words_are_version_nought():
    approved()
    back = acts.draft_words(kind="reminder", language="en", version=0, by=DANA, at=AT)
    assert row(back).text == shipped_text("reminder", "en")


def test_a_translation_is_stopped_at_once_and_english_is_not():
    approved("reminder", "es")
    acts.retire_words(kind="reminder", language="es", by=KIM, at=AT)
    assert [one.active for one in approved_words()] == [False]
    with pytest.raises(Refused, match="No version"):
        acts.retire_words(kind="reminder", language="es", by=KIM, at=AT)
    with pytest.raises(Refused, match="English words end only"):
        acts.retire_words(kind="reminder", language="en", by=KIM, at=AT)


def test_a_draft_taken_back_is_gone():
    draft = drafted()
    acts.withdraw_words(draft=draft, by=DANA, at=AT)
    assert row(draft).state == "withdrawn"
    with pytest.raises(Refused, match="not open any more"):
        acts.propose_words(draft=draft, by=DANA, at=AT)
    assert row(drafted()).version == 2
