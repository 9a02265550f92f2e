"""The same money in many files: every check once, what does not balance aside, and the order of
files.
"""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.actions import remittances
from goodstanding.records.models import Remittance, RemittanceClaim
from tests.ledger_text import assert_proven, count, newest, owed, take_in, tell, write_export
from tests.remittance_text import check, claim, line, one_line, remittance, taken_back
from tests.stories.test_random_exports import examples, nothing_kept

pytestmark = pytest.mark.django_db
TODAY = "2026-11-23"
TWO = """
coverage NSTAR commercial 1
2026-05-01 charge C1 200.00 claim_id=CL1
2026-05-01 charge C2 100.00 claim_id=CL2
"""
PAID = one_line("CL1", 200, 80, "CO-45 100", "PR-1 20")
OTHER = one_line("CL2", 100, 60, "CO-45 40")


def read(raw: bytes, name: str = "a.835"):
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / name).write_bytes(raw)
        return take_in(Path(place) / name)


def last_ids():
    return [
        newest(table)
        for table in ("transfer", "remittanceclaim", "remittance", "provideradjustment", "denial")
    ]


@pytest.mark.parametrize(
    "off",
    [
        one_line("CL1", 200, "80.01", "CO-45 100", "PR-1 20"),  # the line: 200 - 80.01 is not 120
        # the claim
        claim("CL1", 200, "80.01", pr=20, lines=[line(200, 80, "CO-45 100", "PR-1 20")]),
        claim("CL1", "200.01", 80, pr=20, lines=[line(200, 80, "CO-45 100", "PR-1 20")]),
    ],
)
def test_a_cent_off_sets_the_claim_aside_and_posts_the_others(off):
    tell(TWO)
    told = read(remittance(check("T1", off, OTHER)))
    assert told.status == "partly_posted"
    assert owed(TODAY) == "200.00 0.00 0.00"  # CL2 is settled, CL1 untouched
    (aside,) = [p for p in told.problems if p["code"] == "claim_aside"]
    assert aside["cents"] == RemittanceClaim.objects.get(claim="CL1").paid_cents
    assert "CL1" in aside["where"]
    assert_proven()


@pytest.mark.parametrize("amount", ["140.01", "139.99"])
def test_a_check_a_cent_off_posts_nothing_and_its_neighbour_does(amount):
    tell(TWO)
    told = read(remittance(check("T1", PAID, amount=amount), check("T2", OTHER)))
    assert (told.status, told.totals["balanced"]) == ("partly_posted", False)
    assert owed(TODAY) == "200.00 0.00 0.00"
    assert any(p["cents"] for p in told.problems)
    assert_proven()


def test_the_same_check_again_posts_nothing():
    tell(TWO)
    read(remittance(check("T1", PAID)))
    before = last_ids()
    assert read(remittance(check("T1", PAID))).status == "duplicate"  # the same bytes
    again = remittance(check("T1", PAID), control="000000777")  # another envelope
    assert read(again).status == "duplicate"
    assert last_ids() == before
    merged = read(remittance(check("T1", PAID), check("T2", OTHER), control="000000778"))
    assert merged.status == "posted"
    assert owed(TODAY) == "0.00 20.00 0.00"
    assert Remittance.objects.count() == 2


def test_another_check_under_the_same_key_is_told_of_and_not_posted():
    tell(TWO)
    read(remittance(check("T1", PAID)))
    told = read(remittance(check("T1", one_line("CL2", 100, 80, "CO-45 20"))))
    assert (told.status, told.problems[0]["code"], told.problems[0]["cents"]) == (
        "exceptions",
        "check_differs",
        8000,
    )
    assert owed(TODAY) == "100.00 20.00 0.00"


def test_the_same_trace_with_another_amount_or_day_is_another_check():
    tell(TWO)
    read(remittance(check("T1", PAID)))
    assert read(remittance(check("T1", OTHER))).status == "posted"
    assert read(remittance(check("T1", OTHER, paid_on="20260701"))).status == "exceptions"  # waits


def test_a_check_sent_again_after_it_did_not_balance():
    tell(TWO)
    off = one_line("CL1", 200, 80, "CO-45 100", "PR-1 19")
    read(remittance(check("T1", off, amount=79)))
    assert owed(TODAY) == "300.00 0.00 0.00"
    told = read(remittance(check("T1", one_line("CL1", 200, 79, "CO-45 100", "PR-1 21"))))
    assert told.status == "posted"
    assert owed(TODAY) == "100.00 21.00 0.00"
    assert sorted(RemittanceClaim.objects.values_list("state", flat=True)) == ["posted", "replaced"]
    assert_proven()


