"""The papers of an estimate: every element of 45 CFR 149.610(c) in CMS's print order, as a whole
text; and the sum of an insured one in words.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from goodstanding.core import estimate_kept
from goodstanding.core.estimate_terms import ForWhom, Planned, PlannedLine, Told
from goodstanding.core.estimates import estimate
from goodstanding.core.letters import ClinicFacts
from goodstanding.law import live_book
from goodstanding.outbound import estimate_paper

GOLDEN = Path(__file__).parents[1] / "golden" / "estimates"
ON = date(2026, 11, 23)
LAW = live_book().on(ON, "MN")
CLINIC = ClinicFacts(
    "St. Cloud Orthopedics", "St. Cloud Orthopedics, P.A. (demonstration)",
    "100 Demonstration Avenue", "St. Cloud", "MN", "56301", "320-555-0100",
    "Monday to Friday", "Dana",
)  # fmt: skip
KNEE = PlannedLine(
    "Dr. Hale", "27447", 145000, npi="1234567893", tin="12-3456789", diagnosis="M17.11",
    place="facility",
)  # fmt: skip
CARE = Planned(
    "Replacement of the right knee",
    (KNEE, replace(KNEE, code="73562", cents=21000, place="office", provider="Dr. Moe",
                   said="X-ray of the knee")),
    date(2026, 12, 18), ON, has_coverage=False, bill_it=False, others=("facility", "anesthesia"),
    facility="Surgery Center, 200 Demonstration Avenue, St. Cloud, MN 56301",
)  # fmt: skip
TOLD = Told(60000, Decimal("0.20"), 210000, on=date(2026, 11, 20))
INSURED = replace(
    CARE, has_coverage=True, bill_it=True, told=TOLD, lines=(replace(KNEE, allowed=184000),)
)
WHOM = ForWhom(
    "Ayaan Warsame", "PA/871", date(1990, 1, 1), ("100 Demonstration Avenue", "St. Cloud, MN"),
    "320-555-0177", "", "mail",
)  # fmt: skip


def paper(planned, whom=WHOM):
    figures = estimate_kept.figures(planned, estimate(planned.asked, LAW))
    return estimate_paper.paper(planned, figures, whom, clinic=CLINIC, given_on=ON, law=LAW)


@pytest.mark.parametrize(
    ("name", "planned"),
    [
        ("good_faith", CARE),
        # 600.00 + 20 % of 1,240.00 = 848.00
        ("insured", INSURED),
        ("insured_unknown", replace(INSURED, told=None)),
        # 90.00 a visit, 12 visits
        ("recurring", replace(CARE, lines=(replace(KNEE, code="97110", cents=9000),), others=(),
                              recurs_until=date(2027, 3, 1), times=12)),
    ],
)  # fmt: skip
def test_the_whole_text(name, planned):
    golden = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert estimate_paper.text(paper(planned)) + "\n" == golden


def test_the_print_order_of_the_model_form():
    words = estimate_paper.text(paper(CARE))
    order = [
        "Ayaan Warsame", "January 1, 1990", "PA/871", "100 Demonstration", "320-555-0177", "mail",
        "Replacement of the right knee", "M17.11", "December 18, 2026", "Dr. Hale",
        "NPI 1234567893", "12-3456789", "27447", "Dr. Moe", "73562", "Total expected cost",
        "Scheduled apart", "$400", "not a contract", "120 calendar days (about 4 months)",
        "$25",
    ]  # fmt: skip
    places = [words.index(each) for each in order]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "said",
    [
        # 45 CFR 149.610(c)(1)(vi), (viii), (ix), (x) and (xi), Federal Register of 10/07/2021
        "separate good faith estimates will be issued upon scheduling or upon request",
        "must be scheduled or requested separately and are not reflected",
        "only an estimate: the actual items, services or charges may differ",
        "will not adversely affect the quality of the health care services furnished to you",
        "go to www.cms.gov/nosurprises/consumers",
        "is not a contract and does not require the uninsured (or self-pay) individual to obtain",
    ],
)
def test_what_the_regulation_wants_said(said):
    assert said in estimate_paper.text(paper(CARE))


def test_an_assistant_s_line_is_said_to_be_one():
    lines = (KNEE, replace(KNEE, modifiers=("AS",)), replace(KNEE, modifiers=("80",), said="Help"))
    words = estimate_paper.text(paper(replace(CARE, lines=lines)))
    assert [line.split(" | ")[0] for line in words.splitlines() if " | " in line] == [
        "Replacement of the right knee", "Assistant at the surgery", "Help",
    ]  # fmt: skip


def test_nothing_unknown_is_a_zero():
    words = estimate_paper.text(paper(replace(INSURED, told=None)))
    assert "Deductible: we do not have it: not known" in words
    assert "You may pay from: $0.00 to $1,840.00" in words


def test_nothing_is_offered_to_be_paid_ahead_where_nothing_is_owed():
    assert paper(INSURED)["deposit"]
    assert paper(replace(INSURED, told=None))["deposit"]
    assert not paper(replace(INSURED, nothing_owed="mn-ma-no-copay"))["deposit"]


def test_the_pdf_is_two_pages_at_most():
    made = estimate_paper.pdf(paper(CARE), ON)
    assert made[:5] == b"%PDF-"
    assert len(estimate_paper.images(paper(CARE), 40)) == 2


def test_a_whole_knee_with_five_others_is_two_pages_and_says_below_the_total_who_else_bills():
    assistant = replace(KNEE, modifiers=("AS",), provider="Juno Farrow PA-C", said="Who assists")
    others = ("facility", "anesthesia", "implant", "imaging", "equipment")
    xray = replace(CARE.lines[1], provider="Dr. Hale")
    at = "Demonstration Surgery Center, 200 Demonstration Avenue, St. Cloud, MN 56301"
    care = replace(CARE, lines=(KNEE, xray, assistant), others=others, facility=at)
    found = paper(care, replace(WHOM, email="ayaan@example.org"))
    assert len(estimate_paper.images(found, 40)) == 2
    assert found["beside"].endswith(
        "not in this total: the surgery center or hospital; anesthesia; the implant; imaging; "
        "equipment, such as a brace or a walker."
    )
    assert paper(replace(CARE, others=()))["beside"] == ""


def test_what_is_kept_reads_back_the_same():
    for planned in (CARE, INSURED):
        assert estimate_kept.read(estimate_kept.written(planned)) == planned


def test_a_screen_reader_can_read_the_pdf():
    made = estimate_paper.pdf(paper(CARE), ON)
    assert b"/StructTreeRoot" in made
    assert b"/Lang(en)" in made
