"""The same checks in any order, in other envelopes, some of them again, the charges before or after
them: the same books. GOODSTANDING_CASES=500 tries as many.
"""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.records import bulk
from tests.ledger_text import assert_proven, owed, take_in, tell
from tests.remittance_text import check, claim, line, one_line, remittance, taken_back
from tests.stories.test_random_exports import examples, nothing_kept

pytestmark = pytest.mark.django_db
CASES = int(os.environ.get("GOODSTANDING_CASES", "60"))
TODAY = "2026-11-23"
PAID = ("CO-45 100", "PR-1 20")
NUMBERS = ("CL-{n}00", "cl-{n}00", "0CL{n}00")  # ours, and ours as payers write it


def stories(number):
    """Lists of claims, each list a check of its own."""
    by_charge = line(200, 80, *PAID, charge="C{n}")
    paid, back = one_line(number, 200, 80, *PAID), taken_back(number, 200, 80, *PAID)
    return {
        "paid": [[paid]],
        "denied": [[one_line(number, 200, 0, "CO-50 200", status="4")]],
        "denied, then paid": [
            [one_line(number, 200, 0, "CO-16 200", status="4")], [paid],
        ],
        "taken back": [[paid], [back]],
        "corrected": [[paid], [back, one_line(number, 200, 60, "CO-45 140")]],
        "corrected in three": [[paid], [back], [one_line(number, 200, 60, "CO-45 140")]],
        "refused after all": [
            [paid], [back, one_line(number, 200, 0, "CO-29 200", status="4")],
        ],
        "twice": [[paid], [paid]],
        "two payers": [
            [one_line(number, 200, 100, "CO-45 60", "PR-2 40")],
            [one_line(number, 200, 30, "OA-23 160", "PR-2 10", status="2")],
        ],
        "by its charge": [[claim("0", 200, 80, pr=20, lines=[by_charge])]],
        "not ours": [[one_line("XX{n}", 90, 30, "CO-45 60")]],
        "does not balance": [[one_line(number, 200, 80, "CO-45 100", "PR-1 19")]],
    }  # fmt: skip


KINDS = sorted(stories(""))


@st.composite
def checks(draw):
    """Checks as segments, each with a trace of its own and now and then provider-level money."""
    made = []
    for n, kind in enumerate(draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=4))):
        number = draw(st.sampled_from(NUMBERS))
        for step, claims in enumerate(stories(number)[kind]):
            plb = draw(st.sampled_from([(), (), ("WO 5",), ("L6 -3",), ("CT -40", "FB 2")]))
            said = [[segment.replace("{n}", str(n)) for segment in one] for one in claims]
            made.append(check(f"T{n}-{step}", *said, plb=plb))
    if draw(st.booleans()):
        made.append(check("CAP", plb=("CT -75",)))
    if draw(st.booleans()):
        made.append(check("OFF", one_line("CL-000", 200, 80, *PAID), amount=81))
    return made


@st.composite
def arranged(draw, made):
    """The checks again: in another order, some twice, cut into files anew."""
    listed = draw(st.permutations(made))
    listed += draw(st.lists(st.sampled_from(made), max_size=3))
    files: list[list] = [[]]
    for one in listed:
        if files[-1] and draw(st.booleans()):
            files.append([])
        files[-1].append(one)
    return files


def books():
    """Every ledger account, the account's own figures, and how many denials live."""
    accounts = bulk.select(
        "SELECT a, SUM(c) FROM (SELECT debit AS a, cents AS c FROM records_transfer UNION ALL "
        "SELECT credit, -cents FROM records_transfer) x GROUP BY a HAVING SUM(c) <> 0 ORDER BY a"
    )
    denials = bulk.select("SELECT COUNT(*) FROM records_denial WHERE undone_on IS NULL")
    return [(name, int(cents)) for name, cents in accounts], owed(TODAY), denials


def read(files, text, *, charges_at):
    """Imports the files one after another, and the charges before the one at that place."""
    with tempfile.TemporaryDirectory() as folder:
        for place, content in enumerate([*files, None]):
            if place == min(charges_at, len(files)):
                tell(text)
            if content is not None:
                path = Path(folder) / f"{place}.835"
                path.write_bytes(remittance(*content, control=f"{place + 1:09d}"))
                take_in(path)


@examples(CASES)
@given(st.data())
def test_however_the_checks_come_the_books_end_the_same(data):
    made = data.draw(checks())
    files = data.draw(arranged(made))
    text = "coverage NSTAR commercial 1\n"
    text += "coverage LAKES commercial 2\n" * data.draw(st.booleans())
    text += "\n".join(f"2026-05-01 charge C{n} 200.00 claim_id=CL-{n}00" for n in range(4))
    charges_at = data.draw(st.integers(min_value=0, max_value=4))
    ends = []
    for one, at in (([[each] for each in made], 0), (files, 0), (files, charges_at)):
        with nothing_kept():
            read(one, text, charges_at=at)
            ends.append(books())
            assert_proven()
    assert ends[0] == ends[1] == ends[2]


@examples(CASES)
@given(checks())
def test_every_claim_ends_somewhere_and_the_money_with_it(made):
    """Posted, waiting and aside are the file in claims and in cents; cash is what the checks that
    balance brought.
    """
    with nothing_kept(), tempfile.TemporaryDirectory() as folder:
        tell("2026-05-01 charge C0 200.00 claim_id=CL-000\ncoverage NSTAR commercial 1")
        path = Path(folder) / "a.835"
        path.write_bytes(remittance(*made))
        told = take_in(path)
        ended = {
            state: (int(claims), int(cents)) for state, claims, cents in bulk.select(
                "SELECT state, COUNT(*), SUM(paid_cents) FROM records_remittanceclaim "
                "GROUP BY state"
            )
        }  # fmt: skip
        assert {state: claims for state, (claims, _) in ended.items()} == {
            state: claims for state, claims in told.totals["ended"].items() if claims
        }
        assert sum(claims for claims, _ in ended.values()) == told.totals["claims"]
        assert sum(cents for _, cents in ended.values()) == told.totals["paid"]
        ((brought,),) = bulk.select("SELECT SUM(cents) FROM records_remittance WHERE balanced")
        assert dict(books()[0]).get("cash", 0) == int(brought or 0)
        assert_proven()
