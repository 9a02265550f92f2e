"""estimate FILE: a request in JSON, the answer of CONTRACT.md section 4."""

import json

import pytest

from goodstanding.cli.commands import run
from tests.estimate_cases import CASES

pytestmark = pytest.mark.django_db
BENEFITS = {"deductible_remaining": "300.00", "coinsurance": "0.20", "oop_remaining": "2000.00"}
LINE = {"code": "29881", "modifiers": [], "units": 1, "charge": "1800.00", "allowed": "1000.00",
        "copay": None, "covered": True}  # fmt: skip
REQUEST = {"patient": None, "insured": True, "service_date": "2026-12-18",
           "scheduled_on": "2026-12-03", "requested_on": None, "place": "office",
           "payer_type": "commercial", "lines": [LINE], "benefits": BENEFITS,
           "secondary": None}  # fmt: skip


@pytest.fixture
def ask(tmp_path, capsys):
    def asked(**changed):
        path = tmp_path / "request.json"
        path.write_text(json.dumps(REQUEST | changed), encoding="utf-8")
        status = run(["estimate", str(path), "--json"])
        said = capsys.readouterr()
        return status, json.loads(said.out) if said.out else {}, said.err

    return asked


def test_the_contracts_keys_and_figures(ask):
    status, found, _ = ask()
    assert status == 0
    assert found["kind"] == "insured"
    assert found["total_charge"] == "1800.00"
    assert found["expected_allowed"] == "1000.00"
    # 300.00 of deductible, then 20 percent of 700.00.
    assert found["patient_share"] == "440.00"
    assert found["breakdown"] == {
        "copay": "0.00", "deductible": "300.00", "coinsurance": "140.00", "not_covered": "0.00",
    }  # fmt: skip
    assert found["deliver_by"] is None
    assert found["assumptions"]
    assert len(found["lines"]) == 1


def test_a_good_faith_estimate_and_its_last_day(ask):
    status, found, _ = ask(insured=False, benefits=None, payer_type=None)
    assert (status, found["kind"]) == (0, "good_faith")
    assert (found["patient_share"], found["deliver_by"]) == ("1800.00", "2026-12-08")


def test_medical_assistance_owes_nothing(ask):
    status, found, _ = ask(payer_type="medicaid", benefits=None)
    assert (status, found["patient_share"]) == (0, "0.00")


def test_benefits_not_known_need_a_person(ask):
    status, found, _ = ask(benefits=None)
    assert (status, found["patient_share"]) == (1, "0.00")
    assert found["patient_share_at_most"] == "1000.00"


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"lines": []}, "lines"),
        ({"lines": [LINE | {"charge": 1800.5}]}, "lines[1].charge"),
        ({"lines": [LINE | {"charge": "-1.00"}]}, "lines[1].charge"),
        ({"service_date": "2026-12-01"}, "service_date"),
        ({"service_date": "12/18/2026"}, "service_date"),
        ({"benefits": BENEFITS | {"coinsurance": "1.20"}}, "benefits.coinsurance"),
        ({"patient": "nobody"}, "nobody"),
        ({"insured": None}, "insured"),
    ],
)
def test_a_request_that_cannot_be_read_says_where(ask, changed, where):
    status, found, said = ask(**changed)
    assert (status, found) == (2, {})
    assert where in said


def test_what_is_no_json_is_refused(tmp_path, capsys):
    path = tmp_path / "request.json"
    path.write_bytes(b"{")
    assert run(["estimate", str(path)]) == 2
    assert run(["estimate", str(tmp_path / "none.json")]) == 2


LISTED = """code,payer_id,plan,amount,effective_on
X1,NSH,,1000.00,2026-01-01
X1,NSH,GOLD,900.00,2026-01-01"""
OPEN = LINE | {"code": "X1", "allowed": None}


@pytest.fixture
def listed(tmp_path, capsys):
    path = tmp_path / "fees.csv"
    path.write_text(LISTED, encoding="utf-8")
    assert run(["prices", str(path)]) == 0
    capsys.readouterr()


@pytest.mark.usefixtures("listed")
def test_a_line_without_an_amount_takes_the_payers_fee_schedule(ask):
    status, found, _ = ask(
        payer_id="NSH", lines=[OPEN | {"modifiers": ["50"]}, OPEN | {"code": "X2"}]
    )
    assert status == 0
    # 1,000.00 x 150 percent; the other code is in no list: its charge of 1,800.00.
    assert [line["allowed"] for line in found["lines"]] == ["1500.00", "1800.00"]
    # 300.00 + 20 % of 1,200.00 = 540.00; 20 % of 1,800.00 = 360.00
    assert found["patient_share"] == "900.00"
    assert found["lines"][0]["price_source"] == "Fee schedule of payer NSH of 01/01/2026"
    assert "Fee schedule of payer NSH of 01/01/2026." in found["assumptions"]


