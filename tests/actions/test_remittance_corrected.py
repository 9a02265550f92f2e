"""The same check in another form: from another source, corrected, cut short, or not the same."""

import pytest

from goodstanding.actions.imports import kind_of
from goodstanding.cli.books import in_money
from goodstanding.records import bulk
from goodstanding.records.models import ProviderAdjustment, Remittance, RemittanceClaim
from tests.actions.test_remittance_files import OTHER, PAID, TODAY, TWO, last_ids, read
from tests.ledger_text import assert_proven, count, owed, take_in, tell, write_export
from tests.remittance_text import check, claim, line, one_line, remittance, taken_back

pytestmark = pytest.mark.django_db
OFF = one_line("CL2", 100, 60, "CO-45 39")  # a dollar short
WAITS = one_line("CL9", 70, 50, "CO-45 20")  # no charge of ours


def adds_up(told) -> bool:
    return sum(told.totals["ended"].values()) == told.totals["claims"]


def codes(told) -> list[str]:
    return sorted(problem["code"] for problem in told.problems)


def states() -> list[tuple[str, str]]:
    return list(RemittanceClaim.objects.order_by("id").values_list("claim", "state"))


def test_a_corrected_check_posts_what_was_set_aside():
    tell(TWO)
    assert read(remittance(check("T1", PAID, OFF))).status == "partly_posted"
    posted = count("transfer")
    told = read(remittance(check("T1", PAID, OTHER)))
    assert (told.status, codes(told)) == ("posted", ["corrected_check"])
    assert told.totals["ended"] == {"posted": 1, "waiting": 0, "aside": 0, "duplicate": 1}
    assert states() == [("CL1", "posted"), ("CL2", "replaced"), ("CL2", "posted")]
    # Two of the claim itself; one gives back the money that was kept apart.
    assert (owed(TODAY), count("transfer")) == ("0.00 20.00 0.00", posted + 3)
    assert Remittance.objects.count() == 1
    assert_proven()


def test_a_corrected_check_again_is_a_duplicate():
    tell(TWO)
    read(remittance(check("T1", PAID, OFF)))
    read(remittance(check("T1", PAID, OTHER)))
    before = last_ids()
    again = read(remittance(check("T1", PAID, OTHER), control="000000009"))
    assert (again.status, again.totals["ended"]["duplicate"]) == ("duplicate", 2)
    assert last_ids() == before
    # The form that is not in the books any more is another check.
    assert read(remittance(check("T1", PAID, OFF), control="000000010")).status == "exceptions"
    assert owed(TODAY) == "0.00 20.00 0.00"
    assert_proven()


def test_a_corrected_check_replaces_what_waits():
    tell(TWO)
    read(remittance(check("T1", PAID, WAITS)))
    told = read(remittance(check("T1", PAID, one_line("CL2", 100, 50, "CO-45 50"))))
    assert (told.status, states()[1:]) == ("posted", [("CL9", "replaced"), ("CL2", "posted")])

    tell(TWO + "2026-05-01 charge C9 70.00 claim_id=CL9")
    assert owed(TODAY) == "70.00 20.00 0.00"  # what was replaced does not post when it could
    assert_proven()


def test_new_provider_adjustments_of_a_corrected_check_are_recorded():
    """The payer moved 5.00 from a claim to a provider adjustment: the check's amount stays."""
    tell(TWO)
    read(remittance(check("T1", PAID, OFF, plb=["WO 7"])))
    whole = one_line("CL2", 100, 65, "CO-45 35")
    told = read(remittance(check("T1", PAID, whole, plb=["WO 7", "CS 5"])))
    assert told.status == "posted"
    assert list(ProviderAdjustment.objects.values_list("reason", "cents")) == [
        ("WO", 700),
        ("CS", 500),
    ]
    (cash,) = bulk.select(
        "SELECT SUM(CASE WHEN debit = 'cash' THEN cents WHEN credit = 'cash' THEN -cents "
        "ELSE 0 END) FROM records_transfer"
    )
    assert int(cash[0]) == told.totals["payment_amount"] == 13300
    assert_proven()


