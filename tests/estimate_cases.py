"""Fifty estimates worked by hand, each with its sum: as JSON requests of CONTRACT.md section 4."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Case:
    """`owes` and `at_most` in dollars; `at_most` "" where it is the same."""

    name: str
    request: dict[str, Any]
    owes: str
    at_most: str = ""

    @property
    def content(self) -> bytes:
        return json.dumps(self.request).encode()


def line(allowed: str | None, charge: str = "5000.00", **more: Any) -> dict[str, Any]:
    return {"code": "29881", "modifiers": [], "units": 1, "charge": charge, "allowed": allowed,
            "copay": None, "covered": True} | more  # fmt: skip


def plan(left: str = "0.00", share: str = "0.20", most: str = "9000.00", **family: str) -> Any:
    named = {f"family_{name}_remaining": value for name, value in family.items()}
    return {"deductible_remaining": left, "coinsurance": share, "oop_remaining": most} | named


def case(
    name: str, *lines: dict[str, Any], owes: str, at_most: str = "", **more: Any
) -> Case:  # fmt: skip
    days = {"service_date": "2026-12-18", "scheduled_on": "2026-12-03", "requested_on": None}
    request = {"patient": None, "insured": True, "place": "office", "payer_type": "commercial",
               "lines": list(lines), "benefits": None, "secondary": None} | days  # fmt: skip
    return Case(name, request | more, owes, at_most)


CASES = (
    # 20 % of 1,000.00
    case("deductible met", line("1000.00"), benefits=plan(), owes="200.00"),
    # all of 250.00 is below the deductible of 300.00
    case("below the deductible", line("250.00"), benefits=plan("300.00"), owes="250.00"),
    # 300.00 + 20 % of 700.00 = 300.00 + 140.00
    case("deductible crossed in a line", line("1000.00"), benefits=plan("300.00"), owes="440.00"),
    # 600.00 + 20 % of 1,240.00 = 600.00 + 248.00 (SCREENS 2.7)
    case("the screen's example", line("1840.00"), benefits=plan("600.00"), owes="848.00"),
    # deductible used exactly: 500.00 + 20 % of 0
    case("deductible ends with the line", line("500.00"), benefits=plan("500.00"), owes="500.00"),
    # 400.00; then 100.00 left + 20 % of 500.00 = 200.00
    case("crossed in the second line", line("400.00"), line("600.00"),
         benefits=plan("500.00"), owes="600.00"),
    # 200 + 200; third: 100 + 20 % of 100 = 120; fourth: 20 % of 200 = 40
    case("four lines use it up", *[line("200.00")] * 4, benefits=plan("500.00"), owes="560.00"),
    # the other order of 1,000 and 200 under 500: 500 + 100, then 40 = 640
    case("order, the dear one first", line("1000.00"), line("200.00"),
         benefits=plan("500.00"), owes="640.00"),
    # 200; then 300 + 20 % of 700 = 440: also 640, in other parts
    case("order, the cheap one first", line("200.00"), line("1000.00"),
         benefits=plan("500.00"), owes="640.00"),
    # the family has met its own: 20 % of 1,000.00
    case("family deductible met first", line("1000.00"),
         benefits=plan("300.00", deductible="0.00"), owes="200.00"),
    # family 50.00 left: 50.00 + 20 % of 950.00 = 50 + 190
    case("family deductible nearly met", line("1000.00"),
         benefits=plan("300.00", deductible="50.00"), owes="240.00"),
    # own is smaller: 300.00 + 20 % of 700.00
    case("own deductible smaller", line("1000.00"),
         benefits=plan("300.00", deductible="900.00"), owes="440.00"),
    # 440.00 would be, 250.00 is left
    case("most hit in a line", line("1000.00"),
         benefits=plan("300.00", most="250.00"), owes="250.00"),
    # 200.00, then 20 % of 1,000.00 cut to the 50.00 left
    case("most hit in the second line", line("1000.00"), line("1000.00"),
         benefits=plan(most="250.00"), owes="250.00"),
    # nothing is left to owe
    case("most met already", line("1000.00"), line("200.00"),
         benefits=plan("300.00", most="0.00"), owes="0.00"),
    # the family's most is 100.00
    case("family most smaller", line("1000.00"),
         benefits=plan("300.00", oop="100.00"), owes="100.00"),
    # the family's most is met
    case("family most met", line("1000.00"), benefits=plan("300.00", oop="0.00"), owes="0.00"),
    # exactly at the most: 200.00 of 200.00; then nothing
    case("most met exactly", line("1000.00"), line("300.00"),
         benefits=plan(most="200.00"), owes="200.00"),
    # a copay of 40.00 and no deductible
    case("copay alone", line("150.00", copay="40.00"), benefits=plan("300.00"), owes="40.00"),
    # 40.00 is more than the 30.00 allowed
    case("copay above allowed", line("30.00", copay="40.00"), benefits=plan(), owes="30.00"),
    # 40.00; the second line: 100.00 + 20 % of 400.00 = 180.00
    case("copay leaves the deductible", line("150.00", copay="40.00"), line("500.00"),
         benefits=plan("100.00"), owes="220.00"),
    # 25.00 left of the most: the copay of 40.00 is cut
    case("copay cut by the most", line("150.00", copay="40.00"),
         benefits=plan(most="25.00"), owes="25.00"),
    # a copay of nothing is a copay: the line costs nothing
    case("copay of zero", line("150.00", copay="0.00"), benefits=plan("300.00"), owes="0.00"),
    # not covered: its charge of 320.00
    case("not covered", line(None, "320.00", covered=False), benefits=plan(), owes="320.00"),
    # 50.00 by the most, and 320.00 beside it
    case("not covered beside the most", line("1000.00"), line(None, "320.00", covered=False),
         benefits=plan(most="50.00"), owes="370.00"),
    # 20 % of 0.13 = 0.026 -> 0.03; 20 % of 0.12 = 0.024 -> 0.02
    case("cents of each line", line("0.13"), line("0.12"), benefits=plan(), owes="0.05"),
    # 12.5 % of 0.20 = 0.025 -> 0.03
    case("half a cent goes up", line("0.20"), benefits=plan(share="0.125"), owes="0.03"),
    # 35 % of 333.33 = 116.6655 -> 116.67
    case("thirds", line("333.33"), benefits=plan(share="0.35"), owes="116.67"),
    # first 440.00 (300 + 140); second: 100.00 + 10 % of 340.00 = 134.00; may not pay: 440.00
    case("secondary", line("1000.00"), benefits=plan("300.00"),
         secondary=plan("100.00", "0.10"), owes="134.00", at_most="440.00"),
    # first 440.00; second would leave 134.00, its most is 80.00
    case("secondary most", line("1000.00"), benefits=plan("300.00"),
         secondary=plan("100.00", "0.10", "80.00"), owes="80.00", at_most="440.00"),
    # first 200 + 200; second's 250.00: 200, then 50 + 0 % of 150 = 250.00
    case("secondary deductible over two lines", line("1000.00"), line("1000.00"),
         benefits=plan(), secondary=plan("250.00", "0"), owes="250.00", at_most="400.00"),
    # the copay of 40.00 goes through the second: 20 % of 40.00
    case("secondary has no copays", line("150.00", copay="40.00"), benefits=plan(),
         secondary=plan(), owes="8.00", at_most="40.00"),
    # 150 % of 1,000.00 for both sides; 20 %
    case("both sides", line(None, "1000.00", modifiers=["50"]), benefits=plan(), owes="300.00"),
    # 150 % of 1,000.00, of it 16 % for the assistant: 240.00; 20 %
    case("both sides, the assistant", line(None, "1000.00", modifiers=["50", "80"]),
         benefits=plan(), owes="48.00"),
    # 1,000.00, and the second procedure at 50 % of 800.00: 400.00; 20 % of each
    case("second procedure", line(None, "1000.00"), line(None, "800.00", modifiers=["51"]),
         benefits=plan(), owes="280.00"),
    # a given amount is not changed by a modifier: 20 % of 900.00
    case("a given amount stands", line("900.00", modifiers=["50"]), benefits=plan(), owes="180.00"),
    # Medical Assistance asks no share
    case("Medicaid", line("1000.00"), payer_type="medicaid", owes="0.00"),
    # workers' compensation: the patient is not billed
    case("workers' compensation", line("1000.00"), payer_type="workers_comp", owes="0.00"),
    # only the copay is sure; the other line may all be theirs: 40.00 to 1,040.00
    case("benefits not known", line("150.00", copay="40.00"), line("1000.00"), owes="40.00",
         at_most="1040.00"),
    # self-pay: 1,450.00 + 210.00
    case("self-pay", line(None, "1450.00"), line(None, "210.00"), insured=False,
         payer_type=None, owes="1660.00"),
    # own 1,500.00, family 120.55: 80.25; then 40.30 + 20 % of 659.70 = 131.94
    case("family deductible met in the second line", line("80.25"), line("700.00"),
         benefits=plan("1500.00", deductible="120.55"), owes="252.49"),
    # 700; 200 + 20 % of 300 = 260, so 960; of 80 only 40; the copay of 30.00 finds nothing left
    case("most hit in the third line, then a copay", line("700.00"), line("500.00"),
         line("400.00"), line("150.00", copay="30.00"),
         benefits=plan("900.00", most="1000.00"), owes="1000.00"),
    # the family's most of 450.10 ends inside the deductible of 1,000.00
    case("family most inside the deductible", line("800.00"),
         benefits=plan("1000.00", oop="450.10"), owes="450.10"),
    # copay 50, deductible 280; of 20 % of 20.00 = 4.00 the most of 332.00 leaves 2.00
    case("a copay uses the most up", line("200.00", copay="50.00"), line("300.00"),
         benefits=plan("280.00", most="332.00"), owes="332.00"),
    # first 300 (30 %), copay 35, 60 not covered; second, family deductible 50: 50 + 10 % of 250.00
    # = 75, its most 55; then nothing; and 60.00 beside it. It may not pay: 395.00
    case("secondary most, a copay, not covered", line("1000.00"), line("150.00", copay="35.00"),
         line(None, "60.00", covered=False), benefits=plan(share="0.30"),
         secondary=plan("100.00", "0.10", "55.00", deductible="50.00"), owes="115.00",
         at_most="395.00"),
    # not what the plan would allow for it, and no copay
    case("not covered has no price of the plan",
         line("40.00", "90.00", covered=False, copay="20.00"), benefits=plan(), owes="90.00"),
    # 2,000.00 x 150 % = 3,000.00; 13.6 % = 408.00; 16 % = 480.00; 20 % of each: 600 + 81.60 + 96
    case("both sides, two who assist", line(None, "2000.00", modifiers=["50"]),
         line(None, "2000.00", modifiers=["50", "AS"]),
         line(None, "2000.00", modifiers=["50", "82"]), benefits=plan(), owes="777.60"),
    # 1,000.00 x 150 % x 50 % x 62.5 % = 468.75; 100.00 + 20 % of 368.75 = 73.75
    case("both sides, second procedure, two surgeons",
         line(None, "1000.00", modifiers=["62", "51", "50"]), benefits=plan("100.00"),
         owes="173.75"),
    # 333.33 x 50 % = 166.665 -> 166.67; 15 % = 25.0005 -> 25.00
    case("reduced services", line(None, "333.33", modifiers=["52"]), benefits=plan(share="0.15"),
         owes="25.00"),
    # a good faith estimate is of the charge as it will be billed
    case("self-pay, both sides", line("200.00", "1450.00", modifiers=["50"], copay="20.00"),
         insured=False, payer_type=None, benefits=plan(), owes="1450.00"),
)  # fmt: skip
