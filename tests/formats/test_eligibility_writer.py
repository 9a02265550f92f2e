"""What is written as a 270 is read as it was written."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodstanding.formats.x12.eligibility import read
from goodstanding.formats.x12.eligibility_values import (
    Dated,
    Exchange,
    Party,
    Person,
    Question,
    Trace,
)
from goodstanding.formats.x12.eligibility_writer import Sender, plain, write

AT = datetime(2026, 11, 30, 7, 5)
OURS = Sender("STCLOUDORTHO", "CLEARHOUSE")
words = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ -'.", max_size=30).map(plain)
name = words.filter(bool)
number = st.text("0123456789ABC", min_size=1, max_size=20)
days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
asked_for = st.lists(st.sampled_from(["30", "98", "BG", "MH", "2"]), min_size=1, unique=True)
span = st.builds(Dated, st.just("291"), days, st.none() | days)
person = st.builds(
    Person, name, words, words, number, st.none() | days, st.sampled_from(["", "F", "M"]),
    st.just("") | number, st.sampled_from(["", "18", "01", "19", "34"]),
    st.lists(span, max_size=2).map(tuple),
)  # fmt: skip
subscriber = person.map(
    lambda one: Person(one.last_name, one.first_name, one.middle_name, one.member, one.birth_on,
                       one.sex, one.group, one.relation)
)  # fmt: skip


@st.composite
def requests(draw) -> Exchange:
    alone = draw(st.booleans())
    question = Question(tuple(draw(asked_for)))
    return Exchange(
        "270", "", draw(number), "13", draw(days), Party("PR", draw(name), "PI", draw(number)),
        Party("1P", draw(name), "XX", draw(number)),
        draw(person if alone else subscriber), None if alone else draw(person),
        (Trace("1", draw(number), draw(number)),), questions=(question,),
    )  # fmt: skip


def told(one: Exchange) -> tuple[object, ...]:
    """All but where it stands in its file."""
    return (
        one.reference, one.purpose, one.made_on, one.payer, one.provider, one.subscriber,
        one.dependent, one.traces, one.rejections, one.lines, one.questions, one.problems,
    )  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(requests(), min_size=1, max_size=4), st.integers(1, 999_999_999))
def test_read_write_read_is_equal(asked, control):
    once = read(write(asked, OURS, control=control, at=AT), "270")
    assert [told(one) for one in once.exchanges] == [told(one) for one in asked]
    assert once.every_problem == ()
    again = read(write(once.exchanges, OURS, control=control, at=AT), "270")
    assert again == once


QUESTIONS = (
    (Question((), "HC:97110:GP"), "EQ**HC:97110:GP"),
    (Question(("30",), "", "MC", "FAM"), "EQ*30**FAM*MC"),
    (Question(("PT", "98")), "EQ*PT^98"),
)


@pytest.mark.parametrize(("asked", "segment"), QUESTIONS)
def test_all_that_a_question_says_is_written(asked, segment):
    raw = write([one_request(questions=(asked,))], OURS, control=1, at=AT)
    assert segment in raw.decode().split("~")
    (one,) = read(raw, "270").exchanges
    assert one.questions == (asked,)


def one_request(**changed: object) -> Exchange:
    known = {
        "reference": "R1", "purpose": "13", "payer": Party("PR", "NORTH STAR", "PI", "NSH"),
        "provider": Party("1P", "ST. CLOUD ORTHOPEDICS", "XX", "1999999984"),
        "subscriber": Person("OLSON", "PAT", "", "M100", date(1970, 3, 4), "F",
                             dates=(Dated("291", date(2026, 12, 2)),)),
        "traces": (Trace("1", "T1", "9STCLOUD"),), "questions": (Question(("30", "98")),),
    }  # fmt: skip
    return Exchange("270", "", **{**known, **changed})  # type: ignore[arg-type]


def test_the_segments_of_one_request_by_eye():
    text = write([one_request()], OURS, control=42, at=AT).decode()
    assert text.split("~")[:-1] == [
        "ISA*00*          *00*          *ZZ*STCLOUDORTHO   *ZZ*CLEARHOUSE     *261130*0705*^*00501"
        "*000000042*0*P*:",
        "GS*HS*STCLOUDORTHO*CLEARHOUSE*20261130*0705*42*X*005010X279A1",
        "ST*270*0001*005010X279A1",
        "BHT*0022*13*R1*20261130*0705",
        "HL*1**20*1",
        "NM1*PR*2*NORTH STAR*****PI*NSH",
        "HL*2*1*21*1",
        "NM1*1P*2*ST. CLOUD ORTHOPEDICS*****XX*1999999984",
        "HL*3*2*22*0",
        "TRN*1*T1*9STCLOUD",
        "NM1*IL*1*OLSON*PAT****MI*M100",
        "DMG*D8*19700304*F",
        "DTP*291*D8*20261202",
        "EQ*30^98",
        "SE*13*0001",
        "GE*1*42",
        "IEA*1*000000042",
    ]


@pytest.mark.parametrize("member", ["M~1*0^0:", "M 1 0 0"])
def test_marks_of_the_file_in_a_name_do_not_break_it(member):
    raw = write(
        [one_request(subscriber=Person("MUÑOZ~ST*270", "A", member=member))], OURS, control=1, at=AT
    )
    (one,) = read(raw, "270").exchanges
    assert (one.subscriber.last_name, one.subscriber.member) == ("MUNOZ ST 270", "M 1 0 0")
    assert one.problems == ()


@pytest.mark.parametrize(
    ("name", "written"),
    [("Đặng", "Dang"), ("Łuk", "Luk"), ("Ødegård", "Odegard"), ("Groß", "Gross"),
     ("Æsa", "AEsa"), ("O\u2019Hara", "O'Hara"), ("Núñez", "Nunez")],
)  # fmt: skip
def test_no_letter_of_a_name_is_lost(name, written):
    (one,) = read(
        write([one_request(subscriber=Person(name, "A", member="M1"))], OURS, control=1, at=AT),
        "270",
    ).exchanges
    assert one.subscriber.last_name == written
