"""The remittance desk on the screen: what needs a person, one claim, denials, provider level."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodstanding.actions.denials import open_denials
from goodstanding.actions.imports import Setting, receive
from goodstanding.records.models import (
    Charge,
    ClaimStep,
    Denial,
    DenialCase,
    ProviderSettled,
    Remittance,
    RemittanceClaim,
)
from tests.remittance_text import check, claim, line, one_line, remittance, taken_back
from tests.web.clinic import BERG, BY, DAY, LOPEZ, NOON

pytestmark = pytest.mark.usefixtures("clinic")
# Berg's charge C4 of 11-02 over 312.00 is open with the insurer.
ODD = claim("PCN9", 312, 200, pr=12, lines=[line(312, 200, "CO-45 100", "PR-1 12", on="20261102")])
NAMED = [ODD[0], "NM1*QC*1*BERG*KARI****MI*M77", *ODD[1:]]
DENIED = claim(
    "PCN8", 312, 0, pr=312, status="4", lines=[line(312, 0, "PR-204 312", on="20261102")]
)


@pytest.fixture
def era(tmp_path):
    def read(*checks, name="era-1122.835"):
        path = tmp_path / name
        path.write_bytes(remittance(*checks))
        (one,) = receive(path, "835", Setting(on=DAY, by=BY, at=NOON))
        return one

    return read


def page(client, url, **asked):
    seen = client.get(url, asked)
    assert seen.status_code == 200, url
    return seen.content.decode()


def words(text):
    return " ".join(text.split())


def number():
    return RemittanceClaim.objects.get().id


def post(client, act, **asked):
    url = f"/insurers/claims/{number()}/{act}"
    return client.post(url, asked, follow=True).content.decode()


def test_what_waits_is_listed_with_its_reason_money_and_file(desk, era):
    era(check("T1", NAMED))
    text = words(page(desk("biller"), "/insurers"))
    assert "1 claim, $200.00 in the bank and on no charge yet" in text
    for part in ("PCN9", "No charge of ours has claim number PCN9.", "era-1122.835", "Yes"):
        assert part in text
    assert 'Needs you <span class="count">1</span>' in text


def test_nothing_waits_is_said(desk):
    assert "Every claim that came is in the books." in page(desk("biller"), "/insurers")


def test_a_claim_shows_both_sides_and_the_nearest(desk, era):
    era(check("T1", NAMED))
    text = words(page(desk("biller"), f"/insurers/claims/{number()}"))
    assert "BERG, KARI" in text
    assert f"Berg, Kari, {BERG}" in text
    assert "Agrees: name, amount, date, code." in text
    assert 'data-key="m"' in text
    assert "Back to what needs you" in text


def test_a_match_posts_and_the_next_claim_is_on_the_screen(desk, era):
    era(check("T1", NAMED, one_line("X1", 90, 30, "CO-45 60")))
    first, second = RemittanceClaim.objects.order_by("id")
    client = desk("biller")
    assert 'value="C4"' in page(client, f"/insurers/claims/{first.id}", form="match")
    done = client.post(f"/insurers/claims/{first.id}/match", {"near": "C4"})
    assert done["Location"] == f"/insurers/claims/{second.id}"
    first.refresh_from_db()
    assert first.state == "posted"
    assert "the claim is matched and posted" in page(client, done["Location"])


@pytest.mark.parametrize(
    ("asked", "says"),
    [({}, "Choose one, or write"), ({"typed": "nowhere"}, "No claim and no charge of ours")],
)
def test_what_is_wrong_with_a_match_is_said_in_words(desk, era, asked, says):
    era(check("T1", NAMED))
    assert says in post(desk("biller"), "match", **asked)
    assert RemittanceClaim.objects.get().state == "waiting"


def test_put_off_leaves_the_list_and_stays_in_sight(desk, era):
    era(check("T1", NAMED))
    text = post(desk("biller"), "set-aside", until="12/4", words="asked the payer")
    assert "1 claim is put off" in text
    assert "Fri 12/04" in text
    assert ClaimStep.objects.get().by == "biller-1"


def test_a_denial_goes_to_the_denials_and_bills_nobody(desk, era):
    era(check("T1", DENIED))
    client = desk("biller")
    assert "Most likely: Send it to the denials" in words(
        page(client, f"/insurers/claims/{number()}")
    )
    post(client, "match", typed="C4")
    post(client, "to-denials", words="")
    one = DenialCase.objects.get()
    text = words(page(client, "/insurers", tab="denials"))
    assert "Berg, Kari" in text
    assert "PR-204" in text
    assert "The patient&#x27;s plan does not cover it" in text
    text = words(page(client, f"/insurers/denials/{one.id}"))
    # The denial is of 11-23; 180 days later is 05-22.
    assert "appeal by <b>05/22/2027</b>, in 180 days" in text


def test_a_claim_as_it_was_sent(desk, era):
    era(check("T0", one_line("A1", 90, 30, "CO-45 60")), check("T1", NAMED))
    key = RemittanceClaim.objects.get(claim="PCN9").id
    text = page(desk("biller"), f"/insurers/claims/{key}", raw="1")
    assert "<code>NM1*QC*1*BERG*KARI****MI*M77</code>" in text
    assert "CLP*A1" not in text


def test_take_backs_are_posted_at_provider_level_and_settled(desk, era):
    era(check("T1", taken_back("OLD", 90, 50, "CO-45 40"), one_line("Y", 90, 80, "CO-45 10")))
    client, key = desk("biller"), RemittanceClaim.objects.get(claim="OLD").id
    client.post(f"/insurers/claims/{key}/take-back", {"words": "older than our books"})
    text = words(page(client, "/insurers", tab="provider"))
    assert "Taken back by hand" in text or "22" in text
    assert "ICNOLD9050" in text
    first = text.split("settle=")[1].split('"')[0]
    asked = {"reason": "nothing more comes", "key": "k1"}
    for _ in range(2):
        client.post(f"/insurers/provider/{first}/settle", asked)
    assert ProviderSettled.objects.get().cents == 5000
    assert "Nothing is open at provider level." in page(client, "/insurers", tab="provider")


def test_every_check_says_where_its_money_is(desk, era):
    era(check("T1", NAMED, plb=["WO 25"]), check("T2", one_line("A1", 9, 3, "CO-45 6"), amount=4))
    client = desk("manager")
    text = words(page(client, "/insurers", tab="checks"))
    assert "Does not balance" in text
    one = Remittance.objects.get(trace="T1")
    text = words(page(client, f"/insurers/checks/{one.id}"))
    assert "Adds up" in text
    assert "175.00" in text
    assert "Overpayment" in text


def denied_here():
    charge = Charge.objects.get(number="C4")
    Denial.objects.create(
        source="practice:D1", charge=charge, patient=charge.patient, posted_on=DAY,
        recorded_at=NOON, cents=31200, group_code="CO", reason_code="197",
    )  # fmt: skip
    open_denials(on=DAY, by=BY, at=NOON)
    return DenialCase.objects.get().id


def test_a_denial_is_worked_and_closed(desk):
    case, client = denied_here(), desk("biller")
    text = words(page(client, f"/insurers/denials/{case}"))
    assert "Appeal, with the record" in text
    client.post(f"/insurers/denials/{case}/step", {"step": "appealed", "words": "sent by fax"})
    assert "Appealed" in page(client, "/insurers", tab="denials")
    wrong = client.post(f"/insurers/denials/{case}/close", {"outcome": "patient", "words": "x"})
    assert "may not be asked for this" in wrong.content.decode()
    client.post(f"/insurers/denials/{case}/close", {"outcome": "other", "words": "x"})
    assert DenialCase.objects.get().state == "closed"


def test_the_worklist_of_denials_is_a_workbook(desk):
    denied_here()
    seen = desk("coordinator").get("/insurers/denials/xlsx")
    assert seen["Content-Disposition"] == 'attachment; filename="denials-2026-11-23.xlsx"'
    assert seen.content[:2] == b"PK"


@pytest.mark.parametrize(
    ("role", "sees", "may"),
    [
        ("biller", 200, 302), ("manager", 200, 302), ("coordinator", 200, 403),
        ("front_desk", 403, 403), ("it_admin", 403, 403),
    ],
)  # fmt: skip
def test_who_may_look_and_who_may_decide(desk, era, role, sees, may):
    era(check("T1", NAMED))
    client = desk(role)
    assert client.get("/insurers").status_code == sees
    assert client.get(f"/insurers/claims/{number()}").status_code == sees
    done = client.post(f"/insurers/claims/{number()}/match", {"near": "C4"})
    assert done.status_code == may


@pytest.mark.parametrize("tab", ["needs", "denials", "provider", "checks"])
def test_the_tabs_ask_as_many_questions_for_one_row_as_for_many(desk, era, tab):
    client = desk("biller")

    def asked():
        with CaptureQueriesContext(connection) as seen:
            page(client, "/insurers", tab=tab)
        return len(seen)

    era(check("T1", one_line("Z0", 90, 30, "CO-45 60"), plb=["WO 1"]))
    asked()
    few = asked()
    more = [one_line(f"Z{n}", 90, 30, "CO-45 60") for n in range(1, 30)]
    era(check("T2", *more, plb=["WO 2"]), name="b.835")
    assert asked() == few <= 20


def test_no_address_and_no_title_names_a_patient(desk, era):
    era(check("T1", NAMED))
    text = page(desk("biller"), f"/insurers/claims/{number()}")
    title = text.split("<title>")[1].split("</title>")[0]
    assert "Berg" not in title
    assert LOPEZ not in title
