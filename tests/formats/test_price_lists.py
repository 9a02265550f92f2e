"""Price lists read: every column, the rows set aside with their line and why, CMS's own layouts."""

import io
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from goodstanding.core.price_kinds import PriceKind
from goodstanding.formats.price_files import read
from goodstanding.formats.price_rows import PriceRow
from goodstanding.formats.problems import NotReadable

SAMPLES = Path(__file__).parents[1] / "samples" / "prices"
JANUARY = date(2026, 1, 1)


def sample(name, **more):
    return read((SAMPLES / name).read_bytes(), name, **more)


def text(*lines, **more):
    return read("\n".join(lines).encode(), "list.csv", **more)


def aside(problems):
    return [(one.where, one.text) for one in problems]


def test_a_charge_master():
    found, problems = sample("charge_master.csv")
    assert found.kind is PriceKind.CHARGE_MASTER
    assert found.rows[0] == PriceRow("X7447", "", 420000, 420000, JANUARY)
    assert found.rows[-1] == PriceRow("X9827", "50", 500000, 500000, JANUARY)
    assert (len(found.rows), found.ignored) == (5, ("shelf",))
    assert aside(problems) == [("line 5", "It has no amount.")]
    assert "knee" not in repr(found)


def test_fee_schedules_of_payers_and_plans():
    found, problems = sample("payer_schedule.csv")
    assert found.kind is PriceKind.PAYER
    assert found.rows == (
        PriceRow("X9213", "", 12140, 8810, JANUARY, None, "NSH"),
        PriceRow("X7447", "", None, 146000, JANUARY, None, "NSH"),
        PriceRow("X7447", "", None, 161000, JANUARY, date(2026, 12, 31), "NSH", "GOLD"),
        PriceRow("X9213", "", 9900, 9900, JANUARY, None, "LAKE"),
    )
    assert aside(problems) == [
        ("line 6", "This code has another amount on a line before."),
        ("line 7", "The code is missing, or has signs that no code has."),
        ("line 8", "The office_amount cannot be read (1234.50)."),
    ]


def test_a_place_beside_the_amount_and_a_payer_from_outside():
    rows = ("code,place,fee", "x1111,office,$1,20", "x2222,facility,30", "x2222,office,20")
    found, problems = text(rows[0], 'x1111,office,"$1,000.20"', *rows[2:], payer="NSH")
    assert problems == []
    assert found.rows == (
        PriceRow("X1111", "", 100020, None, payer="NSH"),
        PriceRow("X2222", "", 2000, 3000, payer="NSH"),
    )


def test_a_workbook_is_read_as_csv_is():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Code", "Amount", "Effective date"])
        page.write_row(1, 0, ["X1111", 45.5, "2026-01-01"])
        page.write_row(2, 0, ["X2222", "none", "2026-01-01"])
    found, problems = read(out.getvalue(), "list.xlsx")
    assert found.rows == (PriceRow("X1111", "", 4550, 4550, JANUARY),)
    assert aside(problems) == [("line 3", "The amount cannot be read (1234.50).")]


def test_cms_relative_values():
    found, problems = sample("pprrvu.csv")
    assert (found.kind, found.effective_on, len(found.rows)) == (PriceKind.RVU, JANUARY, 6)
    knee = found.rows[0]
    assert (knee.code, knee.modifier) == ("X7447", "")
    assert knee.values == {
        "status": "A", "work": "19.60", "practice_office": "", "practice_facility": "14.46",
        "malpractice": "3.97", "pctc": "0", "global_days": "090",
        "pre_op": "0.10", "intra_op": "0.69", "post_op": "0.21", "multiple": "2",
        "bilateral": "1", "assistant": "2", "co_surgeon": "1", "team": "0", "family": "",
        "factor": "33.2875",
    }  # fmt: skip
    assert (found.rows[4].code, found.rows[4].modifier) == ("X3560", "26")
    assert aside(problems) == [
        ("line 13", "The code is not one of five signs."),
        ("line 14", "The value work cannot be read."),
    ]


def test_no_description_of_a_code_is_kept():
    assert "never kept" not in repr(sample("pprrvu.csv"))


def test_relative_values_with_one_row_of_headings():
    header = (
        "HCPCS,MOD,DESCRIPTION,STATUS CODE,WORK RVU,NON-FAC PE RVU,FACILITY PE RVU,MP RVU,"
        "PCTC IND,GLOB DAYS,MULT PROC,BILAT SURG,ASST SURG,CO-SURG,TEAM SURG,CONV FACTOR"
    )
    found, problems = text(header, "X0001,,Words,A,1.30,1.36,.55,.10,0,10,2,1,2,2,0,32.3465")
    assert problems == []
    values = found.rows[0].values
    assert [values[name] for name in ("practice_facility", "global_days", "factor", "team")] == [
        ".55", "010", "32.3465", "0",
    ]  # fmt: skip


def test_shares_of_an_operation_that_are_none_are_not_known():
    lines = (SAMPLES / "pprrvu.csv").read_text().replace("0.10,0.69,0.21", "10,0.69,x").splitlines()
    found, problems = text(*lines)
    assert len(problems) == 2
    knee = found.rows[0].values
    assert [knee[name] for name in ("pre_op", "intra_op", "post_op")] == ["", "0.69", ""]


def test_cms_cost_indexes():
    found, problems = sample("gpci.csv")
    assert (found.kind, found.effective_on) == (PriceKind.GPCI, JANUARY)
    (row,) = found.rows
    assert row.code == "MN 00"
    assert [row.values[n] for n in ("work", "practice", "malpractice")] == [
        "1.000", "0.991", "0.354",
    ]  # fmt: skip
    assert aside(problems) == [("line 4", "An index of this locality cannot be read.")]


@pytest.mark.parametrize(
    ("lines", "more", "why"),
    [
        (["code,amount"], {"kind": PriceKind.PAYER}, "names its payer"),
        (["price"], {}, "column code is missing"),
        (["code,words"], {}, "no column amount"),
        (["code,amount,fee"], {}, "Two columns"),
        ([""], {}, "empty"),
        (["code,amount", 'X1111,"4'], {}, "not CSV"),
        (["code,amount"], {"kind": PriceKind.RVU}, "HCPCS"),
        (["HCPCS,MOD,STATUS,WORK RVU,A,B,C"], {"kind": PriceKind.RVU}, "practice_office"),
        (["code,amount"], {"kind": PriceKind.GPCI}, "missing"),
    ],
)
def test_what_is_no_price_list_is_refused_whole(lines, more, why):
    with pytest.raises(NotReadable, match=why):
        text(*lines, **more)


def test_bytes_that_are_no_list():
    for content in (b"\x00\x01\x02", b"PK\x03\x04 not a zip"):
        with pytest.raises(NotReadable):
            read(content, "list")
