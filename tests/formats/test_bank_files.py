"""Bank files, read: every line with its sign, its numbers and its trace; what is wrong is told."""

from datetime import date

import pytest

from goodstanding.formats import bank_bai2, bank_csv
from goodstanding.formats.bank_lines import keyed
from goodstanding.formats.problems import NotReadable
from tests.bank_text import bai2
from tests.bank_text import bank_csv as table

# After the sample of the BAI2 specification: continuations, availability, text with commas.
SAMPLE = b"""01,122099999,123456789,040621,0200,1,65,,2/
02,031001234,122099999,1,040620,2359,,2/
03,0123456789,,010,+4350000,,,040,2830000,,/
16,115,450000,S,100000,200000,150000,,,/
88,LOCK BOX NO.68751
16,165,1500000,1,DD1620,, DEALER PAYMENTS, OF JUNE
16,475,9000000,V,040619,,,, CHECK 4471
49,18130000,6/
98,18130000,1,8/
99,18130000,1,10/
"""


def only(raw):
    (entry,), problems = bank_bai2.read(raw)
    return entry, problems


def codes(problems):
    return [(each.where, each.code) for each in problems]


def test_the_sample_of_the_specification():
    # 43,500.00 + 28,300.00 + 4,500.00 + 15,000.00 + 90,000.00 = 181,300.00
    entries, problems = bank_bai2.read(SAMPLE)
    assert problems == []
    assert [(e.on, e.code, e.cents, e.reference, e.text) for e in entries] == [
        (date(2004, 6, 20), "115", 450_000, "", "LOCK BOX NO.68751"),
        (date(2004, 6, 20), "165", 1_500_000, "DD1620", "DEALER PAYMENTS, OF JUNE"),
        (date(2004, 6, 19), "475", -9_000_000, "", "CHECK 4471"),
    ]


@pytest.mark.parametrize(
    "pieces",
    [["88,ADDENDA TRN*1*0412*1999999991\\"], ["88,TRN*1*04", "88,12*1999999991~"],
     ["88,NORTH STAR", "88,TRN*1*0412*1999999991/"], ["88,TRN|1|0412|1999999991"]],
)  # fmt: skip
def test_the_trace_is_found_wherever_the_bank_cut_the_addenda(pieces):
    raw = bai2("2026-11-23 165 310.00 HCCLAIMPMT").decode().replace(
        "HCCLAIMPMT\n", "HCCLAIMPMT\n" + "\n".join(pieces) + "\n"
    )  # fmt: skip
    entry, _ = only(raw.encode())
    assert entry.trace == "0412"
    assert entry.text.startswith("HCCLAIMPMT")


@pytest.mark.parametrize(
    ("funds", "on"),
    [("Z,", "2026-11-23"), ("0,", "2026-11-23"), (",", "2026-11-23"), ("1,", "2026-11-23"),
     ("S,1,2,3,", "2026-11-23"), ("D,2,0,100,1,200,", "2026-11-23"),
     ("V,261124,1200,", "2026-11-24")],
)  # fmt: skip
def test_every_availability_leaves_the_references_where_they_are(funds, on):
    raw = bai2("2026-11-23 165 310.00 WORDS ref=B1 cust=C1").decode()
    entry, problems = only(raw.replace(",Z,B1", f",{funds}B1").encode())
    assert (entry.on.isoformat(), entry.reference, entry.text) == (on, "B1 C1", "WORDS")
    assert problems == []


@pytest.mark.parametrize(
    ("code", "sign"),
    [("101", 1), ("165", 1), ("399", 1), ("401", -1), ("555", -1), ("699", -1), ("920", 1),
     ("960", -1)],
)  # fmt: skip
def test_the_type_code_says_in_or_out(code, sign):
    entry, _ = only(bai2(f"2026-11-23 {code} 12.50"))
    assert entry.cents == sign * 1250


@pytest.mark.parametrize("code", ["720", "010", "abc", "1650"])
def test_what_is_neither_in_nor_out_is_left_out_and_told(code):
    entries, problems = bank_bai2.read(bai2(f"2026-11-23 {code} 12.50"))
    assert entries == []
    assert [(p.code, p.cents) for p in problems] == [("line_left_out", 1250)]


@pytest.mark.parametrize("words", ["2026-11-23 890 0.00 MESSAGE", "2026-11-23 165 0.00 PRENOTE"])
def test_messages_and_trial_payments_of_nothing_are_no_lines(words):
    assert bank_bai2.read(bai2(words)) == ([], [])


ONE = bai2("2026-11-23 165 310.00 A").decode()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("49,31000,3/", "49,31001,3/", [("line 5", "does_not_add_up")]),
        ("49,31000,3/", "49,31000,4/", [("line 5", "wrong_count")]),
        ("98,31000,1,5/", "98,31100,1,5/", [("line 6", "does_not_add_up")]),
        ("98,31000,1,5/", "98,31000,2,5/", [("line 6", "wrong_count")]),
        ("99,31000,1,7/", "99,1,1,7/", [("line 7", "does_not_add_up")]),
        ("99,31000,1,7/", "99,31000,1,9/", [("line 7", "wrong_count")]),
        ("99,31000,1,7/\n", "", [("file", "no_trailer")]),
        ("49,31000,3/\n", "", [("line 5", "no_trailer"), ("line 5", "does_not_add_up"),
                               ("line 5", "wrong_count"), ("line 5", "wrong_count"),
                               ("line 6", "does_not_add_up"), ("line 6", "wrong_count")]),
        ("99,", "77,X/\n99,", [("line 7", "unknown_record")]),
    ],
)  # fmt: skip
def test_what_does_not_add_up_is_told_and_its_lines_go_in(old, new, told):
    entries, problems = bank_bai2.read(ONE.replace(old, new).encode())
    assert [each.cents for each in entries] == [31000]
    assert codes(problems) == told


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("16,165,31000", "16,165,3l000", "bad_amount"), ("16,165,31000", "16,165,", "bad_amount"),
     ("USD/", "CAD/", "line_left_out"), ("03,1110002,USD/\n", "", "no_account"),
     ("2,BANK,1,261123", "2,BANK,1,269923", "x"), ("1,261123", "1,261399", "bad_day")],
)  # fmt: skip
def test_what_cannot_be_read_is_named_with_its_line(old, new, code):
    _, problems = bank_bai2.read(ONE.replace(old, new).encode())
    assert code == "x" or code in {each.code for each in problems}


