"""The 835 reader: what our own samples say, by hand, and what is wrong with the faulty ones."""

from datetime import date

import pytest

from goodstanding.formats.problems import NotReadable
from goodstanding.formats.x12.remittance_835 import (
    Adjustment,
    Claim,
    Payment,
    PaymentEnd,
    PaymentStart,
    ProviderAdjustment,
    events,
    read,
    totals,
)
from tests.formats.remittance_text import SAMPLES, payment_text


def sample(name: str) -> list[Payment]:
    return list(read((SAMPLES / f"{name}.835").read_bytes()))


def one(*segments: str, amount: str = "0") -> Payment:
    (payment,) = read(payment_text(*segments, amount=amount).encode())
    return payment


def problems(payment: Payment) -> list[tuple[str, str]]:
    every = [*payment.problems, *(each for claim in payment.claims for each in claim.problems)]
    return [(problem.where, problem.code) for problem in every]


def test_a_payment_as_sent():
    (payment,) = sample("paid")
    assert (payment.st_control, payment.position) == ("0001", 3)
    assert (payment.payer_name, payment.payer_id) == ("EXAMPLE HEALTH PLAN", "1999999991")
    assert (payment.payee_name, payment.payee_id) == ("SAMPLE CLINIC", "1999999984")
    assert (payment.trace, payment.handling, payment.method) == ("EFT0001", "I", "ACH")
    assert (payment.amount_cents, payment.paid_on) == (15050, date(2026, 1, 15))
    assert payment.production_on == date(2026, 1, 14)
    assert payment.balanced
    assert problems(payment) == []


def test_a_claim_as_sent():
    (claim,) = sample("paid")[0].claims
    assert (claim.claim_id, claim.status, claim.position) == ("GS0001", "1", 12)
    assert (claim.charged_cents, claim.paid_cents, claim.patient_cents) == (25000, 15050, 4950)
    assert (claim.filing_code, claim.payer_control) == ("12", "ICN0001")
    assert (claim.patient_last, claim.patient_first) == ("ABLE", "ANN")
    assert (claim.member_id, claim.corrected_id, claim.insured_id) == ("M0001", "M0001X", "")
    assert claim.received_on == date(2026, 1, 5)
    assert (claim.service_from, claim.service_to) == (date(2025, 12, 1), date(2025, 12, 3))
    assert claim.balanced
    assert not claim.forwarded


def test_service_lines_as_sent():
    first, second = sample("paid")[0].claims[0].lines
    assert (first.qualifier, first.code, first.modifiers) == ("HC", "99213", ("25", "59"))
    assert (first.charged_cents, first.paid_cents, first.units) == (15000, 10050, "1")
    assert (first.service_on, first.service_to) == (date(2025, 12, 1), None)
    assert (first.ref_6r, first.remarks, first.submitted_code) == ("L1", ("N130",), "")
    assert first.adjustments == (
        Adjustment("CO", "45", 2000),
        Adjustment("PR", "1", 2500),
        Adjustment("PR", "3", 450),
    )
    assert (second.submitted_code, second.units) == ("73720", "2")
    assert (second.service_on, second.service_to) == (date(2025, 12, 2), date(2025, 12, 3))
    assert [each.cents for each in second.adjustments] == [2000, 1000, 2000]


def test_a_reversal_a_correction_and_a_secondary_in_one_payment():
    payment = sample("two_interchanges")[0]
    secondary, reversal, correction = payment.claims
    assert [each.cents for each in secondary.lines[0].adjustments] == [51600, -900]
    assert (secondary.member_id, secondary.insured_id) == ("M0002", "M0002A")
    assert secondary.service_to == date(2025, 11, 1)
    assert (reversal.claim_id, reversal.status, reversal.paid_cents) == ("GS0003", "22", -4500)
    assert (correction.claim_id, correction.lines) == ("GS0003", ())
    assert correction.adjustments == (Adjustment("CO", "45", 9000),)
    assert correction.remarks == ("MA01", "MA18")
    assert all(claim.balanced for claim in payment.claims)
    # 34.00 - 45.00 + 60.00 - (30.00 - 1.27 - 2.50)
    assert (payment.amount_cents, payment.balanced) == (2277, True)
    assert problems(payment) == []


