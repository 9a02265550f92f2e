"""Pages laid out once, without a look at where they lie, are the pages that are looked at."""

from dataclasses import replace
from datetime import date

import pytest

from goodstanding.core.letters import Block, Run
from goodstanding.outbound import typeset
from goodstanding.outbound.print_batch import words
from tests.outbound.letter_makers import ASKING_KINDS as KINDS
from tests.outbound.letter_makers import CLINIC, letter
from tests.outbound.paper import pages_of, pieces

DAY = date(2026, 11, 27)


def values(kind="statement", *, visits=1, more_back=0, number=1):
    filled = words(letter(kind, visits=visits, reference=f"L-{number:06d}"), CLINIC)
    regions = dict(filled.regions)
    regions["back"] += (Block("paragraph", (Run("It is said again. " * 40),)),) * more_back
    return typeset.page_values(replace(filled, regions=tuple(regions.items())))


def drawn(pdf):
    return [
        [(one.text, round(one.left, 1), round(one.top, 1)) for one in pieces(page)]
        for page in pages_of(pdf)
    ]


@pytest.mark.parametrize("visits", [1, 7])
@pytest.mark.parametrize("kind", KINDS)
def test_the_plain_way_draws_what_the_other_draws(kind, visits):
    some = [values(kind, visits=visits), values(kind, visits=2, number=2)]
    plain, counts = typeset.answered(typeset.question(some, day=DAY))
    looked, found = typeset._pages(typeset.written(some), DAY)
    assert counts == found == [one["pages"] for one in some]
    assert drawn(plain) == drawn(looked)


def test_one_that_runs_over_has_its_chunk_looked_at(monkeypatch):
    some = [values(), values(more_back=8, number=2), values(number=3)]
    asked = typeset.question(some, day=DAY)
    made, counts = typeset.answered(asked)
    assert counts == [2, 3, 2]
    feet = [foot for page in drawn(made) for foot, *_ in page if "L-00000" in foot and "/" in foot]
    numbers = [foot.rsplit(" ", 1)[-1] for foot in feet]
    assert numbers == ["1/2", "2/2", "1/3", "2/3", "3/3", "1/2", "2/2"]
    # Without the look it would be two pages by its foot, and three on paper.
    monkeypatch.setattr(typeset, "_pages", lambda *_: (b"", []))
    assert typeset.answered(asked) == (b"", [])


def test_a_letter_of_many_visits_is_looked_at_from_the_first(monkeypatch):
    monkeypatch.setattr(typeset, "_plainly", lambda *_: pytest.fail("not the plain way"))
    _, counts = typeset.answered(typeset.question([values(visits=30)], day=DAY))
    assert counts == [3]
