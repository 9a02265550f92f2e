"""Answers of payers come in: whose they are, what is kept of them, what they change."""

from datetime import date, timedelta

import pytest

from goodstanding.actions import benefit_news, eligibility, eligibility_ask
from goodstanding.actions.followup_day import run_day
from goodstanding.actions.unit import Actor
from goodstanding.core.refusals import Refused
from goodstanding.formats.x12.eligibility import read
from goodstanding.records.models import (
    Appointment,
    AuditEvent,
    Coverage,
    Decision,
    EligibilityAsked,
    EligibilityChange,
    EligibilityCheck,
    Hold,
    ImportProblem,
    Override,
    Patient,
    Transfer,
)
from goodstanding.records.queries.benefits import latest_benefits, said_of_care
from tests.eligibility_text import ISA, answer, file_of
from tests.ledger_text import AT, take_in, tell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_var")]
DANA, DAY = Actor("dana", "coordinator"), date(2026, 11, 23)
BOOK = """
2026-11-02 charge C1 180.00 patient
coverage NSH commercial 1 member_id=M-100
"""
A1 = {"name": "LASTA*A1****MI*M100", "born": "19800101", "payer": "NSH*****PI*NSH"}
DEDUCTIBLE = "EB*C*IND*30***29*{}*****Y"


@pytest.fixture
def answers(tmp_path):
    made = []

    def read_in(*sets, on="2026-11-23"):
        made.append(1)
        path = tmp_path / f"{len(made)}.271"
        path.write_bytes(file_of(*sets, on=date.fromisoformat(on)))
        return take_in(path, on="2026-11-23")

    return read_in


def known() -> tuple:
    patient = Patient.objects.get(number="a1")
    return latest_benefits([patient.id], date(2026, 12, 31)).get(patient.id, ())


def test_limits_are_said_of_the_newest_answer_of_the_first_plan(answers):
    tell(BOOK)
    care, day = [("97110", ("GP",))], date(2026, 12, 2)
    assert said_of_care("a1", care, day) == ()
    answers(answer("EB*1**30", "EB*F**PT***23***VS*20", **A1), on="2026-11-20")
    left = answer("EB*1**30", "EB*F**PT***23***VS*20", "EB*F**PT***29***VS*3",
                  "EB*B*****27*25******HC:97110:GP", trace="T2", **A1)  # fmt: skip
    answers(left, on="2026-11-22")
    assert said_of_care("a1", care, day) == (
        "The plan says 20 visits a year for physical therapy, 3 left (told 11/22/2026).",
        "The plan says a copay of $25.00 for 97110 itself (told 11/22/2026): check it, the sum "
        "leaves it out.",
    )
    # What only the older answer knew of a day before the newer came.
    (older,) = said_of_care("a1", care, date(2026, 11, 21))
    assert older == "The plan says 20 visits a year for physical therapy (told 11/20/2026)."


def test_a_plan_that_ends_before_the_day_says_nothing_of_it(answers):
    tell(BOOK)
    ends = "DTP*291*RD8*20260101-20261130"
    answers(answer("EB*1**30", ends, "EB*F**PT***23***VS*20", **A1))
    assert said_of_care("a1", [("97110", ())], date(2026, 11, 30))
    assert said_of_care("a1", [("97110", ())], date(2026, 12, 1)) == ()


def told() -> list[tuple[str, str]]:
    return list(EligibilityChange.objects.order_by("id").values_list("kind", "text"))


def test_benefits_are_kept_with_their_coverage(answers):
    tell(BOOK)
    got = answers(answer("EB*1**30**GOLD", DEDUCTIBLE.format("650.25"), **A1))
    assert (got.kind, got.status, got.totals["kept"]) == ("271", "posted", 1)
    (one,) = known()
    assert (one.payer_id, one.rank, one.plan_name, one.active) == ("NSH", 1, "GOLD", True)
    assert (one.deductible_left_cents, one.oop_left_cents) == (65025, None)
    assert one.checked_on == DAY
    check = EligibilityCheck.objects.get()
    assert check.told["subscriber"]["member"] == "M100"
    assert (check.trace, check.why) == ("T1", "Found by member number and birth date.")
    assert told() == []


