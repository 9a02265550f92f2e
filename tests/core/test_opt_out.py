"""A reply to a text: what stops, and what is only a reply."""

from datetime import UTC, date, datetime, timedelta

import pytest

from goodstanding.core.opt_out import OptOut, read_reply
from goodstanding.law import live_book

AT = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
LAW = live_book().on(date(2026, 11, 23), "MN")


def read(words: str, *, on_treatment: bool = False) -> OptOut | None:
    return read_reply(words, at=AT, on_treatment=on_treatment, law=LAW)


@pytest.mark.parametrize(
    "words",
    [
        # 47 CFR 64.1200(a)(10): these act by themselves, in any dress.
        "STOP", "stop", " Stop. ", "stop!!", "quit", "END", "revoke", "opt out", "OPT-OUT",
        "optout", "cancel", "Unsubscribe", "please stop", "STOP ALL", "stop, thanks",
        "no, stop now",
        # Any other reasonable wording.
        "stop texting me", "Do not text me again", "Don\u2019t contact me", "dont send these",
        "no more texts please", "take me off your list", "remove my number", "leave me alone",
        "I withdraw my consent", "please stop these messages", "I want to opt out of this",
        "never message me", "quit sending me this", "please unsubscribe me", "lose my number",
        # Other languages of our patients.
        "ALTO", "basta", "por favor no me env\u00eden mensajes", "Jooji",
    ],
)  # fmt: skip
def test_these_stop(words):
    assert read(words) == OptOut(
        ends=frozenset({"billing"}),
        confirm_by=AT + timedelta(minutes=5),
        confirmations=1,
        ask_about_visit=False,
        rule="us-tcpa-revocation",
        citation="47 CFR 64.1200(a)(10)-(12)",
    )


@pytest.mark.parametrize(
    "words",
    [
        "", "ok", "thanks", "I paid yesterday", "I will stop by on Monday", "Cancel my appointment",
        "when does it end", "can I cancel the plan", "who is this", "my knee did not stop hurting",
        "please call me", "the weekend", "endless", "stopped payment on the check", "???",
    ],
)  # fmt: skip
def test_these_do_not(words):
    assert read(words) is None


def test_on_a_visits_text_the_treatment_texts_end_too():
    answer = read("cancel", on_treatment=True)
    assert answer is not None
    assert answer.ends == {"billing", "treatment"}
    assert answer.ask_about_visit
    assert not read("stop", on_treatment=True).ask_about_visit
    assert read("cancelar", on_treatment=True).ask_about_visit


def test_before_the_law_had_a_list_of_words_a_stop_was_a_stop():
    early = datetime(2024, 1, 2, 16, 0, tzinfo=UTC)
    law = live_book().on(early.date(), "MN")
    answer = read_reply("stop", at=early, on_treatment=False, law=law)
    assert answer is not None
    assert (answer.confirmations, answer.confirm_by) == (0, early)