def test_claims_that_came_before_are_counted_and_no_money():
    tell(TWO)
    for control in ("000000001", "000000002"):
        told = read(remittance(check("T1", PAID), control=control))
    assert in_money(told.totals)["ended"] == {"posted": 0, "waiting": 0, "aside": 0, "duplicate": 1}


@pytest.mark.parametrize(
    ("first", "plb"),
    [
        (one_line("CL1", 200, 80, "CO-45 120"), ()),  # a posted claim in another form
        (None, ()),  # a posted claim is missing
        (PAID, ["WO 7", "CS -7"]),  # provider adjustments that were recorded are gone
    ],
)
def test_what_is_posted_and_differs_is_set_aside_whole(first, plb):
    tell(TWO)
    read(remittance(check("T1", PAID, OFF, plb=plb)))
    before = count("transfer")
    rest = OTHER if first else one_line("CL2", 200, 140, "CO-45 60")
    told = read(remittance(check("T1", *filter(None, (first, rest)))))
    assert (told.status, codes(told)) == ("exceptions", ["check_differs"])
    assert (told.problems[0]["cents"], count("transfer")) == (14000, before)
    assert adds_up(told)
    assert told.totals["ended"]["aside"] == told.totals["claims"]
    kept = RemittanceClaim.objects.filter(remittance__balanced=False)
    assert sum(one.paid_cents for one in kept) == told.totals["paid"]
    assert_proven()


def test_the_same_check_from_another_source_is_a_duplicate():
    tell(TWO)
    read(remittance(check("T1", PAID, OTHER, plb=["WO 5", "CS -5"])))
    before = last_ids()
    sent = check("T1", OTHER, PAID, plb=["WO 5", "CS -5"])
    sent.insert(3, "PER*BL*X*TE*6515550100")
    at = next(n for n, segment in enumerate(sent) if segment.startswith("CAS"))
    sent[at:at] = ["REF*6R*77", "LQ*HE*N130"]
    sent.remove("LX*1")
    raw = remittance(sent, control="000000007").replace(b"*", b"|").replace(b":", b">")
    told = read(raw.replace(b"~", b"\n"))
    assert (told.status, told.totals["ended"]["duplicate"]) == ("duplicate", 2)
    assert last_ids() == before


def cut(raw: bytes, at: bytes) -> bytes:
    return raw[: raw.index(at)]


@pytest.mark.parametrize("at", [b"SE*", b"PLB*", b"GE*"])
def test_a_check_cut_by_the_end_of_its_file_waits_for_the_whole_file(at):
    """What came of it balances, yet two provider adjustments may be missing."""
    tell(TWO)
    whole = remittance(check("T1", PAID, OTHER, plb=["WO 10", "CS -10"]))
    told = read(cut(whole, at))
    is_cut = at != b"GE*"
    assert (told.status, adds_up(told)) == ("exceptions" if is_cut else "partly_posted", True)
    assert owed(TODAY) == ("300.00 0.00 0.00" if is_cut else "0.00 20.00 0.00")
    assert "truncated" in codes(told)
    assert read(whole).status == ("posted" if is_cut else "duplicate")
    assert owed(TODAY) == "0.00 20.00 0.00"
    assert ProviderAdjustment.objects.count() == 2
    assert_proven()


def test_a_cut_check_after_the_whole_one_changes_nothing():
    tell(TWO)
    whole = remittance(check("T1", PAID, OTHER))
    read(whole)
    before = last_ids()
    told = read(cut(whole, b"CLP*CL2"))
    assert (told.status, told.totals["ended"]["duplicate"]) == ("exceptions", 1)
    assert (last_ids(), owed(TODAY)) == (before, "0.00 20.00 0.00")


