"""20,000 made-up accounts: nothing that asks for money passes while a stop applies, whatever the
mix of facts, holds and times. The table of stops is written a second time, in law_table.py.

A failure names its number: `made(number)` makes the same account again.
"""

from collections import Counter
from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from goodstanding.core.answers import Verdict
from goodstanding.core.facts import AccountFacts, HoldFacts
from goodstanding.core.followup import decide
from goodstanding.core.gate import Proposed, judge
from goodstanding.core.kinds import Act, HoldKind, Recipient
from goodstanding.core.places import law_for
from goodstanding.law import live_book
from tests.core import law_table as table
from tests.core.builders import WILLING, account, at, hold, person, rules
from tests.core.follow_accounts import POLICY
from tests.core.made_cases import CASES, UNREADABLE, Made, made, some

pytestmark = pytest.mark.long

BLOCKS = 20


def block(number: int) -> list[Made]:
    size = CASES // BLOCKS
    return [made(seed) for seed in range(number * size, (number + 1) * size)]


def ask(case: Made, act: Act, to: Recipient) -> Verdict:
    law = law_for(case.facts, live_book())
    return judge(Proposed(act, case.at, to), case.facts, law)


def most(case: Made, act: Act, to: Recipient) -> int:
    return table.most_of_all(act, to, case.facts)


@pytest.mark.parametrize("number", range(BLOCKS))
def test_nothing_passes_while_a_stop_applies(number):
    for case in block(number):
        for act, to in case.acts:
            verdict = ask(case, act, to)
            every_answer_is_complete(case.seed, verdict)
            if act not in table.ASKS:
                continue
            why = list(table.stopped(act, to, case.facts, case.at))
            assert not (why and verdict.allowed), (case.seed, act, to, why)
            limit = most(case, act, to)
            assert verdict.cents <= limit, (case.seed, act, to, verdict.cents, limit)
            assert not (verdict.allowed and limit == 0), (case.seed, act, to)


def every_answer_is_complete(seed: int, verdict: Verdict) -> None:
    assert verdict.allowed is not bool(verdict.refusals), seed
    assert verdict.allowed or verdict.cents == 0, seed
    for each in (*verdict.refusals, *verdict.excluded, *verdict.duties):
        assert each.rule in live_book().rules, (seed, each)
        assert each.citation, (seed, each)
        assert each.text, (seed, each)


@pytest.mark.parametrize("number", range(BLOCKS))
def test_the_ladder_asks_for_no_more_than_the_table_allows(number):
    for case in block(number)[::2]:
        decided = decide(case.facts, POLICY, law_for(case.facts, live_book()))
        assert decided.reasons, case.seed
        for reason in (*decided.reasons, *decided.rejected):
            assert reason.text, case.seed
            assert bool(reason.rule) is bool(reason.citation), (case.seed, reason)
        if decided.act not in table.ASKS:
            continue
        assert decided.act not in table.NEVER | {"agency_placement"}, case.seed
        limit = most(case, Act.STATEMENT, Recipient.GUARANTOR)
        assert 0 < decided.cents <= limit, (case.seed, decided.act, decided.cents, limit)


def test_the_made_cases_are_of_every_kind():
    """Not one of them would be worth much if all were refused, or none."""
    seen: Counter[str] = Counter()
    for case in (made(seed) for seed in range(1500)):
        seen.update(h.kind for h in case.facts.holds)
        seen.update(c.payer_type for charge_ in case.facts.charges for c in charge_.coverages)
        for act, to in case.acts:
            if act in table.ASKS:
                verdict = ask(case, act, to)
                stopped = any(True for _ in table.stopped(act, to, case.facts, case.at))
                seen[f"allowed {verdict.allowed} stopped {stopped}"] += 1
    assert all(seen[kind] for kind in HoldKind)
    assert seen["allowed True stopped False"] > 150
    assert seen["allowed False stopped True"] > 500
    assert seen["allowed True stopped True"] == 0


# ---- what is not known holds


@pytest.mark.parametrize("hold_kind", sorted(table.UNTIL) + ["bankruptcy", "estate"])
@pytest.mark.parametrize("nonsense", UNREADABLE)
def test_a_hold_nobody_can_read_stops(hold_kind, nonsense):
    for key in ("filed_on", "notice_on", "decided_on", "died_on", "discharged_on"):
        facts = account(holds=(hold(hold_kind, chapter="7", **{key: nonsense}),), person=WILLING)
        for act in sorted(table.ASKS):
            law = live_book().on(facts.on, "MN")
            assert not judge(Proposed(Act(act), at("10:00")), facts, law).allowed, (act, key)


UNKNOWN = {
    "call": [{"phone_mobile": "", "phone_home": ""}, {"state": "", "phone_mobile": "8005550177"}],
    "text": [
        {"phone_mobile": ""},
        {"text_consent_on": None},
        {"text_revoked_on": date(2026, 5, 1)},
    ],
    "email": [{"has_email": False}, {"email_consent_on": None}],
    "statement": [{"has_address": False}],
}


@pytest.mark.parametrize(("act", "gone"), [(a, each) for a in UNKNOWN for each in UNKNOWN[a]])
def test_what_is_not_known_of_the_person_holds(act, gone):
    known = account(person=WILLING)
    law = live_book().on(known.on, "MN")
    assert judge(Proposed(Act(act), at("10:00")), known, law).allowed
    unknown = account(person=replace(WILLING, **gone))
    assert not judge(Proposed(Act(act), at("10:00")), unknown, law).allowed


@pytest.mark.parametrize("relation", ["", "cousin", "spouse", "ward", "other"])
def test_an_unknown_tie_is_not_asked(relation):
    patient = replace(account().patients[0], relation=relation)
    facts = account(patients=(patient,), person=person(signed_on=None))
    verdict = judge(Proposed(Act.STATEMENT, at("10:00")), facts, live_book().on(facts.on, "MN"))
    assert not verdict.allowed
    assert rules(verdict) & {"owed.guarantor_not_signed", "mn-spouse-not-liable"}


# ---- more is never allowed by knowing of one more hold, or by a stricter policy


@pytest.mark.parametrize("kind", sorted(HoldKind))
def test_one_more_hold_never_allows_more(kind):
    """But that a lawyer, an estate or an agent may then be written to instead."""
    for case in (made(seed) for seed in some(400)):
        extra = HoldFacts("H9", kind, case.facts.on - timedelta(days=5))
        more = replace(case, facts=replace(case.facts, holds=(*case.facts.holds, extra)))
        for act, to in case.acts:
            if act in table.ASKS and to in (Recipient.GUARANTOR, Recipient.PATIENT):
                before, after = ask(case, act, to), ask(more, act, to)
                assert after.cents <= before.cents, (case.seed, act, to)
                assert before.allowed or not after.allowed, (case.seed, act, to)


def test_facts_have_no_field_the_made_cases_never_fill():
    """A new fact must be thought of here too."""
    never = {"account_id", "on", "clinic_state", "clinic_timezone", "payments", "next_posted_on",
             "last_posted_on", "visits", "write_offs", "kin", "override", "books",
             "own_words"}  # fmt: skip
    filled: set[str] = set()
    plain = {f.name: getattr(AccountFacts("A", date(2026, 1, 1), WILLING), f.name)
             for f in fields(AccountFacts)}  # fmt: skip
    for case in (made(seed) for seed in range(300)):
        filled |= {name for name, empty in plain.items() if getattr(case.facts, name) != empty}
    assert set(plain) - filled <= never
