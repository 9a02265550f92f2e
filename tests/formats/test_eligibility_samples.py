"""Real 270 and 271 files beside the project, each read by eye and written down here."""

from datetime import date

import pytest

from goodstanding.formats.x12.eligibility import read
from goodstanding.formats.x12.eligibility_values import Exchange
from tests.shared import SHARED, needs_shared

BADX12 = "badX12__X279-"
CLINIC = "response-to-generic-request-by-clinic-for-patient-_subscriber_-eligibility.edi"
DEPENDENT = "response-to-generic-request-by-physician-for-patient-_dependent_-eligibility.edi"
NOT_ELIGIBLE = "error-response-from-payer-to-clinic-not-eligible-for-inquiries-with-payer.edi"
GOLD = "1 L 1 B10.00Y B30.00N"
JOHN = ("SMITH", "JOHN", "123456789", date(1963, 5, 19))
MARY = ("SMITH", "MARY", "", date(1998, 10, 14))
ABOVE = "payer79 payer42 payer79 payer80 provider41 provider41 subscriber42 dependent35 "

# File, the patient, benefits (EB01, EB07, EB12), rejections (level, AAA03), problems (codes).
ANSWERS = [
    ("X12-Parser-Encoder__271_active_response.x12",
     ("DOE", "PATIENT", "000123450", date(1990, 1, 1)), "1", "", ""),
    ("X12-Parser-Encoder__271_ls_le_wrapper.x12",
     ("DOE", "WRAPPED", "000123454", date(1992, 3, 3)), "1", "", ""),
    ("X12-Parser-Encoder__271_multiple_eb_segments.x12",
     ("DOE", "BENEFITS", "000123453", date(1991, 4, 1)), "1 B5.00", "", ""),
    ("X12-Parser-Encoder__271_rejected_subscriber.x12",
     ("DOE", "REJECTED", "000123452", None), "", "subscriber72", ""),
    (BADX12 + NOT_ELIGIBLE, None, "", "provider50", ""),
    (BADX12 + CLINIC, JOHN, GOLD, "", ""),
    (BADX12 + DEPENDENT, MARY, GOLD, "", ""),
    ("lfh__demo.271", JOHN, GOLD, "", ""),
    ("lfh__dependent-health-benefit-check.271", MARY, GOLD, "", ""),
    ("lfh__subscriber-health-benefit-check-error.271", None, "", "provider50", "control_differs"),
    ("oopfactory__Example_3_1_2-2.txt", JOHN, GOLD, "", ""),
    ("oopfactory__Example_3_1_2.txt", JOHN, "1 FN L 1 B10.00Y B30.00N",
     "payer80 payer79 payer79 payer80 provider41 provider41 subscriber42 benefit51 benefit60",
     "segment_count"),
    ("oopfactory__Example_3_1_3.txt", None, "", "provider50", ""),
    ("oopfactory__Example_3_2_2.txt", MARY, GOLD, "", ""),
    ("oopfactory__Example_ErrorWithoutBenefitInfo.txt", JOHN, "",
     "payer80 payer79 payer79 payer80 provider41 provider41 subscriber42", ""),
    ("oopfactory__ValidationForDependentBenefitInfo.txt",
     ("smith", "mary", "", date(1965, 9, 19)), "1", "benefit70", "segment_count level_child"),
    ("oopfactory__ValidationForDependentName.txt",
     ("smith", "mary", "", date(1965, 9, 19)), "1", "dependent58", "segment_count level_child"),
    ("oopfactory__ValidationForReceiverName.txt", None, "",
     "provider43 provider44 provider45 provider47", "segment_count"),
    ("oopfactory__ValidationForSource.txt", None, "", "payer42", "segment_count"),
    ("oopfactory__ValidationForSourceName.txt", None, "", "payer79", "segment_count"),
    ("oopfactory__ValidationForSubscriberBenefitInfo.txt", JOHN, "1", "benefitCI benefit70",
     "segment_count"),
    ("oopfactory__ValidationForSubscriberName.txt", JOHN, "", "subscriber72 subscriber75",
     "segment_count"),
    ("oopfactory__ValidationOnAll.txt", ("smith", "mary", "", date(1965, 9, 19)), "1",
     ABOVE + "benefit52 benefit60", "segment_count level_child"),
]  # fmt: skip


def sample(kind: str, name: str) -> tuple[Exchange, ...]:
    found = read((SHARED / "samples" / kind / name).read_bytes(), kind)
    return found.exchanges


def who(one: Exchange) -> tuple[object, ...] | None:
    person = one.patient
    return person and (person.last_name, person.first_name, person.member, person.birth_on)