@pytest.mark.parametrize("trace", ["0", "", "000"])
def test_checks_of_nothing_without_a_trace_are_told_apart_by_their_contents(trace):
    tell(TWO)
    first = remittance(check(trace, one_line("CL1", 200, 0, "CO-45 200")))
    second = check(trace, one_line("CL2", 100, 0, "CO-45 100"))
    assert read(first).status == "posted"
    assert read(remittance(second)).status == "posted"
    assert owed(TODAY) == "0.00 0.00 0.00"
    assert read(remittance(second, control="000000005")).status == "duplicate"


def test_a_claim_of_another_file_is_counted_where_it_came():
    tell(TWO)
    back = taken_back("CL1", 200, 80, "CO-45 100", "PR-1 20")
    told = read(remittance(check("T1", back)))
    assert told.totals["ended"] == {"posted": 0, "waiting": 1, "aside": 0}
    told = read(remittance(check("T2", PAID)))
    assert told.totals["ended"] == {"posted": 1, "waiting": 0, "aside": 0}
    assert owed(TODAY) == "300.00 0.00 0.00"


def test_of_two_alike_that_waited_one_is_told_of():
    """A reversal came twice, then what it takes back once."""
    tell(TWO)
    back = taken_back("CL1", 200, 80, "CO-45 100", "PR-1 20")
    told = read(remittance(check("T1", back, back, PAID)))
    assert told.totals["ended"] == {"posted": 2, "waiting": 1, "aside": 0}
    assert (told.status, codes(told)) == ("partly_posted", ["claim_waiting"])
    assert told.problems[0]["cents"] == -8000


@pytest.mark.parametrize("before", [True, False])
def test_unexplained_money_is_for_a_person_with_the_file_that_brought_it(tmp_path, before):
    charge = "coverage NSTAR commercial 1\n2026-05-01 charge C1 200.00 claim_id=CL1"
    if before:
        tell(charge)
    path = tmp_path / "a.835"
    path.write_bytes(remittance(check("T1", one_line("CL1", 200, 80, "CO-45 100", "OA-100 20"))))
    told = take_in(path)
    take_in(write_export(charge, tmp_path / "export"))
    assert told.status == ("partly_posted" if before else "exceptions")
    rows = bulk.select(
        "SELECT file_id, level, cents FROM records_importproblem WHERE code = 'look_at'"
    )
    assert rows == [(told.file_id, "aside", 2000)]
    assert owed(TODAY) == "20.00 0.00 0.00"


def test_bytes_that_were_not_read_need_a_person():
    tell(TWO)
    raw = remittance(check("T1", PAID, OTHER))
    told = read(raw + b"thank you")
    assert (told.status, codes(told)) == ("partly_posted", ["unread_text"])
    assert read(raw + b"and again").status == "exceptions"  # a duplicate, and more


def test_a_remittance_without_an_isa_is_known_as_one():
    raw = remittance(check("T1", PAID))
    for start in (b"GS*", b"ST*"):
        assert kind_of(raw[raw.index(start) :]) == "835"
    assert kind_of(b"GS*HP*A*B") == "835"
    assert kind_of(raw.replace(b"ST*835*", b"ST*837*")[raw.index(b"GS*") :]) == "837"
    assert kind_of(b"STATE,GS\nMN,1\n") == ""


def test_a_bundled_payment_posts():
    tell(TWO.replace("CL2", "CL1 code=80053"))
    first = line(200, 240, "OA-94 -60", "CO-45 20")
    told = read(
        remittance(
            check(
                "T1", claim("CL1", 300, 240, lines=[first, line(100, 0, "CO-97 100", code="80053")])
            )
        )
    )
    # The first line counts 180 and 20 off; the second one is paid 60 of 240, the rest was in it.
    assert (told.status, owed(TODAY)) == ("posted", "0.00 0.00 0.00")
    assert_proven()
