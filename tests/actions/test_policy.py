"""Policy versions: Dana writes and proposes, Kim approves; nobody approves her own change."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from goodstanding.actions import policy as acts
from goodstanding.actions.followup_day import run_day
from goodstanding.actions.tasks import enqueue, run_next
from goodstanding.actions.unit import Actor
from goodstanding.core.policy_text import with_values
from goodstanding.core.refusals import Refused
from goodstanding.records import clinic
from goodstanding.records.models import AuditEvent, Decision, PolicyVersion, Run, Task
from tests.ledger_text import AT, SYSTEM_ACTOR, tell

pytestmark = pytest.mark.django_db
DANA, KIM, LEE = Actor("dana", "coordinator"), Actor("kim", "manager"), Actor("lee", "manager")
BILL, IVY = Actor("bill", "biller"), Actor("ivy", "it_admin")
ON = date(2026, 11, 23)
TOMORROW = ON + timedelta(days=1)


@pytest.fixture
def own_policy() -> Iterator[Path]:
    path = Path(settings.VAR) / "policy.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    yield path
    path.unlink(missing_ok=True)


def with_call_on(day: int, text: str = "") -> str:
    changed, faults = with_values(text or clinic.policy_chosen(ON).text,
                                  {"steps.call_1.day": str(day)})  # fmt: skip
    assert not faults
    return changed


def drafted(day: int = 40, *, by: Actor = DANA) -> int:
    return acts.draft_policy(text=with_call_on(day), by=by, at=AT)


def tried(draft: int, *, by: Actor = DANA, at: datetime = AT) -> None:
    mark = PolicyVersion.objects.get(id=draft).mark
    trial = {"mark": mark, "against": clinic.policy_name(ON), "on": ON.isoformat()}
    acts.keep_trial(mark=mark, trial=trial, by=by, at=at)


def proposed(day: int = 40, *, by: Actor = DANA) -> int:
    draft = drafted(day, by=by)
    tried(draft, by=by)
    acts.propose_policy(draft=draft, by=by, at=AT)
    return draft


def approved(day: int = 40, starts_on: date = ON, *, by: Actor = KIM) -> int:
    draft = proposed(day)
    acts.approve_policy(draft=draft, starts_on=starts_on, by=by, at=AT)
    return draft


def version(draft: int) -> PolicyVersion:
    return PolicyVersion.objects.get(id=draft)


def call_day(on: date) -> int:
    return next(s.day for s in clinic.policy_in_force(on).steps if s.name == "call_1")


# ---- two people


def test_dana_proposes_and_kim_approves():
    draft = approved(40, TOMORROW)
    row = version(draft)
    assert (row.state, row.version, row.starts_on) == ("active", 2, TOMORROW)
    assert (row.made_by, row.proposed_by, row.approved_by) == ("dana", "dana", "kim")
    assert (call_day(ON), call_day(TOMORROW)) == (45, 40)
    verbs = list(AuditEvent.objects.order_by("id").values_list("verb", "by"))
    assert verbs == [
        ("policy.draft", "dana"), ("policy.trial", "dana"), ("policy.propose", "dana"),
        ("policy.approve", "kim"),
    ]  # fmt: skip


def test_kim_cannot_approve_her_own_change():
    draft = proposed(by=KIM)
    with pytest.raises(Refused, match="kim cannot approve their own change"):
        acts.approve_policy(draft=draft, starts_on=ON, by=KIM, at=AT)
    acts.approve_policy(draft=draft, starts_on=ON, by=LEE, at=AT)
    assert version(draft).approved_by == "lee"


def test_nor_what_she_only_proposed_or_had_a_hand_in():
    draft = drafted()
    acts.change_draft(draft=draft, text=with_call_on(41), by=KIM, at=AT)
    tried(draft)
    acts.propose_policy(draft=draft, by=DANA, at=AT)
    with pytest.raises(Refused, match="own change"):
        acts.approve_policy(draft=draft, starts_on=ON, by=KIM, at=AT)
    other = drafted(42)
    tried(other)
    acts.propose_policy(draft=other, by=LEE, at=AT)
    with pytest.raises(Refused, match="own change"):
        acts.approve_policy(draft=other, starts_on=ON, by=LEE, at=AT)


@pytest.mark.parametrize("by", [BILL, IVY, Actor("fran", "front_desk")])
def test_others_may_do_none_of_it(by):
    draft = proposed()
    for act in (
        lambda: acts.draft_policy(by=by, at=AT),
        lambda: acts.change_draft(draft=draft, text="", by=by, at=AT),
        lambda: acts.keep_trial(mark="x", trial={}, by=by, at=AT),
        lambda: acts.propose_policy(draft=draft, by=by, at=AT),
        lambda: acts.approve_policy(draft=draft, starts_on=ON, by=by, at=AT),
        lambda: acts.withdraw_policy(draft=draft, by=by, at=AT),
    ):
        with pytest.raises(Refused, match="Your role may not do this"):
            act()


def test_a_coordinator_cannot_approve():
    draft = proposed(by=KIM)
    with pytest.raises(Refused, match="Your role may not do this"):
        acts.approve_policy(draft=draft, starts_on=ON, by=DANA, at=AT)


# ---- only what was tried


def test_what_nobody_tried_is_not_proposed():
    draft = drafted()
    with pytest.raises(Refused, match="Try this draft first"):
        acts.propose_policy(draft=draft, by=DANA, at=AT)


def test_a_change_undoes_the_trial_and_the_proposal():
    draft = proposed()
    acts.change_draft(draft=draft, text=with_call_on(41), by=DANA, at=AT)
    row = version(draft)
    assert (row.state, row.trial, row.proposed_by) == ("draft", {}, "")
    with pytest.raises(Refused, match="Nobody has asked for approval"):
        acts.approve_policy(draft=draft, starts_on=ON, by=KIM, at=AT)


def test_a_note_alone_keeps_the_trial():
    draft = proposed()
    acts.change_draft(draft=draft, text=version(draft).text, note="Asked by Lee", by=DANA, at=AT)
    assert (version(draft).state, version(draft).note) == ("proposed", "Asked by Lee")


def test_a_trial_of_an_older_text_is_not_kept():
    draft = drafted()
    old = version(draft).mark
    acts.change_draft(draft=draft, text=with_call_on(41), by=DANA, at=AT)
    with pytest.raises(Refused, match="was changed or taken back"):
        acts.keep_trial(mark=old, trial={"mark": old}, by=DANA, at=AT)


def test_a_trial_against_a_policy_no_longer_in_force_is_made_again():
    waiting = proposed(42)
    approved(40, ON)
    with pytest.raises(Refused, match="has changed since this draft was tried"):
        acts.approve_policy(draft=waiting, starts_on=TOMORROW, by=KIM, at=AT)


def test_the_policy_in_force_is_no_change():
    draft = acts.draft_policy(by=DANA, at=AT)
    tried(draft)
    with pytest.raises(Refused, match="says what the policy in force says"):
        acts.propose_policy(draft=draft, by=DANA, at=AT)


# ---- days and numbers


def test_a_policy_never_starts_in_the_past():
    draft = proposed()
    with pytest.raises(Refused, match="today or later"):
        acts.approve_policy(draft=draft, starts_on=ON - timedelta(days=1), by=KIM, at=AT)


def test_nor_before_one_that_is_approved():
    approved(40, TOMORROW)
    second = proposed(42)
    with pytest.raises(Refused, match="Choose a later day"):
        acts.approve_policy(draft=second, starts_on=TOMORROW, by=KIM, at=AT)
    acts.approve_policy(draft=second, starts_on=TOMORROW + timedelta(days=1), by=KIM, at=AT)
    days = [ON + timedelta(days=each) for each in range(4)]
    assert [call_day(day) for day in days] == [45, 40, 42, 42]
    assert version(second).version == 3


@pytest.mark.parametrize(("text", "said"), [
    ("not toml at all", "cannot be read as TOML"),
    ("version = 7", "This entry is missing"),
    ('"version" = 9\n', "This entry is missing"),
])  # fmt: skip
def test_a_text_with_faults_is_kept_nowhere(text, said):
    draft = drafted()
    before = version(draft).text
    for act in (
        lambda: acts.draft_policy(text=text, by=DANA, at=AT),
        lambda: acts.change_draft(draft=draft, text=text, by=DANA, at=AT),
    ):
        with pytest.raises(Refused, match=said):
            act()
    assert version(draft).text == before
    assert PolicyVersion.objects.count() == 1


def test_one_fault_does_not_hide_another():
    text = (
        with_call_on(40)
        .replace('act = "call"', 'act = "lawsuit"', 1)
        .replace("gap = 35", "gap = 0")
    )
    with pytest.raises(Refused) as refused:
        acts.draft_policy(text=text, by=DANA, at=AT)
    assert "steps[8].gap" in refused.value.why


def test_two_drafts_of_the_same_words_are_two_versions():
    one, two = drafted(), drafted()
    assert (version(one).version, version(two).version) == (2, 3)
    assert version(one).mark != version(two).mark


# ---- taken back


def test_a_draft_is_taken_back_and_stays_so():
    draft = drafted()
    acts.withdraw_policy(draft=draft, by=DANA, at=AT)
    assert version(draft).state == "withdrawn"
    with pytest.raises(Refused, match="not open any more"):
        acts.change_draft(draft=draft, text=with_call_on(41), by=DANA, at=AT)


def test_a_version_to_come_is_taken_back_by_a_manager_only():
    draft = approved(40, TOMORROW)
    with pytest.raises(Refused, match="Ask a manager"):
        acts.withdraw_policy(draft=draft, by=DANA, at=AT)
    acts.withdraw_policy(draft=draft, by=LEE, at=AT)
    assert call_day(TOMORROW) == 45


def test_a_version_in_force_stays():
    draft = approved(40, ON)
    for act in (
        lambda: acts.withdraw_policy(draft=draft, by=KIM, at=AT),
        lambda: acts.change_draft(draft=draft, text=with_call_on(41), by=KIM, at=AT),
    ):
        with pytest.raises(Refused, match="Reload the policy page"):
            act()
    assert version(draft).state == "active"


# ---- which one is used


def test_the_clinics_own_file_gives_way_to_an_approved_version(own_policy):
    own_policy.write_text(with_call_on(43))
    assert (clinic.policy_chosen(ON).origin, call_day(ON)) == ("own", 43)
    draft = approved(40, TOMORROW)
    assert (clinic.policy_chosen(ON).origin, call_day(ON)) == ("own", 43)
    assert (clinic.policy_chosen(TOMORROW).origin, call_day(TOMORROW)) == ("version", 40)
    assert clinic.policy_chosen(TOMORROW).mark == version(draft).mark


def test_each_caught_up_day_has_its_own_policy():
    """Two days run late: the first under the old policy, the second under the new one."""
    tell("2026-11-01 charge C1 200.00 patient")
    run_day(on=ON - timedelta(days=1), by=SYSTEM_ACTOR, at=AT)
    approved(40, TOMORROW)
    run_day(on=TOMORROW, by=SYSTEM_ACTOR, at=AT)
    names = dict(Run.objects.values_list("on", "policy"))
    assert [names[day].split()[0] for day in (ON - timedelta(days=1), ON, TOMORROW)] == [
        "v1", "v1", "v2",
    ]  # fmt: skip
    assert Decision.objects.order_by("-id").first().policy == names[TOMORROW]


def test_a_draft_that_was_used_as_a_file_is_kept_when_it_changes(own_policy):
    draft = drafted(40)
    used = version(draft)
    own_policy.write_text(used.text)
    run_day(on=ON, by=SYSTEM_ACTOR, at=AT)
    acts.change_draft(draft=draft, text=with_call_on(41), by=DANA, at=AT)
    kept = PolicyVersion.objects.get(mark=used.mark)
    assert (kept.state, kept.text) == ("file", used.text)
    assert Run.objects.get().policy == used.mark


# ---- tried in the background


def test_a_trial_runs_in_the_background_and_changes_nothing_else():
    tell("2026-10-01 charge C1 200.00 patient")
    run_day(on=ON, by=SYSTEM_ACTOR, at=AT)
    draft, decisions = drafted(), list(Decision.objects.values())
    words = {"mark": version(draft).mark, "on": ON.isoformat(), "months": 2}
    enqueue(kind="trial", key="t", arguments=words, by=DANA, at=AT)
    run_next(by=SYSTEM_ACTOR, clock=lambda: AT)
    task, row = Task.objects.get(), version(draft)
    assert (task.state, task.error) == ("done", "")
    assert (row.trial["mark"], row.trial["against"]) == (row.mark, clinic.policy_name(ON))
    assert row.trial["day"]["accounts"] == 1
    assert row.trial["months"]["first"] == "2026-09-23"
    assert list(Decision.objects.values()) == decisions
    acts.propose_policy(draft=draft, by=DANA, at=AT)


def test_a_trial_of_a_draft_that_is_gone_says_so():
    draft = drafted()
    words = {"mark": version(draft).mark, "on": ON.isoformat(), "months": 0}
    enqueue(kind="trial", key="t", arguments=words, by=DANA, at=AT)
    acts.withdraw_policy(draft=draft, by=DANA, at=AT)
    run_next(by=SYSTEM_ACTOR, clock=lambda: datetime(2026, 11, 23, 16, tzinfo=UTC))
    assert "taken back before it was tried" in Task.objects.get().error