def test_provider_adjustments_keep_their_sign():
    provider, year = "1999999984", date(2026, 12, 31)
    assert sample("two_interchanges")[0].provider_adjustments == [
        ProviderAdjustment(provider, year, "WO", "GS0900", 3000, 31),
        ProviderAdjustment(provider, year, "L6", "", -127, 31),
        ProviderAdjustment("1999999976", year, "72", "CHK77", -250, 32),
    ]


def test_the_second_interchange_has_other_delimiters_and_forwarded_claims():
    payment = sample("two_interchanges")[1]
    assert payment.payer_name == "EXÁMPLE HEALTH PLAN"
    by_status, by_name = payment.claims
    assert by_status.forwarded
    assert by_name.forwarded
    assert (by_status.lines[0].code, by_name.lines[0].qualifier) == ("99213", "AD")
    assert by_name.lines[0].units == ""
    assert payment.balanced


def test_totals_of_a_whole_file():
    whole = totals(sample("two_interchanges"))
    assert (whole.payments, whole.claims) == (2, 5)
    # 541 - 150 + 150 + 130 + 80; 34 - 45 + 60 + 78.40 + 80; 0 - 15 + 0 + 20 + 0
    assert (whole.charged, whole.paid, whole.patient_responsibility) == (75100, 20740, 500)
    # -90 + 90 + 30 + 1.60; -15 + 20; 516 - 9
    assert whole.adjustments == {"CO": 3160, "PR": 500, "OA": 50700, "PI": 0}
    assert (whole.provider_adjustments, whole.payment_amount) == (2623, 18117)
    assert whole.balanced


def test_faults_are_named_where_they_are():
    (payment,) = sample("faults")
    assert problems(payment) == [
        ("ST 0009 segment 25 CAS", "stray_segment"),
        ("ST 0009 segment 26 PLB", "bad_date"),
        ("ST 0009 segment 26 PLB", "bad_amount"),
        ("ST 0009 segment 27 SE", "segment_count"),
        ("ST 0009 segment 12 CLP", "bad_amount"),
        ("ST 0009 segment 14 DTM", "bad_date"),
        ("ST 0009 segment 12 CLP", "claim_imbalance"),
        ("ST 0009 segment 17 SVC", "line_imbalance"),
        ("ST 0009 segment 16 CLP", "claim_imbalance"),
        ("ST 0009 segment 16 CLP", "patient_responsibility_differs"),
        ("ST 0009 segment 23 ZZZ", "stray_segment"),
        ("ST 0009 segment 20 CLP", "patient_responsibility_differs"),
    ]
    assert [claim.balanced for claim in payment.claims] == [False, False, True]


def test_a_bad_amount_names_its_element_counts_nothing_and_keeps_the_rest():
    claim = sample("faults")[0].claims[0]
    text = claim.problems[0].text
    assert text.startswith("CLP03 '1O0' is not an amount; it counts as 0")
    assert (claim.charged_cents, claim.paid_cents) == (0, 5000)
    assert claim.lines[0].balanced


@pytest.mark.parametrize(
    ("segments", "element"),
    [
        (("CLP*A**5*5",), None),
        (("CLP*A*1**5*0*12*I", "SVC*HC:1*5*5"), "CLP03"),
        (("CLP*A*1*5", "SVC*HC:1*5*5"), "CLP04"),
        (("CLP*A*1*5*5*1,2O*12*I", "SVC*HC:1*5*5"), "CLP05"),
        (("CLP*A*1*5*5**12*I", "SVC*HC:1*5"), "SVC03"),
        (("CLP*A*1*5*5**12*I", "SVC*HC:1*5*5_0"), "SVC03"),
        (("CLP*A*1*5*5**12*I", "SVC*HC:1*+5*5"), "SVC02"),
        (("CLP*A*1*5*5**12*I", "SVC*HC:1*5*5", "CAS*CO*45*"), "CAS03"),
        (("CLP*A*1*15*5**12*I", "SVC*HC:1*15*5", "CAS*CO*45*10*2*10"), "CAS06"),
        (("CLP*A*1*15*5**12*I", "SVC*HC:1*15*5", "CAS*CO*45*10**2*"), "CAS06"),
        (("CLP*A*1*5*5**12*I", "SVC*HC:1*5.001*5"), "SVC02"),
        (("CLP*A*1*5*5**12*I", "SVC*HC:1*1e2*5"), "SVC02"),
    ],
)
def test_amounts_that_are_none(segments, element):
    (claim,) = one(*segments, amount="5").claims
    named = [each.text[:5] for each in claim.problems if each.code == "bad_amount"]
    assert named == ([element] if element else [])
    assert claim.balanced is (element is None)


