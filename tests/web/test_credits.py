"""Credits on the screen: the list with its reasons; a refund from asking to its letter."""

import io
import re
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from goodstanding.actions import posting
from goodstanding.actions.posting import Posting
from goodstanding.core.kinds import TransactionKind
from goodstanding.records.models import AuditEvent, CreditNotice, Patient, Refund, Transfer
from tests.web.clinic import BERG, BY, DAY, EK, FISK, NOON, OLSON

pytestmark = pytest.mark.usefixtures("clinic")
K = TransactionKind


def words(text):
    return " ".join(text.split())


def page(client, url, **asked):
    seen = client.get(url, asked)
    assert seen.status_code == 200, url
    return words(seen.content.decode())


def came_in(account, dollars, source="desk:more", **more):
    """Money of this account's patient, on no visit."""
    patient = Patient.objects.get(guarantor__number=account)
    on = more.pop("on", DAY)
    one = Posting(more.pop("kind", K.PATIENT_PAYMENT), dollars * 100, patient.id, **more)
    posting.post(source, [one], on=on, at=NOON)
    posting.brought_up({patient.id}, by=BY, at=NOON)


def asked(client, account, amount, **more):
    """The form as the page gives it, filled in."""
    text = client.get(f"/credits/accounts/{account}").content.decode()
    key = more.get("key") or re.search(r'name="key" value="([0-9a-f]+)"', text)[1]
    given = {"of": "p:", "cents": amount, "why": "asked_for", "tender": "check", "key": key}
    return client.post(f"/credits/accounts/{account}/ask", {**given, **more}, follow=True)


def test_the_list_says_why_whose_and_what_is_next(desk, django_assert_max_num_queries):
    came_in(FISK, 300)
    client = desk("biller")
    client.get("/today")
    with django_assert_max_num_queries(16):
        text = page(client, "/credits")
    assert "Fisk, Ole" in text
    assert "300.00 CR" in text
    assert "$300.00 is placed on no visit since 11/23/2026." in text
    assert "Put it on the $96.10 they owe, then give the rest back" in text
    assert "Wed 12/23, in 30 days" in text
    assert "Olson, Pat" in text  # 75.00 on no visit
    assert "$375.00" in text  # together


def test_an_insurer_s_overpayment_has_its_tab(desk):
    berg = Patient.objects.get(guarantor__number=BERG).charges.get()
    came_in(BERG, 400, kind=K.INSURER_PAYMENT, charge=berg.id, payer="NSH")
    text = page(desk("manager"), "/credits", tab="insurers")
    assert "North Star Health" in text
    assert "88.00 CR" in text  # 400 on a charge of 312
    assert "Berg, Kari" not in page(desk("biller"), "/credits")


def test_empty_lists_say_so(desk):
    client = desk("coordinator")
    for tab, said in (
        ("insurers", "No insurer paid more"), ("approve", "No refund waits for a second person"),
        ("export", "No approved refund waits"), ("unclaimed", "No credit grows too old"),
    ):  # fmt: skip
        assert said in page(client, "/credits", tab=tab)


def test_a_small_refund_is_posted_at_once_and_twice_sent_is_once(desk):
    came_in(FISK, 150)
    client = desk("biller")
    key = "0" * 32
    for _ in range(2):
        text = words(asked(client, FISK, "$53.90", key=key).content.decode())
        assert "<h1>Refund 1</h1>" in text
    assert "was asked for already" in text
    assert Refund.objects.count() == 1
    assert Transfer.objects.get(source="refund:1:1").cents == 5390


def test_more_than_there_is_is_said_at_its_field_and_kept(desk):
    came_in(FISK, 150)
    text = words(asked(desk("biller"), FISK, "53.91").content.decode())
    assert "Write an amount of $53.90 or less." in text
    assert 'value="53.91"' in text
    assert Refund.objects.count() == 0


def test_the_gate_says_why_not_on_the_page(desk):
    came_in(EK, 600)  # Ek owes 480 and is bankrupt; the 120 are his
    client = desk("manager")
    assert "May money go back to the person now" in page(client, f"/credits/accounts/{EK}")
    client.post(f"/accounts/{FISK}/holds/place", {"kind": "identity_theft", "starts_on": "t"})
    came_in(FISK, 150, source="desk:again")
    assert "another&#x27;s identity" in page(client, f"/credits/accounts/{FISK}")
    text = words(asked(client, FISK, "50").content.decode())
    assert "Nothing was saved yet" in text
    assert Refund.objects.count() == 0