@needs_shared
@pytest.mark.parametrize(
    ("name", "patient", "benefits", "rejected", "wrong"), ANSWERS, ids=[one[0] for one in ANSWERS]
)
def test_an_answer_is_read_as_it_is_written(name, patient, benefits, rejected, wrong):
    (one,) = sample("271", name)
    told = [
        line.information
        + (f"{line.cents // 100}.{line.cents % 100:02d}" if line.cents is not None else "")
        + line.network
        for line in one.lines
    ]
    assert who(one) == patient
    assert " ".join(told) == benefits
    assert " ".join(each.level + each.code for each in one.rejections) == rejected
    assert " ".join(each.code for each in one.problems) == wrong
    assert one.usable


@needs_shared
def test_every_answer_of_the_folder_is_in_the_table():
    names = {each.name for each in (SHARED / "samples" / "271").iterdir()} - {"SOURCES.tsv"}
    assert names == {name for name, *_ in ANSWERS}


@needs_shared
def test_the_fields_of_the_published_answer():
    (one,) = sample("271", BADX12 + DEPENDENT)
    assert (one.payer.name, one.payer.id) == ("ABC COMPANY", "842610001")
    assert (one.provider.name, one.provider.id) == ("BONE AND JOINT CLINIC", "2000035")
    assert (one.dependent.relation, one.subscriber.member) == ("19", "123456789")
    assert [(each.kind, each.number) for each in one.traces] == [("2", "93175-012547")]
    assert [(each.kind, each.first_on) for each in one.dependent.dates] == [
        ("346", date(2006, 1, 1))
    ]
    copay = one.lines[3]
    assert copay.services == ("1", "33", "35", "47", "86", "88", "98", "AL", "MH", "UC")
    assert (copay.insurance, copay.plan, copay.period) == ("HM", "GOLD 123 PLAN", "27")
    assert [party.name for party in one.lines[-1].parties] == ["JONES, MARCUS"]


@needs_shared
def test_another_payer_stands_under_its_benefit():
    (one,) = sample("271", "oopfactory__Example_3_1_2.txt")
    (other,) = one.lines[0].parties
    assert (other.role, other.name) == ("PR", "COVENTRY HEALTH AND LIFE INSURANCE")
    assert one.provider.name == "Smith, John"
    limit = one.lines[1]
    assert (limit.information, limit.level, limit.services) == ("F", "IND", ("12",))
    assert (limit.period, limit.authorisation, limit.network) == ("32", "Y", "N")


@needs_shared
def test_a_reference_without_a_name_stays_with_its_benefit():
    (one,) = sample("271", "X12-Parser-Encoder__271_ls_le_wrapper.x12")
    assert one.lines[0].references == (("6P", "PLAN123"),)
    assert [(each.kind, each.first_on) for each in one.lines[0].dates] == [
        ("291", date(2026, 4, 12))
    ]


ROBERT = ("SMITH", "ROBERT", "11122333301", date(1943, 5, 19))
MARYS = ("SMITH", "MARY", "", date(1978, 10, 14))
ASKED = [
    ("badX12__X279-generic-request-by-clinic-for-patient-_subscriber_-eligibility.edi", ROBERT),
    ("badX12__X279-generic-request-by-physician-for-patient-_dependent_-eligibility.edi", MARYS),
    ("lfh__demo-single-line.270", ROBERT),
    ("lfh__dependent-health-benefit-check.270", MARYS),
    ("oopfactory__Example1_IG.txt", ROBERT),
]


@needs_shared
@pytest.mark.parametrize(("name", "patient"), ASKED)
def test_a_request_is_read_as_it_is_written(name, patient):
    (one,) = sample("270", name)
    assert who(one) == patient
    assert one.subscriber.member == "11122333301"
    assert [each.services for each in one.questions] == [("30",)]
    assert [each.first_on for each in one.patient.dates] == [date(2006, 5, 1)]
    assert [(each.kind, each.number) for each in one.traces] == [("1", "93175-012547")]
    assert (one.problems, one.usable, one.purpose) == ((), True, "13")


@needs_shared
def test_a_batch_has_a_patient_for_each_transaction():
    found = sample("270", "X12-Parser-Encoder__270_batch_multi.x12")
    assert [who(one)[1] for one in found] == ["PATIENT", "JANE"]
    (alone,) = sample("270", "X12-Parser-Encoder__270_realtime_single.x12")
    assert who(alone) == who(found[0])


@needs_shared
def test_the_bad_one_of_a_batch_keeps_the_others_in():
    found = sample("270", "X12-Parser-Encoder__batch_with_one_bad_transaction.x12")
    assert [one.usable for one in found] == [True, False, True]
    (wrong,) = found[1].problems
    assert (wrong.where, wrong.code) == ("ST 0002 segment 9 NM1", "bad_entity_type")


@needs_shared
def test_levels_outside_of_the_transaction_are_a_clear_problem():
    (one,) = sample("270", "badX12__unknown_segment_error.edi")
    codes = [each.code for each in one.problems]
    assert codes == ["segment_count", "stray_segment", "level_order", "no_payer"]
    assert not one.usable
