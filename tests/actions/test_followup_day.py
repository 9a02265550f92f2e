"""The daily run: repeatable, resumable, and the same whether it comes in time or late."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from goodstanding.actions import followup_day
from goodstanding.actions.contacts import Said, log_contact
from goodstanding.actions.followup_day import run_day
from goodstanding.core.kinds import Channel
from goodstanding.core.refusals import Refused
from goodstanding.law import live_book
from goodstanding.records import bulk
from goodstanding.records.models import Letter, Run
from goodstanding.records.queries.account_record import key_of
from goodstanding.records.queries.facts import facts_for
from goodstanding.synthetic.clinic import write_clinic
from tests.ledger_text import AT, SYSTEM_ACTOR, count, take_in, tell

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 18, tzinfo=UTC)
DAYS = [date(2026, 11, day) for day in range(16, 31)]
POLICY = Path(followup_day.__file__).parents[1] / "core" / "policy_v1.toml"


def day(on: str | date) -> followup_day.Done:
    on = date.fromisoformat(on) if isinstance(on, str) else on
    return run_day(on=on, by=SYSTEM_ACTOR, at=AT)


def act(account: str = "A") -> str:
    ((found,),) = bulk.select(
        "SELECT s.act FROM records_standing s JOIN records_guarantor g ON g.id = s.guarantor_id "
        "WHERE g.number = %s",
        [account],
    )
    return str(found)


def stand() -> dict[str, list[tuple[object, ...]]]:
    """Everything a run writes, by account number instead of row number."""
    of = "JOIN records_guarantor g ON g.id = x.guarantor_id"
    return {
        "standings": bulk.select(
            "SELECT g.number, x.act, x.step, x.queue, x.due_on, x.review_on, x.decided_on, "
            f"x.priority, x.ask_cents, x.rule, x.changed FROM records_standing x {of} ORDER BY 1"
        ),
        "decisions": bulk.select(
            'SELECT g.number, x."on", x.act, x.step, x.due_on, x.review_on, x.cents, x.reasons, '
            f"x.rejected, x.policy FROM records_decision x {of} ORDER BY 1, x.id"
        ),
        "letters": bulk.select(
            "SELECT g.number, x.kind, x.step, x.state, x.made_on, x.cents, x.why "
            f"FROM records_letter x {of} ORDER BY 1, x.id"
        ),
    }


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clinic")
    write_clinic(folder, accounts=80, months=12, seed=3, on=DAYS[0])
    return folder


@pytest.fixture
def own_policy() -> Iterator[Path]:
    path = Path(settings.VAR) / "policy.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    yield path
    path.unlink(missing_ok=True)


# ---- twice, late, stopped


def test_a_day_run_twice_changes_nothing(export):
    take_in(export)
    first = day(DAYS[0])
    before = stand()
    again = day(DAYS[0])
    assert (first.decided, again.decided) == (80, 0)
    assert stand() == before
    assert {table: count(table) for table in ("run", "letter")} == {
        "run": 1, "letter": len(before["letters"])
    }  # fmt: skip


def one_by_one() -> None:
    for each in DAYS:
        day(each)


def in_one_go() -> None:
    day(DAYS[0])
    assert day(DAYS[-1]).days == DAYS[1:]


def test_days_run_late_in_one_go_are_as_if_run_in_time(export):
    found = []
    take_in(export)
    for run in (one_by_one, in_one_go):
        with transaction.atomic():
            run()
            found.append(stand())
            transaction.set_rollback(True)
    assert found[0] == found[1]
    later = {row[1] for row in found[0]["decisions"]} - {DAYS[0]}
    assert len(later) >= 2, "later days had something to decide"


def test_deciding_only_who_is_due_misses_nobody(export):
    """Everybody decided again on a day gives what deciding the few who were due gave."""
    take_in(export)
    for each in DAYS:
        day(each)
        before = stand()["decisions"]
        bulk.execute("UPDATE records_standing SET changed = %s", [True])
        assert day(each).decided == 80
        assert stand()["decisions"] == before


def test_each_day_keeps_how_many_it_decided():
    tell("2026-11-01 charge C1 100.00 patient\n2026-11-22 patient_payment C1 100.00")
    day("2026-11-20")
    day("2026-11-23")
    assert list(Run.objects.order_by("on").values_list("on__day", "decided")) == [
        (20, 1), (21, 0), (22, 1), (23, 0)
    ]  # fmt: skip


def test_a_day_before_the_latest_is_refused():
    tell("2026-11-01 charge C1 100.00 patient")
    day("2026-11-20")
    with pytest.raises(Refused, match="2026-11-20 has been run, so 2026-11-19 is in the past"):
        day("2026-11-19")
    assert count("run") == 1


class Stop(Exception):
    pass


@pytest.fixture
def stops_in_the_second_batch(monkeypatch):
    """Batches of 30; the 45th account decided stops the run."""
    decided = []
    decide = followup_day.decide

    def stopping(*given):
        decided.append(1)
        if len(decided) == 45:
            raise Stop
        return decide(*given)

    monkeypatch.setattr(followup_day, "BATCH", 30)
    monkeypatch.setattr(followup_day, "decide", stopping)
    return decided


def test_a_run_that_stopped_goes_on_where_it_was(export, stops_in_the_second_batch):
    take_in(export)
    with pytest.raises(Stop):
        day(DAYS[0])
    assert Run.objects.get().finished_at is None
    assert day(DAYS[0]).decided == 50, "the first batch of 30 is not decided again"
    assert Run.objects.get().finished_at == AT
    assert bulk.select("SELECT COUNT(*) FROM records_decision") == [(80,)]


def test_a_later_day_first_ends_the_one_that_stopped(export, stops_in_the_second_batch):
    take_in(export)
    with pytest.raises(Stop):
        day(DAYS[0])
    assert day(DAYS[1]).days == DAYS[:2]
    assert Run.objects.filter(finished_at__isnull=True).count() == 0


def test_a_day_before_one_that_stopped_is_refused(export, stops_in_the_second_batch):
    take_in(export)
    with pytest.raises(Stop):
        day(DAYS[1])
    with pytest.raises(Refused):
        day(DAYS[0])


# ---- the policy


def test_an_edited_policy_decides_everyone_again(own_policy):
    tell("2026-11-20 charge C1 20.00 patient\n2026-11-20 charge C2 90.00 patient patient=b1")
    assert (day("2026-11-20").decided, act(), act("B")) == (2, "statement", "statement")
    text = POLICY.read_text().replace('no_statement_below = "5.00"', 'no_statement_below = "25.00"')
    own_policy.write_text(text)
    assert (day("2026-11-20").decided, act(), act("B")) == (2, "wait", "statement")
    assert Run.objects.get().policy.startswith("v1 ")
    assert Letter.objects.get(guarantor__number="A").state == "dropped"


def test_a_broken_policy_is_refused_whole(own_policy):
    tell("2026-11-20 charge C1 20.00 patient")
    text = POLICY.read_text().replace("\nday = 14", "\nday = -14").replace("\ntries", "\ntires")
    own_policy.write_text(text)
    with pytest.raises(Refused) as refused:
        day("2026-11-20")
    assert "steps[2].day: -14 does not fit" in refused.value.why
    assert "calls.tires: The policy knows no such entry; check the spelling." in refused.value.why
    assert "nothing was decided" in refused.value.why
    assert "Fault(" not in refused.value.why
    assert (count("run"), count("decision")) == (0, 0)


# ---- what changes by itself


def test_a_posting_dated_ahead_is_seen_on_its_day():
    tell("2026-11-01 charge C1 100.00 patient\n2026-11-22 patient_payment C1 100.00")
    seen = []
    for on in ("2026-11-20", "2026-11-21", "2026-11-22"):
        day(on)
        seen.append((act(), Letter.objects.get().state))
    assert seen == [("statement", "ready"), ("statement", "ready"), ("none", "dropped")]


def test_a_hold_that_ends_lets_the_account_go_on_by_itself():
    tell("2026-11-01 charge C1 100.00 patient\n2026-11-02 hold manual ends_on=2026-11-21")
    seen = [(day(on).decided, act()) for on in ("2026-11-20", "2026-11-21", "2026-11-22")]
    assert [said for _, said in seen] == ["wait", "wait", "statement"]
    assert seen[-1][0] == 1


def test_on_the_day_law_changes_everyone_is_decided_again():
    changes = {
        version.from_on for one in live_book().parameters.values() for version in one.at
    }  # fmt: skip
    new_law = max(each for each in changes if each <= date(2026, 11, 23))
    charged = new_law - timedelta(days=40)
    tell(f"{charged} charge C1 100.00 patient\n{charged} hold manual")
    assert [day(new_law - timedelta(days=back)).decided for back in (2, 1, 0)] == [1, 0, 1]


def test_nothing_is_decided_again_on_a_day_without_news():
    tell("2026-11-01 charge C1 100.00 patient\n2026-11-01 charge C2 50.00 patient patient=b1")
    assert [day(on).decided for on in ("2026-11-20", "2026-11-21", "2026-11-22")] == [2, 0, 0]


def test_facts_take_as_many_queries_for_a_hundred_accounts_as_for_one(
    export, django_assert_max_num_queries
):
    take_in(export)
    keys = [key for (key,) in bulk.select("SELECT id FROM records_guarantor ORDER BY id")]
    asked = []
    for some in (keys[:1], keys):
        with django_assert_max_num_queries(20) as counted:
            assert len(facts_for(some, DAYS[0])) == len(some)
        asked.append(len(counted))
    # Three more where files run ahead of the day or money is loose: the ledger is asked then. Two
    # more where a first letter went out: what an agency's checklist reads.
    assert asked[0] <= asked[1] <= asked[0] + 5


# ---- a household


HOME = """
person account=A street=1_Elm zip=55802
person account=B street=1_Elm zip=55802
person account=C street=2_Elm zip=55802
2026-08-01 charge C1 100.00 patient
2026-08-01 charge C2 50.00 patient patient=b1
2026-08-01 charge C3 50.00 patient patient=c1
"""


def decided_again() -> list[str]:
    """Accounts with something newer than Friday's run."""
    return [
        number
        for (number,) in bulk.select(
            "SELECT g.number FROM records_standing s JOIN records_guarantor g ON "
            "g.id = s.guarantor_id WHERE s.decided_on > '2026-11-20' ORDER BY 1"
        )
    ]


