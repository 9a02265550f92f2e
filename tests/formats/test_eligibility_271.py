"""Our own answers and requests, field by field, and what is wrong in the broken one."""

from datetime import date
from decimal import Decimal

import pytest

from goodstanding.core.benefits import Whose, benefits_of
from goodstanding.formats.problems import NotReadable
from goodstanding.formats.x12.eligibility import read
from goodstanding.formats.x12.eligibility_values import Dated
from tests.eligibility_text import ISA, answer, file_of
from tests.formats.remittance_text import SAMPLES

NORTH = Whose(1, "NSH", "North Star Health", "commercial")


def ours(name: str):
    kind = name[-3:]
    return read((SAMPLES.parent / kind / name).read_bytes(), kind)


def test_the_dependant_of_a_family():
    (one,) = ours("active_family.271").exchanges
    assert (one.subscriber.group, one.subscriber.member) == ("G77", "M100")
    assert (one.dependent.first_name, one.dependent.relation) == ("KIT", "19")
    assert one.dependent.dates == (Dated("291", date(2026, 1, 1), date(2026, 12, 31)),)
    therapy, visits = one.lines[5], one.lines[7]
    assert (therapy.rate, therapy.authorisation, therapy.places) == (Decimal("0.2"), "Y", ("11",))
    assert (visits.quantity_kind, visits.quantity, visits.period) == ("VS", Decimal(20), "22")
    assert one.problems == ()


def test_what_the_familys_answer_comes_to():
    (one,) = ours("active_family.271").exchanges
    told = benefits_of(one.lines, NORTH, on=one.made_on, dates=one.dependent.dates)
    assert (told.active, told.plan_name) == (True, "NORTH STAR GOLD")
    assert (told.deductible_cents, told.deductible_left_cents) == (150000, 65025)
    assert (told.family_deductible_left_cents, told.oop_left_cents) == (180000, 310000)
    assert (told.copay_cents, told.coinsurance) == (4000, None)
    assert told.other_payers == ("PRAIRIE MUTUAL",)
    assert told.ends_on == date(2026, 12, 31)


def test_medicare_with_a_qmb():
    """This year's deductible is used up; next year's 257.00 does not count yet."""
    (one,) = ours("medicare_qmb.271").exchanges
    told = benefits_of(one.lines, NORTH, on=one.made_on)
    assert (told.active, told.medicare, told.qmb, told.medicaid) == (True,) * 4
    assert (told.deductible_cents, told.deductible_left_cents) == (25700, 0)
    assert told.coinsurance == Decimal("0.2")


def test_a_rejection_and_a_file_that_was_cut():
    rejected, cut = ours("rejected_and_cut.271").exchanges
    assert [each.text for each in rejected.rejections] == [
        "The subscriber was not found (75). Correct it and ask again."
    ]
    assert [(each.where, each.code) for each in cut.problems] == [
        ("ST 0002 segment 1 ST", "truncated"),
        ("ST 0002 segment 9 DMG", "bad_date"),
        ("ST 0002 segment 10 EB", "bad_amount"),
    ]
    assert (rejected.usable, cut.usable, cut.lines[0].cents) == (True, False, None)


def test_our_request():
    own, childs = ours("two_patients.270").exchanges
    assert (own.patient.first_name, childs.patient.first_name) == ("PAT", "KIT")
    assert own.questions[0].services == ("30", "98")


@pytest.mark.parametrize("raw", [b"", b"hello", b"ISA*00*~GS*HP*~ST*835*1~SE*2*1~"])
def test_what_is_no_answer_is_refused(raw):
    with pytest.raises(NotReadable):
        read(raw)


def test_a_name_that_fell_among_the_days_is_not_told():
    raw = (SAMPLES.parent / "271" / "medicare_qmb.271").read_bytes()
    found = read(raw.replace(b"DMG*D8*19480616", b"DMG*D8*19480616ROE"))
    (one,) = found.every_problem
    assert (one.code, one.text) == (
        "bad_date", "DMG02 (text not shown) is not a date; the day stays unknown.",
    )  # fmt: skip


def limit_of(*segments):
    (one,) = read(file_of(answer("EB*1**30", *segments))).exchanges
    line = one.lines[1]
    return line.quantity_kind, line.quantity, line.period


