"""The page Agency: the checklist with its reasons, two people, the file, a report, the month."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from goodstanding.actions import followup_day
from goodstanding.records.models import AgencyFile, AgencyLine, Placement
from tests.agency_made import report
from tests.web.clinic import BY, DAY, FISK, NOON, WARSAME

pytestmark = pytest.mark.usefixtures("clinic", "own_var")
PAPERS = {
    "name": "Lakes Recovery", "registration": "MN-40021", "contact": "320-555-0142", "fee": "25",
    "agreement_on": "1/2/2026", "contract_on": "1/2/2026", "contract_until": "",
    "licence_until": "6/30/2027", "licence_checked_on": "11/2/2026",
}  # fmt: skip
ACCOUNT = f"/agency/accounts/{WARSAME}"


def words(answer):
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def post(client, url, **given):
    return words(client.post(url, given, follow=True))


def in_order(manager):
    from tests.agency_made import mailed, published

    published()
    assert "papers are kept" in post(manager, "/agency/papers", **PAPERS)
    mailed(WARSAME, "statement", DAY.replace(month=7, day=1))
    mailed(WARSAME, "first_letter", DAY.replace(month=9, day=1))
    for point in ("help", "plan"):
        text = post(manager, f"{ACCOUNT}/write", point=point, text="Spoke of it on 10/01")
        assert "written down" in text


def to_the_agency(desk):
    kim, dana = desk("manager"), desk("coordinator")
    in_order(kim)
    assert "is proposed" in post(dana, f"{ACCOUNT}/propose", reason="Nothing came of letters.")
    number = Placement.objects.get().number
    text = post(kim, f"/agency/placements/{number}/approve", reason="I authorise it.")
    assert "is approved" in text
    assert "Hand it to the agency" in post(dana, "/agency/export")
    return kim, dana, number


def test_the_checklist_says_each_point_with_why_and_the_law(desk):
    text = words(desk("coordinator").get(f"/agency/accounts/{FISK}"))
    for said in (
        "The first letter with the notice was not delivered.", "us-regf-validation-notice",
        "Minn. Stat. 62J.806", "No agency with a license is on file.", "Clinic policy v1",
        "No manager has authorised this placement in writing yet.", "It is $50.00 or more.",
    ):  # fmt: skip
        assert said in text, said
    assert "Propose the placement" not in text


def test_nothing_is_proposed_that_lacks_a_point(desk):
    text = post(desk("manager"), f"/agency/accounts/{FISK}/propose", reason="Try it.")
    assert "No agency is on file" in text
    assert not Placement.objects.exists()


def test_from_the_checklist_to_the_file_and_its_bytes(desk):
    kim, dana, number = to_the_agency(desk)
    text = words(dana.get("/agency?tab=send"))
    assert "placements-2026-11-23-1.csv" in text
    content = dana.get("/agency/files/1").content
    assert content == bytes(AgencyFile.objects.get().content)
    assert b"Warsame" in content
    assert b"640.00" in content
    assert b"1990" not in content
    text = words(dana.get("/agency?tab=placed"))
    assert f"P{number}" in text
    assert "With the agency" in text
    assert "nothing is asked" in words(dana.get(f"/accounts/{WARSAME}"))


def test_the_proposer_sees_no_approval_and_is_refused_one(desk):
    kim = desk("manager")
    in_order(kim)
    post(kim, f"{ACCOUNT}/propose", reason="Nothing came.")
    number = Placement.objects.get().number
    assert "form=approve" not in words(kim.get(ACCOUNT))
    text = post(kim, f"/agency/placements/{number}/approve", reason="I agree.")
    assert "Another manager looks and approves it" in text or "someone else decides" in text
    assert Placement.objects.get().state == "proposed"


def test_a_report_posts_what_is_good_and_shows_what_is_not(desk):
    to_the_agency(desk)
    bill = desk("biller")
    content = report(f"R1,{WARSAME},2026-11-23,100.00,26.00", "R2,nobody,2026-11-23,1.00,0")
    text = post(bill, "/agency/reports", file=SimpleUploadedFile("nov.csv", content))
    assert "1 rows posted, 1 set aside" in text
    assert "This account was never placed with this agency." in text
    months = words(bill.get("/agency?tab=months"))
    assert "R1: $1.00 more than the contract&#x27;s $25.00" in months
    text = post(bill, "/agency/reports", file=SimpleUploadedFile("nov.csv", content))
    assert "This very file was read" in text


def test_a_payment_taken_back_is_one_press_on_its_row(desk):
    to_the_agency(desk)
    bill = desk("biller")
    for amount in ("100.00,25.00", "-100.00,-25.00"):
        content = report(f"R1,{WARSAME},2026-11-23,{amount}")
        text = post(bill, "/agency/reports", file=SimpleUploadedFile("nov.csv", content))
    assert "Takes back $100.00, paid on 11/23/2026, and $25.00 of fee." in text
    assert "Take it back</button>" in text
    key = AgencyLine.objects.get(state="set_aside").id
    text = post(bill, f"/agency/lines/{key}", again="1", reason="")
    assert "the payment is taken back" in text
    assert '<span class="chip attention">Taken back</span>' in text


def test_a_recall_waits_for_its_notice(desk):
    kim, dana, number = to_the_agency(desk)
    post(dana, f"/agency/placements/{number}/recall", reason="They called us.")
    text = words(dana.get("/agency?tab=send"))
    assert f"<b>Recall</b> P{number}" in text
    assert "of notices is made" in post(dana, "/agency/tell")
    assert "The agency knows of every recall" in words(dana.get("/agency?tab=send"))


@pytest.mark.parametrize(
    "tab", ["review", "approve", "send", "placed", "reports", "months", "papers"]
)
def test_each_tab_opens_within_its_queries(desk, django_assert_max_num_queries, tab):
    client = desk("manager")
    client.get("/today")
    with django_assert_max_num_queries(45):
        assert "Collection agency" in words(client.get("/agency", {"tab": tab}))


def test_the_review_list_has_who_is_due(desk):
    client = desk("coordinator")
    followup_day.run_day(on=DAY, by=BY, at=NOON)
    assert "No account is ready" in words(client.get("/agency"))
