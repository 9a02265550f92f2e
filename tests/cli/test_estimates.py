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