def test_what_one_of_a_household_does_decides_the_others_too():
    tell(HOME)
    day("2026-11-20")
    tell(f"{HOME}2026-11-21 patient_payment C1 100.00")
    assert day("2026-11-21").decided == 2
    assert decided_again() == ["A", "B"]


def test_a_household_is_decided_at_once_when_one_of_it_calls():
    tell(HOME)
    day("2026-11-23")
    bulk.execute("UPDATE records_standing SET decided_on = '2026-11-01'")
    said = Said(Channel.CALL, "in", "reached")
    log_contact(account_id="A", said=said, by=SYSTEM_ACTOR, at=NOON)
    assert decided_again() == ["A", "B"]
    key = key_of("B")
    assert key is not None
    (kin,) = facts_for([key], date(2026, 11, 23))[0].kin
    assert (kin.account_id, kin.talked_on) == ("A", date(2026, 11, 23))


def test_a_house_of_many_is_no_household():
    many = "\n".join(
        f"person account={name} patient={name.lower()}1 street=1_Elm zip=55802\n"
        f"2026-08-01 charge C{name} 50.00 patient patient={name.lower()}1"
        for name in "ABCDEFG"
    )
    tell(many)
    assert day("2026-11-20").decided == 7
    tell(f"{many}\n2026-11-21 patient_payment CA 50.00")
    assert day("2026-11-21").decided == 1
    key = key_of("A")
    assert key is not None
    assert facts_for([key], DAYS[0])[0].kin == ()


def test_the_home_of_someone_due_that_day_is_decided_with_them():
    """A's promise ends on the 25th, and B's own answer may look at A."""
    tell(HOME)
    day("2026-11-20")
    bulk.execute("UPDATE records_standing SET review_on = NULL")
    bulk.execute(
        "UPDATE records_standing SET review_on = '2026-11-21' WHERE guarantor_id = %s",
        [key_of("A")],
    )
    assert day("2026-11-21").decided == 2
    assert decided_again() == ["A", "B"]