def test_the_same_file_twice_changes_nothing(answers):
    tell(BOOK)
    body = answer("EB*1**30", **A1)
    answers(body)
    assert answers(body).status == "duplicate"
    assert EligibilityCheck.objects.count() == 1


def test_who_is_not_found_waits_and_is_matched_by_a_person(answers):
    tell(BOOK)
    got = answers(answer("EB*1**30", **A1), answer("EB*1**30", name="ROE*SAM****MI*X9"))
    assert (got.status, got.totals["waiting"]) == ("partly_posted", 1)
    problem = ImportProblem.objects.get(level="aside")
    assert problem.where == "ST 0002 segment 7 HL"
    assert "ROE" not in problem.text
    check = EligibilityCheck.objects.get(state="waiting")
    with pytest.raises(Refused, match="not known"):
        eligibility.match_check(check_id=check.id, patient_id="nobody", by=DANA, at=AT)
    eligibility.match_check(check_id=check.id, patient_id="a1", by=DANA, at=AT)
    check.refresh_from_db()
    problem.refresh_from_db()
    assert (check.state, check.coverage.payer, problem.solved_at) == ("kept", "NSH", AT)
    with pytest.raises(Refused, match="dealt with"):
        eligibility.put_away(check_id=check.id, by=DANA, at=AT)
    assert AuditEvent.objects.filter(verb="eligibility.match", account="A").exists()


def test_a_birth_date_that_differs_is_nobody(answers):
    tell(BOOK)
    got = answers(answer("EB*1**30", **{**A1, "born": "19800102", "name": "OTHER*B****MI*M100"}))
    assert (got.status, EligibilityCheck.objects.get().state) == ("exceptions", "waiting")


def test_a_payer_that_rejects_is_told_in_words(answers):
    tell(BOOK)
    got = answers(answer("AAA*N**75*C", **A1))
    assert (got.status, got.totals["rejected"]) == ("exceptions", 1)
    (problem,) = got.problems
    assert problem["code"] == "payer_rejects"
    assert "The subscriber was not found (75). Correct it and ask again." in problem["text"]
    assert known() == ()


def test_a_bad_transaction_keeps_the_good_ones_in(answers):
    tell(BOOK)
    bad = answer("EB*1**30", **{**A1, "name": "X"})
    bad[6] = "NM1*IL*7*X"
    got = answers(bad, answer("EB*1**30", **A1))
    assert (got.status, got.totals["kept"], got.totals["unreadable"]) == ("partly_posted", 1, 1)


def test_what_changed_is_a_task_and_nothing_else_of_the_account(answers):
    tell(BOOK)
    run_day(on=DAY, by=Actor("daily run", "system"), at=AT)
    answers(answer("EB*1**30**GOLD", DEDUCTIBLE.format("100"), **A1), on="2026-11-20")
    books = Transfer.objects.count(), Hold.objects.count()
    cover = Coverage.objects.values_list().get()
    answers(answer("EB*6**30**GOLD", "DTP*347*D8*20261031", **A1))
    assert told() == [("ended", "Nsh: the coverage ended on 10/31/2026 (checked 11/23/2026).")]
    assert (Transfer.objects.count(), Hold.objects.count()) == books
    assert Coverage.objects.values_list().get() == cover
    decision = Decision.objects.order_by("-id").first()
    assert (decision.act, decision.spoke) == ("verify_coverage", "chosen")
    assert "ended on 10/31/2026" in Override.objects.get().words


def test_a_persons_own_choice_stays(answers):
    from goodstanding.actions.overrides import Choice, override_next_step
    from goodstanding.core.kinds import Act

    tell(BOOK)
    choice = Choice(Act.WAIT, DAY + timedelta(days=5), "patient asked for time")
    override_next_step(account_id="A", choice=choice, by=DANA, at=AT)
    answers(answer("EB*1**30", "EB*1**30*QM", **A1))
    assert [kind for kind, _ in told()] == ["qmb", "medicaid"]
    assert Override.objects.get(ended_on=None).act == "wait"