def test_two_people_a_check_and_its_letter(desk):
    came_in(FISK, 350)
    biller, manager = desk("biller"), desk("manager")
    asked(biller, FISK, "250", why="overpaid")
    assert "Fisk, Ole" in page(manager, "/credits", tab="approve")
    assert "Approve and post" not in page(biller, "/credits/refunds/1")
    assert biller.post("/credits/refunds/1/approve").status_code == 403
    assert manager.post("/credits/refunds/1/letter").status_code == 302  # not approved yet
    assert "is approved and posted" in words(
        manager.post("/credits/refunds/1/approve", follow=True).content.decode()
    )
    text = page(biller, "/credits/refunds/1", form="issue")
    assert "Write down the check" in text
    given = {"check_number": "4471", "on": ""}
    biller.post("/credits/refunds/1/issue", given)
    assert "4471" in page(biller, "/credits", tab="export")
    letter = biller.post("/credits/refunds/1/letter")
    assert letter["Content-Type"] == "application/pdf"
    assert letter.content.startswith(b"%PDF")
    assert AuditEvent.objects.filter(verb="refund.letter", account=FISK).count() == 1
    biller.post("/credits/refunds/1/stop", {"reason": "Lost in the mail"})
    assert "Stopped" in page(biller, "/credits/refunds/1")


def test_the_asker_is_not_the_second_person(desk):
    came_in(FISK, 350)
    client = desk("manager")
    asked(client, FISK, "250")
    assert "You asked for this refund" in page(client, "/credits/refunds/1")
    text = words(client.post("/credits/refunds/1/approve", follow=True).content.decode())
    assert "another manager looks and approves it" in text
    client.post("/credits/refunds/1/decline", {"reason": "A visit comes"})
    assert Refund.objects.get().state == "declined"


def test_the_checks_to_write_keep_formulas_out(desk):
    fisk = Patient.objects.get(guarantor__number=FISK).guarantor
    fisk.last_name, fisk.first_name = "1+1", "=HYPERLINK(1)"
    fisk.save()
    came_in(FISK, 150)
    client = desk("biller")
    asked(client, FISK, "50")
    seen = client.post("/credits/export", {"as": "csv"})
    assert "'=HYPERLINK(1) 1+1" in seen.content.decode()
    assert "100 Demonstration Avenue, St. Cloud, MN 56301" in seen.content.decode()
    assert Refund.objects.get().exported_at == NOON
    assert client.post("/credits/export", {"as": "csv"}).status_code == 302
    again = client.post("/credits/export", {"as": "xlsx", "again": "on"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(again.content)).get_sheet_by_index(0)
    row = rows.to_python()[1]
    assert (row[2], row[3], row[4]) == (50.0, FISK, 1.0)


def test_what_nobody_claimed_is_written_of_and_reported(desk):
    came_in(OLSON, 300, on=date(2023, 5, 4))  # 175 owed, 75 came on 11-20: 200 is left
    client = desk("biller")
    text = page(client, "/credits", tab="unclaimed")
    assert "05/04/2026" in text  # three years
    assert "Write now" in text
    assert client.post("/credits/report", {"as": "csv"}).status_code == 302  # nobody written to
    letter = client.post(f"/credits/accounts/{OLSON}/letter")
    assert letter.content.startswith(b"%PDF")
    assert "written 11/23/2026" in page(client, "/credits", tab="unclaimed")
    report = client.post("/credits/report", {"as": "csv"}).content.decode()
    assert 'Pat Olson,"100 Demonstration Avenue, St. Cloud, MN 56301",200.00' in report
    notices = CreditNotice.objects.order_by("id").values_list("kind", "cents")
    assert list(notices) == [("letter", 20000), ("reported", 20000)]
    assert "Olson" not in page(client, "/credits", tab="unclaimed")


def test_nobody_is_written_to_about_young_money(desk):
    came_in(FISK, 300)
    seen = desk("biller").post(f"/credits/accounts/{FISK}/letter", follow=True)
    assert "Nothing of this account is so old" in words(seen.content.decode())


def test_an_unknown_refund_or_account_is_not_found(desk):
    client = desk("manager")
    for address in ("/credits/refunds/9", "/credits/accounts/none"):
        assert client.get(address).status_code == 404
