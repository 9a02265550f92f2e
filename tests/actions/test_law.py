"""A lawyer's word: who may write it down, once, and for the rule as it is."""

from datetime import UTC, date, datetime

import pytest

from goodstanding.actions.law import Said, confirm_rule, take_back_rule
from goodstanding.actions.unit import Actor
from goodstanding.core.refusals import Refused
from goodstanding.law import live_book
from goodstanding.records.models import AuditEvent, LawConfirmation

pytestmark = pytest.mark.django_db
ANA = Actor("ana", "manager")
AT = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)  # still the 23rd at the clinic
RULE = "mn-332c-credit-reporting-ban"
SAID = Said("A. Counsel", date(2026, 11, 23), "Asked in writing.")


def rows():
    return list(LawConfirmation.objects.values_list("rule", "confirmed", "name", "on", "by"))


def test_a_confirmation_is_kept_once_with_the_rules_mark_and_without_the_name_in_the_log():
    for _ in range(2):
        confirm_rule(rule_id=RULE, said=SAID, by=ANA, at=AT)
    assert rows() == [(RULE, True, "A. Counsel", date(2026, 11, 23), "ana")]
    assert LawConfirmation.objects.get().mark == live_book().rules[RULE].mark
    assert "Counsel" not in AuditEvent.objects.latest("id").detail


def test_taking_back_adds_a_row_and_it_may_be_confirmed_again():
    confirm_rule(rule_id=RULE, said=SAID, by=ANA, at=AT)
    take_back_rule(rule_id=RULE, note="The case was reversed.", by=ANA, at=AT)
    confirm_rule(rule_id=RULE, said=SAID, by=ANA, at=AT)
    assert [row[1] for row in rows()] == [True, False, True]


@pytest.mark.parametrize("role", ["coordinator", "biller", "front_desk", "it_admin"])
def test_only_a_manager_may(role):
    chris = Actor("chris", role)
    with pytest.raises(Refused, match="Your role"):
        confirm_rule(rule_id=RULE, said=SAID, by=chris, at=AT)
    with pytest.raises(Refused, match="Your role"):
        take_back_rule(rule_id=RULE, by=chris, at=AT)
    assert not rows()


@pytest.mark.parametrize(
    ("rule", "said", "why"),
    [
        ("mn-none", SAID, "no such rule"),
        (RULE, Said("  ", date(2026, 11, 23)), "name of the lawyer"),
        (RULE, Said("A. Counsel", date(2026, 11, 24)), "still to come"),
        (RULE, Said("A. Counsel", date(2026, 11, 23), "4111111111111111"), "card number"),
    ],
)
def test_what_cannot_be_kept_is_refused(rule, said, why):
    with pytest.raises(Refused, match=why):
        confirm_rule(rule_id=rule, said=said, by=ANA, at=AT)
    assert not rows()


def test_nothing_to_take_back_is_refused():
    with pytest.raises(Refused, match="nothing to take back"):
        take_back_rule(rule_id=RULE, by=ANA, at=AT)