@pytest.mark.usefixtures("listed")
def test_an_empty_modifier_before_another_does_not_price_the_reading_as_the_whole(ask):
    """The fee schedule has X1 whole only: nothing is known of its reading."""
    for modifiers in (["", "26"], ["26"]):
        _, found, _ = ask(payer_id="NSH", lines=[OPEN | {"modifiers": modifiers}])
        assert found["lines"][0]["allowed"] == "1800.00"


@pytest.mark.usefixtures("listed")
def test_the_plans_own_list_comes_first_and_a_given_amount_stands(ask):
    _, found, _ = ask(payer_id="NSH", plan="GOLD", lines=[OPEN, LINE | {"code": "X1"}])
    assert [line["allowed"] for line in found["lines"]] == ["900.00", "1000.00"]
    assert "price_source" not in found["lines"][1]


@pytest.mark.usefixtures("listed")
def test_self_pay_and_an_unknown_payer_keep_to_the_charge(ask):
    assert ask(lines=[OPEN])[1]["lines"][0]["allowed"] == "1800.00"
    found = ask(lines=[OPEN], insured=False, benefits=None, payer_id="NSH")[1]
    assert found["patient_share"] == "1800.00"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_table_worked_by_hand_through_the_command(case, tmp_path, capsys):
    path = tmp_path / "request.json"
    path.write_bytes(case.content)
    status = run(["estimate", str(path), "--json"])
    found = json.loads(capsys.readouterr().out)
    assert (found["patient_share"], found["patient_share_at_most"]) == (
        case.owes, case.at_most or case.owes,
    )  # fmt: skip
    parts = sum(round(float(cents) * 100) for cents in found["breakdown"].values())
    assert parts == round(float(case.owes) * 100)
    assert status == (1 if case.name == "benefits not known" else 0)


@pytest.mark.parametrize(
    ("changed", "where", "mend"),
    [
        ({"benefits": BENEFITS | {"coinsurance": "20%"}}, "benefits.coinsurance", '"0.20"'),
        ({"benefits": BENEFITS | {"coinsurance": "20"}}, "benefits.coinsurance", "from 0 to 1"),
        ({"benefits": BENEFITS | {"coinsurance": ""}}, "benefits.coinsurance", '"0.20"'),
        ({"benefits": []}, "benefits", "{ }"),
        ({"lines": [LINE | {"charge": 10**40}]}, "lines[1].charge", "more than any account"),
        ({"lines": [LINE | {"code": "  "}]}, "lines[1].code", "at least one"),
        ({"lines": [LINE | {"modifiers": "50"}]}, "lines[1].modifiers", "[ ]"),
        ({"lines": [LINE | {"modifiers": ["LT50"]}]}, "lines[1].modifiers[1]", "two signs"),
        ({"lines": [LINE | {"units": 0}]}, "lines[1].units", "1"),
        # Seconds since 1970 are no day, and neither is the end of the calendar.
        ({"service_date": 1797552000}, "service_date", '"2026-12-18"'),
        ({"service_date": "9999-12-31"}, "service_date", '"2026-12-18"'),
        ({"requested_on": "2026-12-19"}, "requested_on", "Correct one of the two days"),
    ],
)
def test_odd_input_is_refused_with_its_place_and_its_mend(ask, changed, where, mend):
    status, found, said = ask(**changed)
    assert (status, found) == (2, {})
    assert f" {where}: " in said
    assert mend in said


def test_an_entry_written_twice_is_refused(tmp_path, capsys):
    path = tmp_path / "request.json"
    text = json.dumps(REQUEST).replace('"charge": ', '"charge": "1.00", "charge": ')
    path.write_text(text, encoding="utf-8")
    assert run(["estimate", str(path), "--json"]) == 2
    assert "charge: This entry is there twice" in capsys.readouterr().err