TWENTY = ("VS", Decimal(20), "22")
UNREAD = ("", None, "23")


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        (("EB*F*IND*PT***23", "HSD*VS*20***21*1"), TWENTY),
        (("EB*F*IND*PT***23", "HSD*VS*20***22"), TWENTY),
        (("EB*F*IND*PT***23", "HSD*VS*20"), ("VS", Decimal(20), "23")),
        # What EB says itself counts.
        (("EB*F*IND*PT***22***VS*20", "HSD*VS*3***29"), TWENTY),
        # No figure of one limit: of six months, so many a week, two of them, no number.
        (("EB*F*IND*PT***23", "HSD*VS*20***34*6"), UNREAD),
        (("EB*F*IND*PT***23", "HSD*VS*2*WK***"), UNREAD),
        (("EB*F*IND*PT***23", "HSD*VS*20***23", "HSD*VS*3***29"), UNREAD),
        (("EB*F*IND*PT***23", "HSD*VS*MANY"), UNREAD),
        # Of a copay a day it is no limit.
        (("EB*B*IND*48***7*434", "HSD*DY*60"), ("", None, "7")),
    ],
)
def test_a_limit_in_a_segment_of_its_own(segments, expected):
    assert limit_of(*segments) == expected


def test_each_limit_has_its_own_figure():
    told = ("EB*F*IND*PT***23", "HSD*VS*20", "EB*F*IND*AD***23", "HSD*VS*10")
    (one,) = read(file_of(answer(*told))).exchanges
    assert [line.quantity for line in one.lines] == [Decimal(20), Decimal(10)]


TAKEN = ISA + "~GS*FA*N*S*20261201*0815*71*X*005010X231A1~ST*999*1~AK9*R*1*1*0~SE*3*1~GE*1*71~"


@pytest.mark.parametrize("raw", [TAKEN, ISA + "~TA1*000000123*261201*0815*R*023~"])
def test_a_receipt_is_called_one(raw):
    with pytest.raises(NotReadable, match=r"holds no eligibility answer \(271\) but a receipt"):
        read((raw + "IEA*1*000000071~").encode())


@pytest.mark.parametrize(
    ("written", "dates"),
    [
        ("20260101 - 20261231", (Dated("291", date(2026, 1, 1), date(2026, 12, 31)),)),
        ("20260101-", (Dated("291", date(2026, 1, 1)),)),
        ("20260101-someday", ()),
    ],
)
def test_a_term_as_payers_write_it(written, dates):
    (one,) = read(file_of(answer("EB*1**30", f"DTP*291*RD8*{written}"))).exchanges
    assert one.lines[0].dates == dates
    assert [each.code for each in one.problems] == ([] if dates else ["bad_date"])


def cut_before(end, raw):
    return raw[: raw.index(end)]


WHOLE = file_of(answer("EB*1**30"), answer("EB*6**30"))
FILES = [
    (WHOLE, []),
    # Cut between two transactions: what came is whole, and more may have been there.
    (cut_before(b"ST*271*0002", WHOLE), ["no_end"]),
    (cut_before(b"GE*2", WHOLE), ["no_end"]),
    (cut_before(b"IEA*1", WHOLE), ["no_end"]),
    (cut_before(b"IEA*1", WHOLE) + WHOLE, ["no_end"]),
    (WHOLE.replace(b"GE*2*71~\n", b""), ["no_end"]),
    (WHOLE.replace(b"GE*2", b"GE*3"), ["set_count"]),
    (WHOLE.replace(b"IEA*1", b"IEA*2"), ["group_count"]),
    (WHOLE.replace(b"IEA*1", b"IEA*00001").replace(b"GE*2", b"GE*02"), []),
    # No envelope was there, so none is missed.
    (WHOLE[WHOLE.index(b"ST*271") : WHOLE.index(b"GE*2")], []),
    (WHOLE[WHOLE.index(b"GS*HB") : WHOLE.index(b"IEA*1")], []),
]


@pytest.mark.parametrize(("raw", "codes"), FILES)
def test_what_the_envelope_tells_of_missing_answers(raw, codes):
    found = read(raw)
    assert [each.code for each in found.problems] == codes
    assert all(one.usable for one in found.exchanges)