def test_other_endings_marks_and_letters_read_alike():
    plain = bank_bai2.read(ONE.encode())
    for raw in (
        ONE.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + ONE.encode(),
        ONE.encode("utf-16"), ONE.replace("\n", "   \n").encode(), ONE.replace("\n", "\r").encode(),
    ):  # fmt: skip
        assert bank_bai2.looks_like_bai2(raw)
        assert bank_bai2.read(raw) == plain
    (entry,), _ = bank_bai2.read(ONE.replace(",A\n", ",CAF\xc9\n").encode("latin-1"))
    assert entry.text == "CAF\xc9"


def test_the_same_line_has_one_key_and_equal_lines_are_counted():
    twice = ["2026-11-23 165 310.00 A ref=1", "2026-11-23 165 310.00 A ref=1"]
    entries, _ = bank_bai2.read(bai2(*twice, "2026-11-23 165 310.00 A ref=2"))
    keys = [key for key, _ in keyed(entries)]
    assert len(set(keys)) == 3
    again, _ = bank_bai2.read(bai2("2026-11-23 165 310.00 A ref=2", *twice))
    assert sorted(key for key, _ in keyed(again)) == sorted(keys)
    other, _ = bank_bai2.read(bai2(twice[0], account="999"))
    assert next(keyed(other))[0] not in keys


def test_a_file_that_is_none_is_refused():
    with pytest.raises(NotReadable, match="no BAI2 file"):
        bank_bai2.read(b"hello")
    with pytest.raises(NotReadable, match="names the columns"):
        bank_csv.read(b"a,b\n1,2\n")


# ---- tables


def rows(text):
    entries, problems = bank_csv.read(text.encode())
    found = [(e.on.isoformat(), e.cents, e.text, e.reference, e.trace) for e in entries]
    return found, codes(problems)


@pytest.mark.parametrize(
    "text",
    [
        "Date,Amount,Description,Reference\n11/23/2026,310.00,NORTH STAR,B1\n",
        "Account: 1110002\n\nPosting Date;Details;Amount;Bank Reference\n"
        "2026-11-23;NORTH STAR;310,00;B1\n".replace("310,00", "310.00"),
        "Date\tCredit\tDebit\tMemo\tRef\n11/23/26\t$310.00\t\tNORTH STAR\tB1\n",
        'Date,Debit,Credit,Description,Check Number\n11/23/2026,0.00,"310.00","NORTH STAR",B1\n',
        "Value Date|Transaction Amount|Narrative|Ref\n20261123|+310|NORTH STAR|B1\n",
    ],
)
def test_banks_name_their_columns_as_they_like(text):
    assert rows(text) == ([("2026-11-23", 31000, "NORTH STAR", "B1", "")], [])


@pytest.mark.parametrize(
    ("written", "cents"),
    [("1,234.56", 123456), ("$1,234.56", 123456), ("(1,234.56)", -123456), ("-12", -1200),
     ("12.5-", -1250), ("$-12.50", -1250), ("($12.50)", -1250), ("12.50 CR", 1250),
     ("12.50 DR", -1250), (".5", 50)],
)  # fmt: skip
def test_amounts_as_tables_write_them(written, cents):
    found, problems = rows(f'Date,Amount,Description\n2026-11-23,"{written}",X\n')
    assert [each[1] for each in found] == [cents]
    assert problems == []


@pytest.mark.parametrize(
    "line", ["11/31/2026,1.00,X", "23/11/2026,1.00,X", ",1.00,X", "2026-11-23,,X",
             "2026-11-23,1e5,X", "2026-11-23,NaN,X", "2026-11-23,1.005,X", "2026-11-23,12 34,X"],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_named_and_the_rest_goes_in(line):
    found, problems = rows(f"Date,Amount,Description\n{line}\n2026-11-23,5.00,Y\n")
    assert [each[2] for each in found] == ["Y"]
    assert problems == [("line 2", "line_left_out")]


def test_a_side_of_its_own_and_a_trace():
    text = (
        "Date,Amount,CR/DR,Description,Trace\n2026-11-23,12.00,DR,X,\n2026-11-23,9.00,CR,Y,0412\n"
    )
    assert rows(text) == (
        [("2026-11-23", -1200, "X", "", ""), ("2026-11-23", 900, "Y", "", "0412")], []
    )  # fmt: skip


def test_the_same_day_reads_alike_from_either_form():
    words = ("2026-11-23 165 310.00 NORTH STAR trace=T1 ref=B1", "2026-11-23 555 60.00 RET ref=B2")
    one, two = bank_bai2.read(bai2(*words))[0], bank_csv.read(table(*words))[0]
    for a, b in zip(one, two, strict=True):
        assert (a.on, a.cents, a.code, a.trace) == (b.on, b.cents, b.code, b.trace)
    assert bank_csv.looks_like_bank_csv(table(*words))
    assert not bank_csv.looks_like_bank_csv(bai2(*words))
    assert not bank_bai2.looks_like_bai2(table(*words))
