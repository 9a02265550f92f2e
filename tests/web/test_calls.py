"""The call panel on the screen: what it shows, keeps, refuses, and takes back."""

import pytest

from goodstanding.records.models import Contact, Hold, Promise, Standing
from tests.web.clinic import FISK, LOPEZ

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
    assert text.index("data-known") < text.index("I am calling about a balance with us")
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
    text = words(log(client, **PROMISE))
    assert "They may not be called now. Was it a call from them?" in text


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
