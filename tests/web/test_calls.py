"""The call panel on the screen: what it shows, keeps, refuses, and takes back."""

from datetime import timedelta

import pytest

from goodstanding.records.models import (
    Contact,
    HelpApplication,
    Hold,
    Promise,
    RetiredWay,
    Standing,
)
from goodstanding.records.queries.desk_money import charges_of
from tests.web.clinic import DAY, FISK, LOPEZ, NOON

pytestmark = pytest.mark.usefixtures("clinic")
PROMISE = {
    "answered": "them", "proofs": ["name", "birth"], "result": "promise", "cents": "60",
    "day": "12/4",
}  # fmt: skip


def words(answer):
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def log(client, account=LOPEZ, **asked):
    return client.post(f"/accounts/{account}/calls/log", asked)


def of_lopez():
    return Contact.objects.filter(guarantor__number=LOPEZ).order_by("-id").first()


def test_the_panel_has_the_gate_the_words_and_the_keys(desk):
    text = words(desk("coordinator").get(f"/accounts/{LOPEZ}?drawer=call"))
    assert "Hello. May I speak with Maria Lopez?" in text
    assert "<div data-known hidden>" in text
    assert text.index("data-known") < text.index("When we last talked, you planned a payment")
    assert 'data-key="v"' in text
    assert 'data-proofs="2"' in text


def test_the_words_name_the_visit_and_what_is_left(desk):
    # Lopez's one open charge: the sum is in the script and in its own block only.
    text = words(desk("coordinator").get(f"/accounts/{LOPEZ}?drawer=call"))
    assert "for you. Does that match what you have seen?" in text
    script = text.split("data-known hidden>")[1].split("</div>")[0]
    assert "$184.20" in script


def test_a_promise_is_kept_and_the_account_waits(desk):
    client = desk("coordinator")
    assert log(client, **PROMISE)["Location"] == f"/accounts/{LOPEZ}"
    one = of_lopez()
    assert (one.outcome, one.direction, one.by) == ("promise", "out", "coordinator-1")
    assert Promise.objects.filter(guarantor__number=LOPEZ, cents=6000).exists()
    text = words(client.get(f"/accounts/{LOPEZ}"))
    assert "Promises $60.00 by 12/04/2026" in text
    assert "Take the call back" in text


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"proofs": ["name"]}, "Two things must match before this is saved."),
        ({"cents": "184.21"}, "They owe $184.20. Write no more than that."),
        ({"cents": "x"}, "Write the amount as 60"),
        ({"day": "11/20"}, "The day of the promise is past."),
        ({"answered": ""}, "Say who answered."),
        ({"note": "4111 1111 1111 1111"}, "Take the card number out."),
    ],
)
def test_what_is_wrong_is_said_in_the_panel_and_nothing_is_kept(desk, more, says):
    before = Contact.objects.count()
    text = words(log(desk("coordinator"), **PROMISE | more))
    assert says in text
    assert 'id="drawer-title">Call Maria Lopez' in text
    assert Contact.objects.count() == before


def test_a_bankruptcy_heard_stops_everything_in_one_save(desk):
    client = desk("coordinator")
    log(client, answered="them", heard=["bankruptcy"])
    assert Hold.objects.filter(guarantor__number=LOPEZ, kind="bankruptcy").exists()
    assert "Do not call" in words(client.get(f"/accounts/{LOPEZ}"))
    panel = words(client.get(f"/accounts/{LOPEZ}?drawer=call")).split('class="paper drawer')[1]
    assert "Do not talk about the balance." in panel
    for part in ("320-555-0177", "data-known", "$184.20", 'value="them"', 'value="voicemail"'):
        assert part not in panel
    # A page that was open since before: the call is kept, what was agreed is not.
    log(client, **PROMISE)
    text = words(client.get(f"/accounts/{LOPEZ}"))
    assert f"call on account {LOPEZ}. Not what was agreed: " in text
    assert not Promise.objects.filter(guarantor__number=LOPEZ, cents=6000, made_on=DAY).exists()


def test_taken_back_it_counts_no_more_and_the_timeline_says_so(desk):
    client = desk("coordinator")
    before = Standing.objects.get(guarantor__number=LOPEZ).act
    log(client, **PROMISE)
    back = words(client.get(f"/accounts/{LOPEZ}")).split("/calls/")[1].split("/take-back")[0]
    text = words(client.post(f"/accounts/{LOPEZ}/calls/{back}/take-back", follow=True))
    assert "is taken back, with all that followed" in text
    assert "Taken back" in text.split("Timeline")[-1]
    assert "Take the call back" not in text
    assert Standing.objects.get(guarantor__number=LOPEZ).act == before


def test_save_and_next_opens_the_panel_of_the_next_person(desk):
    client = desk("coordinator")
    gone = log(client, FISK, answered="voicemail", next="1")["Location"]
    assert gone.endswith("?drawer=call") or gone == "/today?queue=call_now"
    assert f"/accounts/{FISK}?" not in gone


def test_a_letter_is_still_logged_as_before(desk):
    text = words(desk("coordinator").get(f"/accounts/{LOPEZ}?drawer=contact"))
    assert "Log a contact" in text