@pytest.mark.parametrize(
    "segments",
    [
        ("CLP*A*1*34*34**12*I", "SVC*HC:1*34*34.00"),
        ("CLP*A*1*45.5*45.50**12*I", "SVC*HC:1*45.5*045.5**1"),
        ("CLP*A*1*.5*0.50**12*I", "SVC*HC:1*.5*0.5"),
        ("CLP*A*1*100.*00**12*I", "CAS*CO*45*100.00**94*0"),
        ("CLP*A*1*123456.78*123456.78**12*I",),
        ("CLP*A*22*-.50*-0.5**12*I",),
        ("CLP*A*1*30*10**12*I", "CAS*CO*45*10*1*94*5**97*5", "CAS*CO***"),
        ("CLP*A*1*30*10*20*12*I", "SVC*HC:1*30*15", "CAS*PR*1*15", "CAS*PR*3*5"),
    ],
)
def test_ways_to_write_amounts_and_adjustments(segments):
    claim = one(*segments).claims[0]
    line_off = len(segments) == 4
    assert claim.charged_cents - claim.paid_cents == sum(
        each.cents
        for some in (claim.adjustments, *(line.adjustments for line in claim.lines))
        for each in some
    )
    assert claim.balanced is not line_off


def test_claim_and_line_adjustments_add_up():
    segments = ("CLP*A*1*800*450*300*12*I", "CAS*CO*A2*50", "SVC*HC:1*800*500", "CAS*PR*1*300")
    payment = one(*segments, amount="450")
    assert payment.balanced
    assert payment.claims[0].balanced
    assert totals([payment]).adjustments == {"CO": 5000, "PR": 30000, "OA": 0, "PI": 0}


def test_a_claim_in_balance_whose_line_is_off_is_off():
    segments = (
        "CLP*A*1*20*10**12*I",
        "SVC*HC:1*10*5",
        "CAS*CO*45*4",
        "SVC*HC:2*10*5",
        "CAS*CO*45*6",
    )
    payment = one(*segments)
    (claim,) = payment.claims
    assert payment.sums.claims_off == 1
    assert [(each.code, each.cents) for each in claim.problems] == [
        ("line_imbalance", 100),
        ("line_imbalance", -100),
    ]
    assert not claim.balanced


def test_a_cent_unbalances_the_payment():
    payment = one("CLP*A*1*5*5**12*I", amount="5.01")
    assert not payment.balanced
    assert [(each.code, each.cents) for each in payment.problems] == [("payment_imbalance", -1)]


def test_a_payment_of_provider_adjustments_only():
    payment = one("PLB*1999999984*20261231*CT:9*-2500", amount="2500")
    assert (payment.balanced, payment.claims) == (True, [])


def test_patient_responsibility_that_differs_is_a_notice():
    (claim,) = one("CLP*A*1*10*5*5*12*I", "CAS*CO*45*5").claims
    assert [each.code for each in claim.problems] == ["patient_responsibility_differs"]
    assert claim.balanced


def test_bad_dates_are_found_in_claims_that_balance():
    (claim,) = one("CLP*A*1*5*5**12*I", "DTM*232*20260230", "DTM*036*never").claims
    assert claim.service_from is None
    assert [(each.where, each.code) for each in claim.problems] == [
        ("ST 0001 segment 8 DTM", "bad_date")
    ]


def test_problem_texts_show_no_names():
    payment = one("CLP*A*1*ABLE*5**12*I", "DTM*472*ABLE", "SVC*HC:1*ABLE 5*5", "ABLE*1")
    every = " ".join(f"{each.where} {each.text}" for each in payment.claims[0].problems)
    assert "ABLE" not in every
    assert "bad_amount" in {each.code for each in payment.claims[0].problems}


