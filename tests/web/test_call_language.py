"""The call panel in the person's language: only what a translator vouches for is read aloud."""

import re
from datetime import date

import pytest

from goodstanding.actions import wording as acts
from goodstanding.actions.unit import Actor
from tests.web.clinic import FISK, LOPEZ, NOON, WARSAME

pytestmark = pytest.mark.usefixtures("clinic")
DANA, KIM = Actor("dana", "coordinator"), Actor("kim", "manager")
UNCHECKED = "not yet checked by a translator: use the interpreter"


def panel(desk, account: str) -> str:
    return desk("coordinator").get(f"/accounts/{account}?drawer=call").content.decode()


def approve(language: str) -> None:
    draft = acts.draft_words(kind="call_script", language=language, by=DANA, at=NOON)
    acts.propose_words(draft=draft, by=DANA, at=NOON)
    acts.approve_words(
        draft=draft, translator="Ann Roe, certified translator", checked_on=date(2026, 6, 1),
        by=KIM, at=NOON,
    )  # fmt: skip


@pytest.mark.parametrize(("account", "name"), [(LOPEZ, "Spanish"), (WARSAME, "Somali")])
def test_unchecked_words_are_not_shown_and_the_interpreter_is(desk, account, name):
    text = panel(desk, account)
    assert f"Words in {name}: {UNCHECKED}" in text
    assert f"{name}: offer an interpreter first; it is free." in text
    assert "Puedo hablar con" not in text
    assert "Ma la hadli karaa" not in text
    assert "Hello. May I speak with" in text, "the English words stay"


def test_checked_words_stand_beside_the_english_ones_and_the_sum_waits(desk):
    approve("es")
    text = panel(desk, LOPEZ)
    assert UNCHECKED not in text
    assert 'data-key="y">English | Spanish' in text
    row = re.search(r"<tr data-known hidden>(?:(?!</tr>).)*La visita fue(?:(?!</tr>).)*</tr>", text)
    assert row, "the amount is behind the proof of who they are"
    assert "La visita fue el 22 de septiembre." in row[0]
    assert "$184.20" in row[0]
    assert "Hola. ¿Puedo hablar con Maria Lopez, por favor?" in text


def test_who_speaks_english_sees_no_second_column(desk):
    approve("es")
    text = panel(desk, FISK)
    assert "interpreter first" not in text
    assert "Puedo hablar con" not in text
