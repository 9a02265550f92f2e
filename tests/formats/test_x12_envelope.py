"""Delimiters and segments out of envelopes as payers send them."""

import io

import pytest

from goodstanding.formats.problems import NotReadable
from goodstanding.formats.x12.envelope import Delimiters, delimiters_of, rows, transaction_set

FIXED = (
    "ISA*00*          *00*          *ZZ*TESTPAYER      *ZZ*TESTCLINIC     "
    "*260115*0830*^*00501*000000001*0*T*"
)
SHORT = "ISA*00**00**ZZ*TESTPAYER*ZZ*SETTINGS*260115*0830*^*00501*1*0*T*"
GS = "GS*HP*TRUST*GS*20260115*0830*1*X*005010X221A1"


@pytest.mark.parametrize(
    ("head", "element", "component", "segment"),
    [
        (FIXED + ":~" + GS + "~", "*", ":", "~"),
        (FIXED + ":~\r\n  " + GS + "~", "*", ":", "~"),
        (FIXED + ">|" + GS + "|", "*", ">", "|"),
        (FIXED + ":\n" + GS + "\n", "*", ":", "\n"),
        (FIXED + ":\r\n" + GS + "\r\n", "*", ":", "\n"),
        (FIXED + ":\r" + GS + "\r", "*", ":", "\r"),
        (SHORT + ":~" + GS + "~", "*", ":", "~"),
        (SHORT + ": ~\n" + GS + "~\n", "*", ":", "~"),
        (SHORT + "~" + GS + "~", "*", ":", "~"),
        (SHORT + "~\n" + GS + "~\n", "*", ":", "~"),
        (SHORT.replace("*ZZ*SETTINGS", "") + ":~" + GS + "~", "*", ":", "~"),
        (FIXED.replace("*", "\x1d") + "\x1f\x1e" + GS.replace("*", "\x1d"), "\x1d", "\x1f", "\x1e"),
        (FIXED + ":~", "*", ":", "~"),
        ("GS*HP*TEST*CLINIC*20260115'ST*835*1'BPR*I*5'", "*", ":", "'"),
        ("ST|835|0001\nBPR|I|5\nSVC|HC>99213|5|5\n", "|", ">", "\n"),
        ("ST*835*0001*005010X221A1~\r\n  BPR*I*5~", "*", ":", "~"),
    ],
)
def test_delimiters(head, element, component, segment):
    assert delimiters_of(head.encode("latin-1")) == Delimiters(element, component, segment)


def read(raw: bytes) -> list[list[str]]:
    return [row for _, row in rows(raw)]


def test_blanks_and_line_breaks_around_elements_are_gone():
    text = FIXED + ":~\r\n  " + GS + " ~\r\n\t N1*PR * SAMPLE  PLAN *XX~~\r\n~ST*835*1 ~ \r\n"
    assert read(text.encode())[2:] == [["N1", "PR", "SAMPLE  PLAN", "XX"], ["ST", "835", "1"]]


def test_a_line_wrapped_inside_a_segment_is_joined():
    assert read((FIXED + ":~N1*PR*EXAM\nPLE~").encode())[1] == ["N1", "PR", "EXAMPLE"]


def test_every_segment_that_is_not_utf_8_is_latin_1():
    raw = FIXED.encode() + b":~N1*PR*EX\xc1MPLE~N1*PE*" + "CLÍNICA".encode() + b"~"
    assert read(raw)[1:] == [["N1", "PR", "EXÁMPLE"], ["N1", "PE", "CLÍNICA"]]


@pytest.mark.parametrize("between", ["", "\n", "\r\n\r\n", "\ufeff"])
@pytest.mark.parametrize("end", ["~", ""])
def test_each_interchange_has_its_own_delimiters(between, end):
    first = FIXED + ":~" + GS + "~NM1*QC*1*ISA*00*~NM1*QC*1*ISABEL~IEA*1*000000001" + end
    second = (FIXED + ">\n" + GS + "\nN1*PR*A~B>C\nIEA*1*2\n").replace("*", "|")
    if not end and not between.isspace():
        between = "\n"
    found = list(rows((first + between + second).encode()))
    assert [row[0] for _, row in found] == [
        "ISA",
        "GS",
        "NM1",
        "NM1",
        "IEA",
        "ISA",
        "GS",
        "N1",
        "IEA",
    ]
    assert found[-2] == (Delimiters("|", ">", "\n"), ["N1", "PR", "A~B>C"])


@pytest.mark.parametrize(
    "raw",
    [b"", b" \r\n", b"guarantor_id,last_name\n1,ABLE\n", b"MSH|^~\\&|", b"{}", b"\x00\xff" * 9000],
)
def test_what_is_no_x12_is_refused_with_a_sentence(raw):
    with pytest.raises(NotReadable, match=r"^The file is .*\.$"):
        list(rows(raw))


def test_a_stream_is_read_as_bytes_are():
    text = (FIXED + ":~" + GS + "~").encode()
    assert list(rows(io.BytesIO(text))) == list(rows(text))


@pytest.mark.parametrize(
    ("text", "kind"), [("ST*837*1~BHT*1~", "837"), ("a,b\n", None), ("", None)]
)
def test_transaction_set(text, kind):
    assert transaction_set(text.encode()) == kind


def test_a_segment_without_end_does_not_stay_in_memory():
    raw = (FIXED + ":~N1*PR*").encode() + b"A" * 3_000_000 + b"~N1*PE~"
    assert max(len(element) for row in read(raw) for element in row) <= 1 << 20
    assert read(raw)[-1] == ["N1", "PE"]