def test_a_file_cut_short_says_so_and_shows_what_came():
    (payment,) = sample("cut_short")
    assert [each.code for each in payment.problems] == ["truncated"] * 3
    assert payment.claims[0].problems[0].code == "line_imbalance"


PAID = "CLP*A*1*5*5**12*I"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (payment_text(PAID, amount="5"), []),
        (payment_text(PAID, amount="5").replace("SE*", "SX*"), ["truncated"]),
        (payment_text(PAID, amount="5").replace("SE*8*0001", "SE*8*0002"), ["control_number"]),
        (payment_text(PAID, amount="x"), ["bad_amount", "payment_imbalance"]),
        (payment_text(PAID, amount="5").replace("20260115", ""), ["bad_date"]),
        (payment_text("SVC*HC:1*5*5", amount="0"), ["stray_segment"]),
        ("GS*HP*A*B~" + payment_text(PAID, amount="5") + "GE*2*1~", ["set_count"]),
        ("GS*HP*A*B~" + payment_text(PAID, amount="5"), ["truncated"]),
    ],
)
def test_envelope_faults(text, codes):
    (payment,) = read(text.encode())
    assert [each.code for each in payment.problems] == codes
    assert [claim.claim_id for claim in payment.claims] == (["A"] if PAID in text else [])


def test_a_lost_st_or_se_keeps_payments_apart():
    first, second = (payment_text(PAID, amount="5", control=f"000{n}") for n in (1, 2))
    found = list(read((first + second.replace("ST*835*0002~", "")).encode()))
    assert [len(payment.claims) for payment in found] == [1, 1]
    assert [problem.code for problem in found[1].problems] == ["stray_segment", "control_number"]
    found = list(read((first.replace("SE*8*0001~", "") + second).encode()))
    assert [[each.code for each in payment.problems] for payment in found] == [["truncated"], []]


def test_other_transactions_are_passed_over():
    other = "ST*820*1~BPR*C*9~SE*3*1~"
    found = list(read(("GS*HP*A*B~" + other + payment_text(PAID, amount="5")).encode()))
    assert [payment.amount_cents for payment in found] == [500]
    with pytest.raises(NotReadable, match="no remittance"):
        list(read(other.encode()))


def test_a_bare_clp_is_a_stray_segment_of_the_claim_before():
    (claim,) = one(PAID, "CLP", amount="5").claims
    assert claim.balanced
    assert [each.code for each in claim.problems] == ["stray_segment"]


def test_events_come_one_by_one():
    kinds = [type(each) for each in events((SAMPLES / "two_interchanges.835").read_bytes())]
    adjustment = ProviderAdjustment
    first = [PaymentStart, Claim, Claim, Claim, adjustment, adjustment, adjustment, PaymentEnd]
    assert kinds == [*first, PaymentStart, Claim, Claim, PaymentEnd]


def test_empty_segments_and_other_component_marks():
    text = payment_text(PAID, "~SVC*HC>99213>25*5*5", amount="5").replace("SE*", "~~SE*")
    (payment,) = read(text.encode())
    assert payment.claims[0].lines[0].modifiers == ("25",)
    assert [each.code for each in payment.problems] == ["segment_count"]


def test_every_payer_repeated_in_the_claims_is_the_first():
    payment = one(PAID, "N1*PR*ANOTHER PLAN", "LX*2", "CLP*B*1*5*5**12*I", amount="10")
    assert (payment.payer_name, payment.balanced) == ("EXAMPLE HEALTH PLAN", True)
    assert problems(payment) == []


@pytest.mark.parametrize(
    "tag", ["NM1", "DTM", "REF", "LQ", "MOA", "MIA", "CAS", "SVC", "CLP", "QTY"]
)
def test_a_segment_without_elements_stops_nothing(tag):
    for segments in ((PAID, tag), (PAID, "SVC*HC:1*5*5", tag), (PAID, f"{tag}*", f"{tag}*QC")):
        payment = one(*segments, amount="5")
        assert payment.claims[0].claim_id == "A"
        assert payment.claims[0].member_id == ""
