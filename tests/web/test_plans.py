"""Plans on the screen: the builder's offers, the plan on its account, and the portfolio."""

import pytest

from goodstanding.records.models import Letter, Plan, PlanDisclosure, PlanMade
from tests.web.clinic import LOPEZ

pytestmark = pytest.mark.usefixtures("clinic")


def words(answer):
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def builder(client, **asked):
    return words(client.get(f"/accounts/{LOPEZ}", {"drawer": "plan", **asked}))


def charges():
    from goodstanding.records.queries.plan_offers import ground
    from goodstanding.web.parts import business_day

    return list(ground(LOPEZ, business_day()).charges)


def save(client, **given):
    form = {"charges": charges(), "told": "on", "manage": "50", "offer": "own", "payments": "4"}
    url = f"/accounts/{LOPEZ}/plans/make"
    return client.post(url, {**form, **given}, follow=True)


def change(client, **given):
    return client.post(f"/accounts/{LOPEZ}/plans/change", given, follow=True)


def test_what_they_can_manage_is_asked_before_anything_is_offered(desk):
    client = desk("coordinator")
    assert "3 Offers" not in builder(client)
    # Lopez owes 184.20: at most 50.00 a month is four of 46.05.
    text = builder(client, manage="50", charges=charges())
    assert "3 Offers" in text
    assert "$46.05" in text
    assert "Fits" in text


def test_a_plan_saved_is_on_the_account_its_letter_waits_and_what_they_told_is_apart(desk):
    client = desk("coordinator")
    text = words(save(client))
    assert "On track" in text
    assert "$46.05" in text
    assert "Life of the plan (1)" in text
    assert Letter.objects.get(kind="plan_confirmation").state == "ready"
    assert PlanDisclosure.objects.get().monthly_cents == 50_00
    assert PlanMade.objects.get().by == Plan.objects.get().events.get().by


def test_nothing_is_saved_unless_they_were_told(desk):
    text = words(save(desk("coordinator"), told=""))
    assert "Tell them first" in text
    assert not Plan.objects.exists()


def test_a_card_number_is_refused_and_the_form_keeps_the_rest(desk):
    text = words(save(desk("coordinator"), how="card", reference="4111111111111111"))
    assert "card number" in text
    assert not Plan.objects.exists()


def test_each_change_is_seen_on_the_account_and_the_portfolio(desk):
    client = desk("coordinator")
    save(client)
    plan = Plan.objects.get().number
    text = words(change(client, plan=plan, do="pause", until="+40", why="Between jobs."))
    assert "Paused" in text
    assert "Paused</b> by" in text
    text = words(client.get("/plans", {"state": "Paused"}))
    assert LOPEZ in text
    assert "Broken" not in words(change(client, plan=plan, do="broken", why="Moved away."))
    assert LOPEZ in words(client.get("/plans", {"state": "Ended"}))
    assert "On track" in words(change(client, plan=plan, do="reinstate", why="They called."))


def test_the_latest_letter_of_a_plan_is_shown(desk):
    client = desk("coordinator")
    save(client)
    change(client, plan=Plan.objects.get().number, do="pause", until="+40", why="Between jobs.")
    text = words(client.get(f"/accounts/{LOPEZ}"))
    assert "Confirm by letter" not in text
    assert "Letter ready to print" in text
    Letter.objects.filter(state="ready", kind="plan_confirmation").update(state="mailed")
    text = words(change(client, plan=Plan.objects.get().number, do="resume", why="New job."))
    assert "Letter ready to print" in text


def test_what_is_refused_says_why(desk):
    client = desk("coordinator")
    save(client)
    plan = Plan.objects.get().number
    assert "Say why the plan rests." in words(change(client, plan=plan, do="pause", until="+9"))
    assert "Your role" in words(change(client, plan=plan, do="forgive", why="Ill."))


def test_an_amount_of_their_own_makes_as_many_payments_as_it_takes(desk):
    # 184.20 at 10.00: eighteen payments of 10.00 and one of 4.20.
    save(desk("coordinator"), payments="", amount="10", manage="10")
    plan = Plan.objects.get()
    assert (plan.months, plan.events.get().parts[-1][1]) == (19, 4_20)


def test_the_portfolio_is_a_workbook_too(desk):
    answer = desk("manager").get("/plans/plans.xlsx")
    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"


def test_the_list_asks_a_fixed_number_of_queries(desk, django_assert_max_num_queries):
    client = desk("coordinator")
    save(client)
    with django_assert_max_num_queries(40):
        assert LOPEZ in words(client.get("/plans"))