def test_a_deductible_anew_is_told_and_decides_nothing(answers):
    tell(BOOK)
    answers(answer("EB*1**30", DEDUCTIBLE.format("0"), **A1), on="2026-11-20")
    answers(answer("EB*1**30", DEDUCTIBLE.format("1500"), **A1))
    assert told() == [("deductible", "Nsh: the deductible is anew: $1,500.00 left, it was $0.00.")]
    assert not Override.objects.exists()
    change = EligibilityChange.objects.get()
    benefit_news.change_done(change_id=change.id, by=DANA, at=AT)
    with pytest.raises(Refused, match="done already"):
        benefit_news.change_done(change_id=change.id, by=DANA, at=AT)


def test_an_older_answer_is_kept_and_changes_nothing(answers):
    tell(BOOK)
    answers(answer("EB*1**30**GOLD", **A1))
    answers(answer("EB*6**30**GOLD", **A1), on="2026-10-01")
    assert told() == []
    assert known()[0].active is True


def test_an_answer_of_long_ago_is_not_todays(answers):
    tell(BOOK)
    answers(answer("EB*1**30**GOLD", **A1), on="2006-05-01")
    assert known()[0].checked_on == date(2006, 5, 1)


def booked(day: int) -> None:
    Appointment.objects.create(
        number=f"V{day}", patient=Patient.objects.get(number="a1"), status="booked",
        starts_at=AT + timedelta(days=day), scheduled_on=DAY,
    )  # fmt: skip


def asked(within: int = 3) -> eligibility_ask.Written:
    return eligibility_ask.ask(on=DAY, within=within, by=DANA, at=AT)


def test_who_comes_is_asked_about_and_the_answer_finds_the_coverage(answers):
    tell(BOOK)
    booked(2)
    written = asked()
    (one,) = read(written.content, "270").exchanges
    assert (one.subscriber.last_name, one.subscriber.member) == ("LastA", "M-100")
    assert [each.first_on for each in one.subscriber.dates] == [date(2026, 11, 25)]
    (sent,) = EligibilityAsked.objects.all()
    assert [each.number for each in one.traces] == [sent.trace]
    assert asked().asked == 0  # once a day
    answers(answer("EB*1**30", **{**A1, "name": "MARRIED*A", "trace": sent.trace}))
    assert EligibilityCheck.objects.get().why == "Found by our request."


@pytest.mark.parametrize(("checked", "expected"), [("2026-11-20", 0), ("2026-11-19", 1)])
def test_a_check_of_more_than_three_days_is_old(answers, checked, expected):
    tell(BOOK)
    booked(1)
    answers(answer("EB*1**30", **A1), on=checked)
    assert asked().asked == expected


@pytest.mark.parametrize(("day", "expected"), [(7, 0), (4, 0), (3, 0), (2, 1), (0, 1)])
def test_business_days_are_counted(day, expected):
    """From Monday 11/23 two business days go to Wednesday 11/25; Thursday is Thanksgiving."""
    tell(BOOK)
    booked(day)
    assert asked(within=2).asked == expected


def test_without_a_member_number_nobody_is_asked_about():
    tell(BOOK.replace(" member_id=M-100", ""))
    booked(1)
    assert (asked().number, asked().without_member) == (0, ("a1",))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("TA1", "TA1*000000123*261201*0815*R*023~"),
        ("999", "GS*FA*N*S*20261201*0815*1*X*005010X231A1~ST*999*1~AK9*R*1*1*0~SE*3*1~GE*1*1~"),
    ],
)
def test_a_receipt_in_the_place_of_an_answer_is_called_so(tmp_path, kind, body):
    path = tmp_path / "in.edi"
    path.write_text(f"{ISA}~{body}IEA*1*000000071~")
    told = take_in(path)
    assert (told.status, told.kind) == ("rejected", kind)
    assert told.problems[0]["text"].startswith(f"in.edi is a receipt ({kind}): ")