def test_a_claim_we_do_not_know_posts_when_its_charges_arrive(tmp_path):
    told = read(remittance(check("T1", PAID, OTHER)))
    assert (told.status, count("transfer")) == ("exceptions", 2)  # their money, kept apart
    assert sum(p["cents"] for p in told.problems if p["code"] == "claim_waiting") == 14000
    take_in(write_export(TWO, tmp_path / "export"))
    assert owed(TODAY) == "0.00 20.00 0.00"
    assert list(RemittanceClaim.objects.values_list("state", flat=True)) == ["posted"] * 2
    assert read(remittance(check("T1", PAID, OTHER), control="000000002")).status == "duplicate"
    assert_proven()


def test_a_crash_in_the_middle_leaves_nothing(monkeypatch):
    tell(TWO)
    before = last_ids()
    monkeypatch.setattr(remittances, "rederive", lambda accounts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        read(remittance(check("T1", PAID, plb=["WO 5"])))
    assert last_ids() == before
    monkeypatch.undo()
    assert read(remittance(check("T1", PAID, plb=["WO 5"]))).status == "posted"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"CL1", b"CL\x001"),
        (b"T1", b"T" + b"9" * 200),
        (b"CO*45", b"COMMERCIAL*45"),
        (b"NORTH STAR", b"N" * 500),
        (b"*45*", b"*" + b"4" * 60 + b"*"),
        (b"ICN", b"\xff\xfe\x00"),
        (b"HC:99213", b"HC:" + b"9" * 300),
        (b"1999999991", b"9" * 300),
        (b"WO:R1", b"WOWOWO:" + b"r" * 300),
    ],
)
def test_odd_bytes_never_stop_a_file(before, after):
    """On PostgreSQL a zero byte or a text too long is an error; here it is a claim set aside or
    cut.
    """
    tell(TWO)
    told = read(remittance(check("T1", PAID, OTHER, plb=["WO 5"])).replace(before, after))
    assert told.status in ("posted", "partly_posted", "exceptions")
    assert sum(told.totals["ended"].values()) == 2
    assert_proven()


SETS = {
    "paid": [[one_line("CL{n}", 200, 80, "CO-45 100", "PR-1 20")]],
    "denied then paid": [
        [one_line("CL{n}", 200, 0, "CO-16 200", status="4")],
        [one_line("CL{n}", 200, 150, "CO-45 50")],
    ],
    "taken back": [
        [one_line("CL{n}", 200, 80, "CO-45 100", "PR-1 20")],
        [taken_back("CL{n}", 200, 80, "CO-45 100", "PR-1 20")],
    ],
    "corrected": [
        [one_line("CL{n}", 200, 80, "CO-45 100", "PR-1 20")],
        [
            taken_back("CL{n}", 200, 80, "CO-45 100", "PR-1 20"),
            one_line("CL{n}", 200, 60, "CO-45 140"),
        ],
    ],
    "corrected to a denial": [
        [one_line("CL{n}", 200, 80, "CO-45 120")],
        [
            taken_back("CL{n}", 200, 80, "CO-45 120"),
            one_line("CL{n}", 200, 0, "CO-29 200", status="4"),
        ],
    ],
    "twice": [[one_line("CL{n}", 200, 80, "CO-45 120")], [one_line("CL{n}", 200, 80, "CO-45 120")]],
    "two payers": [
        [one_line("CL{n}", 200, 100, "CO-45 60", "PR-2 40")],
        [one_line("CL{n}", 200, 30, "OA-23 160", "PR-2 10", status="2")],
    ],
}


@examples(30)
@given(
    st.lists(st.sampled_from(sorted(SETS)), min_size=1, max_size=4),
    st.permutations(range(8)),
    st.booleans(),
)
def test_the_order_of_files_does_not_matter(stories, order, second_cover):
    """Every story's files one after another, in any order, and as one file: the same balances."""
    text = "coverage NSTAR commercial 1\n" + "coverage LAKES commercial 2\n" * second_cover
    text += "\n".join(f"2026-05-01 charge C{n} 200.00 claim_id=CL{n}" for n in range(len(stories)))
    checks = [
        check(
            f"T{n}-{step}", *[[segment.replace("{n}", str(n)) for segment in one] for one in claims]
        )
        for n, story in enumerate(stories)
        for step, claims in enumerate(SETS[story])
    ]
    shuffled = [checks[place] for place in order if place < len(checks)]
    ends = set()
    for files in ([[one] for one in checks], [[one] for one in shuffled], [checks], [shuffled]):
        with nothing_kept():
            tell(text)
            for number, content in enumerate(files, 1):
                read(remittance(*content, control=f"{number:09d}"))
            ends.add(owed(TODAY))
            assert_proven()
    assert len(ends) == 1, ends