def test_the_panel_counts_the_calls_and_says_until_when(desk):
    text = words(desk("coordinator").get(f"/accounts/{FISK}?drawer=call"))
    # No call to Fisk yet; the law's hours end at 9 PM, in the zone of the clinic too.
    assert "Until 9:00 PM their time · 0 of 7 calls in 7 days, 7 left" in text
    assert "last talk" not in text.split("call-panel")[1].split("</form>")[0]


def test_own_hours_end_the_day_sooner_and_yesterdays_calls_count(desk):
    client = desk("coordinator")
    hours = {"heard": ["other_hours"], "not_after": "6:30 PM"}
    log(client, FISK, answered="voicemail")
    log(client, FISK, answered="they_called", result="nothing", **hours)
    Contact.objects.filter(guarantor__number=FISK).update(at=NOON - timedelta(days=6))
    panel = words(client.get(f"/accounts/{FISK}?drawer=call")).split("call-panel")[1]
    assert "1 of 7 calls in 7 days, 6 left · last talk 11/17/2026" in panel
    assert "Until" not in panel.split("<form")[0]  # the week after a talk is not over
    Contact.objects.filter(guarantor__number=FISK, direction="in").update(outcome="voicemail")
    panel = words(client.get(f"/accounts/{FISK}?drawer=call")).split("call-panel")[1]
    assert "Until 6:30 PM their time" in panel


def test_a_wrong_number_is_crossed_out_and_can_be_used_again(desk):
    client = desk("coordinator")
    log(client, FISK, answered="wrong_number", number="320-555-0177")
    panel = words(client.get(f"/accounts/{FISK}?drawer=call")).split("call-panel")[1]
    assert "<s>320-555-0177</s> Wrong number, 11/23/2026" in panel
    assert 'name="number"' not in panel
    way = RetiredWay.objects.get().id
    client.post(f"/accounts/{FISK}/numbers/{way}/use-again")
    panel = words(client.get(f"/accounts/{FISK}?drawer=call")).split("call-panel")[1]
    assert "<s>" not in panel
    assert 'name="number" value="320-555-0177"' in panel


def test_another_insurance_is_on_the_account_and_where_billing_looks(desk):
    client = desk("coordinator")
    told = {"insurer": "Prairie Mutual", "member": "PM-88", "from_on": "1/1/2026"}
    log(client, FISK, answered="them", heard=["new_insurance"], **told)
    text = words(client.get(f"/accounts/{FISK}"))
    assert "insurance told of Prairie Mutual; member number PM-88" in text
    assert "Ask Prairie Mutual whether they are covered." in text
    rows = words(desk("biller").get("/today?queue=insurer"))
    assert "Ask Prairie Mutual whether they are covered." in rows
    hold = Hold.objects.get(guarantor__number=FISK).number
    form = words(client.get(f"/holds/{hold}?form=step"))
    assert "Not covered: this hold ends" in form
    assert "visits this insurance pays" in form
    for visit in charges_of(FISK):
        box = f'name="visits" value="{visit.charge}"'
        assert box in form
    covered = {"mark": "covered_on", "visits": [v.charge for v in charges_of(FISK)], "words": "Yes"}
    client.post(f"/holds/{hold}/step", covered)
    assert all(v.patient_cents == 0 for v in charges_of(FISK))


def test_the_front_desk_sees_no_panel_and_keeps_no_call(desk):
    client = desk("front_desk")
    text = words(client.get(f"/accounts/{FISK}?drawer=call"))
    assert "call-panel" not in text
    assert log(client, FISK, answered="voicemail").status_code == 403


def test_only_visits_of_the_hold_are_offered_as_covered_and_chosen_from_a_known_day(desk):
    client = desk("coordinator")
    log(client, LOPEZ, answered="them", heard=["new_insurance"], insurer="Prairie Mutual")
    hold = Hold.objects.get(guarantor__number=LOPEZ, kind="insurer_pending")
    form = words(client.get(f"/holds/{hold.number}?form=step"))
    assert box("C1") in form
    assert "checked" not in form.split(box("C1"))[1].split(">")[0]
    Hold.objects.update(detail={**hold.detail, "from_on": "2026-09-22"})
    form = words(client.get(f"/holds/{hold.number}?form=step"))
    assert "checked" in form.split(box("C1"))[1].split(">")[0]
    Hold.objects.update(detail={**hold.detail, "charges": ["C9"]})
    assert box("C1") not in words(client.get(f"/holds/{hold.number}?form=step"))


def test_who_cannot_pay_is_led_to_the_help_application(desk):
    client = desk("coordinator")
    text = words(client.get(f"/accounts/{FISK}?drawer=call")).split('data-heard="cannot_pay"')[1]
    assert f'href="/accounts/{FISK}/help-program" target="_blank"' in text.split("</fieldset>")[0]
    client.post(f"/accounts/{FISK}/help-program/begin", {"how": "call", "per": "month"})
    number = HelpApplication.objects.get().number
    text = words(client.get(f"/accounts/{FISK}?drawer=call")).split('data-heard="cannot_pay"')[1]
    assert f'href="/help-program/{number}" target="_blank"' in text.split("</fieldset>")[0]
    assert f"Go on with help application {number}" in text


def box(charge: str) -> str:
    return f'name="visits" value="{charge}"'