def test_an_entry_nobody_knows_is_named_and_not_read(ask):
    own = BENEFITS | {"family_deductible": "0.00"}
    status, found, _ = ask(benefits=own, lines=[LINE | {"copays": "20.00"}], discount="0.10")
    # 300.00 + 20 % of 700.00, as without them
    assert (status, found["patient_share"]) == (0, "440.00")
    named = [text.split(":")[0] for text in found["assumptions"] if "not read" in text]
    assert named == ["discount", "lines[1].copays", "benefits.family_deductible"]


def test_a_file_that_begins_with_a_byte_order_mark_is_read(tmp_path):
    path = tmp_path / "request.json"
    path.write_text(json.dumps(REQUEST), encoding="utf-8-sig")
    assert run(["estimate", str(path)]) == 0


@pytest.mark.usefixtures("listed")
def test_a_code_and_a_modifier_between_blanks_are_found(ask):
    _, found, _ = ask(payer_id="NSH", lines=[OPEN | {"code": " X1 ", "modifiers": ["", "50 "]}])
    # 1,000.00 x 150 percent, not the charge of 1,800.00
    assert found["lines"][0]["allowed"] == "1500.00"


@pytest.mark.parametrize("changed", [{"insured": False, "benefits": None}, {"benefits": None}])
def test_care_before_the_laws_of_today_is_answered(ask, changed):
    days = {"service_date": "2010-05-05", "scheduled_on": "2010-04-01"}
    status, found, _ = ask(payer_type="medicaid", requested_on="2010-04-01", **days, **changed)
    assert status in {0, 1}
    assert (found["deliver_by"], found["valid_until"]) == (None, "2010-12-31")


@pytest.mark.parametrize(("kind", "share"), [("medicare", "17.86"), ("commercial", "360.00")])
def test_medicares_own_amount_is_of_its_files(ask, kind, share, capsys):
    """With no percent in the policy: 20 % of Medicare's 89.32 (the sum in test_prices.py), and of
    another payer's unknown price 20 % of our charge of 1,800.00."""
    for name in ("pprrvu.csv", "gpci.csv"):
        assert run(["prices", f"tests/samples/prices/{name}", "--on", "2026-01-01"]) in {0, 1}
    capsys.readouterr()
    own = BENEFITS | {"deductible_remaining": "0.00"}
    lines = [OPEN | {"code": "X9213"}]
    assert ask(payer_type=kind, benefits=own, lines=lines)[1]["patient_share"] == share


NEXT_YEAR = {"scheduled_on": "2026-12-20", "service_date": "2027-01-15"}


@pytest.mark.parametrize(
    ("told", "most", "said"),
    [
        # 300.00 + 20 % of 700.00 = 440.00; where the limits start anew all of 1,000.00 may be owed
        ({}, "1000.00", ["start anew", "told_on"]),
        ({"told_on": "2026-12-28"}, "1000.00", ["start anew"]),
        ({"told_on": "2027-01-04"}, "440.00", []),
    ],
)
def test_care_in_the_year_after_the_benefits_is_a_range(ask, told, most, said):
    status, found, _ = ask(benefits=BENEFITS | told, **NEXT_YEAR)
    assert status == 0
    assert (found["patient_share"], found["patient_share_at_most"]) == ("440.00", most)
    text = " ".join(found["assumptions"])
    assert [word for word in ("start anew", "told_on") if word in text] == said


@pytest.mark.parametrize(("kind", "rules"), [
    ("medicaid", ["mn-ma-noncovered-ack"]), ("medicare", ["us-medicare-abn"]), ("commercial", []),
])  # fmt: skip
def test_what_is_not_covered_says_whose_form_is_wanted(ask, kind, rules):
    outside = LINE | {"covered": False, "charge": "90.00"}
    _, found, _ = ask(payer_type=kind, lines=[outside])
    assert found["patient_share"] == "90.00"
    said = " ".join(found["assumptions"])
    assert "What is not covered may be asked for" in said
    both = ("mn-ma-noncovered-ack", "us-medicare-abn")
    assert [rule for rule in both if rule in said] == rules


def test_self_pay_beside_medical_assistance_says_to_look_first(ask):
    status, found, _ = ask(payer_type="medicaid", insured=False, benefits=None)
    assert (status, found["patient_share"]) == (0, "1800.00")
    assert any("mn-ma-no-copay" in text for text in found["assumptions"])


@pytest.mark.parametrize("kind", ["no_fault", "commercial"])
def test_an_auto_insurer_is_said_to_pay_first(ask, kind):
    said = " ".join(ask(payer_type=kind)[1]["assumptions"])
    assert ("mn-no-fault-auto" in said) is (kind == "no_fault")
