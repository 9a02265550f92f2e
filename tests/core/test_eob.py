"""A paper answer's lines: what each moves, what each must not be, and whether they balance."""

import pytest

from goodstanding.core.eob import EobLine, EobMove, denied_codes, line_faults, moves, unbalanced
from goodstanding.core.kinds import TransactionKind as K

OPEN = {"C1": 20000, "C2": 9000}


def test_what_a_line_moves_in_order():
    line = EobLine("C1", paid=12000, discount=5000, patient=3000, reason="2", denied=500)
    assert moves(line) == [
        EobMove(K.CONTRACTUAL, 5000, "CO", "45"), EobMove(K.INSURER_PAYMENT, 12000),
        EobMove(K.TO_PATIENT, 3000, "PR", "2"),
    ]  # fmt: skip
    assert moves(EobLine("C1", denied=500)) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("CO-16", ("CO", "16")), ("co 16", ("CO", "16")), ("PR96", ("PR", "96")),
        (" OA - 18 ", ("OA", "18")), ("PI-B7", ("PI", "B7")), ("CO", None), ("16", None),
        ("XX-16", None), ("CO-16 lost", None), ("", None), ("CO-\u0661", None),
    ],
)  # fmt: skip
def test_codes_of_a_denial(text, codes):
    assert denied_codes(text) == codes


@pytest.mark.parametrize(
    ("paid", "unplaced", "words"),
    [
        (20000, 0, ""), (12000, 8000, ""), (0, 20000, ""),
        (20000, 1, "$0.01 is too much"), (19999, 0, "$0.01 is missing"),
    ],
)  # fmt: skip
def test_the_lines_are_the_check(paid, unplaced, words):
    lines = (EobLine("C1", paid=paid), EobLine("C2", discount=100, denied=50))
    assert words in unbalanced(20000, lines, unplaced)
    assert bool(words) == bool(unbalanced(20000, lines, unplaced))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (EobLine("C1", paid=20000), ""),
        (EobLine("C1", paid=20001), "$200.00 is open with the insurer, and the line is $200.01"),
        (EobLine("C1", paid=20001, beyond=True), ""),
        (EobLine("C1", paid=10000, denied=10000, denied_why="CO-16"), ""),
        (EobLine("C1", paid=10000, denied=10001, denied_why="CO-16"), "is open with the insurer"),
        (EobLine("C1", denied=1, denied_why="lost"), "like CO-16"),
        (EobLine("C3", paid=1), "C3 is not known"),
        (EobLine("C1"), "nothing is written"),
        (EobLine("C1", paid=-1, discount=2), "below zero"),
    ],
)
def test_a_line_alone(line, words):
    found = line_faults([line], OPEN)
    assert len(found) == bool(words)
    assert words in "".join(found)


def test_a_charge_on_two_lines():
    (fault,) = line_faults([EobLine("C1", paid=1), EobLine("C1", paid=2)], OPEN)
    assert fault == "Charge C1 stands twice. Write it on one line."
