"""What is printed: the words in use when the letter passes the door, English until a translator
vouches, and a page in Somali behind an English letter.
"""

import json
import subprocess
import sys
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodstanding.actions import letters
from goodstanding.actions import wording as acts
from goodstanding.actions.followup_day import run_day
from goodstanding.actions.unit import Actor
from goodstanding.outbound import send
from goodstanding.outbound.kept_letter import spoken_copy
from goodstanding.outbound.word_kinds import shipped_text
from goodstanding.records.models import Guarantor, Letter, LetterBatch
from goodstanding.records.queries.facts import facts_for
from goodstanding.records.queries.letters_page import in_envelope_order
from tests.ledger_text import SYSTEM_ACTOR, tell
from tests.outbound.paper import text_of

pytestmark = pytest.mark.django_db
DANA, KIM = Actor("dana", "coordinator"), Actor("kim", "manager")
ON = date(2026, 11, 20)
TEN = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
BILL = "2026-11-17 charge C1 80.00 patient"
MANY = "\n".join(f"2026-11-17 charge C{who} 60.00 patient patient={who}1" for who in "abcdef")


def use(kind: str, language: str, *, before: str = "", after: str = "") -> None:
    """Approved as shipped, or with one change."""
    draft = acts.draft_words(kind=kind, language=language, by=DANA, at=TEN)
    text = shipped_text(kind, language).replace(before, after) if before else ""
    if text:
        acts.change_words(draft=draft, text=text, by=DANA, at=TEN)
    acts.propose_words(draft=draft, by=DANA, at=TEN)
    who = {} if language == "en" else {
        "translator": "Ann Roe, certified translator", "checked_on": date(2026, 6, 1)
    }  # fmt: skip
    acts.approve_words(draft=draft, by=KIM, at=TEN, **who)


def ready(language: str, bill: str = BILL) -> None:
    tell(bill)
    Guarantor.objects.update(language=language)
    run_day(on=ON, by=SYSTEM_ACTOR, at=TEN)


def printed() -> tuple[LetterBatch, str]:
    batch = letters.print_batch(on=ON, by=DANA, at=TEN)
    return batch, " ".join(text_of(bytes(batch.pdf)).split())


def test_spanish_is_printed_once_a_translator_vouches_and_not_before():
    ready("es")
    batch, text = printed()
    assert "You owe $80.00." in text
    assert "Usted debe" not in text
    letters.cancel_batch(batch_id=batch.id, by=DANA, at=TEN)
    use("statement", "es")
    _, text = printed()
    assert "Usted debe $80.00. Por favor pague o llámenos a más tardar el" in text
    assert "15 de diciembre de 2026" in text, "25 days after November 20"
    assert "You have the right to have your own attorney." in text, "the law's words stay English"
    assert "Traducción no oficial, solo para su comodidad; vale el texto en inglés." in text
    assert Letter.objects.latest("id").content["written_with"] == [["statement", "es", 1]]


def test_stopped_words_are_not_printed_any_more():
    use("statement", "es")
    acts.retire_words(kind="statement", language="es", by=KIM, at=TEN)
    ready("es")
    assert "You owe $80.00." in printed()[1]


def test_an_approved_english_version_wins_over_the_file():
    ready("en")
    use("statement", "en", before="# What you can do", after="# What you may do")
    assert "What you may do" in printed()[1]
    assert Letter.objects.latest("id").content["written_with"] == [["statement", "en", 1]]


def test_the_shipped_words_are_recorded_as_version_nought():
    ready("en")
    printed()
    assert Letter.objects.latest("id").content["written_with"] == [["statement", "en", 0]]


def test_what_passed_the_door_is_printed_though_new_words_are_approved_in_between():
    ready("en")
    wanted, who = letters.Wanted(ON), {"by": DANA, "at": TEN}
    batch, keys = letters.start(wanted=wanted, **who), in_envelope_order(ON, looked_only=False)
    chosen = letters.choose(batch=batch, keys=keys, first=1, wanted=wanted, **who)
    use("statement", "en", before="# What you can do", after="# What you may do")
    with send.press(on=ON, expected=1) as press:
        press.add(chosen)
        made = press.finish()
    letters.keep_printed(batch=batch, printed=made, **who)
    assert "What you can do" in text_of(made.pdf)


def test_a_copy_has_the_words_the_letter_was_printed_with():
    use("statement", "en", before="# What you can do", after="# What you may do")
    ready("en")
    batch, text = printed()
    assert "What you may do" in text
    use("statement", "en", before="# What you can do", after="# Your choices")
    assert "What you may do" in text_of(spoken_copy(Letter.objects.get(batch=batch).id))


def test_a_somali_sheet_is_a_page_of_the_letter_once_it_is_approved():
    ready("so")
    batch, text = printed()
    assert "Warqaddan" not in text
    letters.cancel_batch(batch_id=batch.id, by=DANA, at=TEN)
    use("cover_sheet", "so")
    batch, text = printed()
    assert "You owe $80.00." in text
    assert "Warqaddan waxay ku saabsan tahay koontadaada" in text
    letter = Letter.objects.latest("id")
    assert (letter.pages, batch.pages) == (3, 3), "front, back, sheet"
    assert letter.content["written_with"] == [["statement", "en", 0], ["cover_sheet", "so", 1]]


def test_an_approved_line_stands_on_everybodys_slip():
    use("cover_sheet", "es")
    ready("en")
    assert "Quiero esta carta en español." in printed()[1]


def test_words_are_asked_for_once_a_batch():
    use("statement", "es")
    ready("es", MANY)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        batch = letters.print_batch(on=ON, by=DANA, at=TEN)
    assert batch.letters.count() >= 2
    texts = '"records_wording"."text"'
    about_words = [one for one in asked.captured_queries if texts in one["sql"]]
    assert len(about_words) == 2, "at the door, and for the paper"


def test_another_process_prints_the_new_words_at_once(transactional_db, settings):
    """A program that ran before the approval asks again, and does not keep what it knew."""
    code = (
        "import django, sys; django.setup()\n"
        "from goodstanding.records.queries.approved_words import approved_words\n"
        "for line in sys.stdin:\n"
        "    print([w.version for w in approved_words() if w.active], flush=True)\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env=_same_database(),
    )  # fmt: skip
    assert other.stdin is not None
    assert other.stdout is not None
    seen = []
    for change in ("", "# What you may do", "# What you might do"):
        if change:
            use("statement", "en", before="# What you can do", after=change)
        other.stdin.write("\n")
        other.stdin.flush()
        seen.append(json.loads(other.stdout.readline()))
    other.stdin.close()
    other.wait(timeout=30)
    assert seen == [[], [1], [2]]


def _same_database() -> dict[str, str]:
    import os

    from django.db import connections

    found = connections["default"].settings_dict
    url = os.environ["DATABASE_URL"]
    if connection.vendor == "sqlite":
        url = f"sqlite:///{found['NAME']}"
    else:
        url = url.rpartition("/")[0] + f"/{found['NAME']}"
    return {**os.environ, "DATABASE_URL": url}


def test_the_facts_of_a_day_know_what_was_approved_by_then():
    use("statement", "es")
    use("cover_sheet", "es")  # a line for the slip, and no page
    use("cover_sheet", "so")
    ready("es")
    (key,) = Guarantor.objects.values_list("id", flat=True)

    def known(on: date) -> tuple[str, ...]:
        return facts_for([key], on)[0].own_words

    assert known(ON) == ("statement",)
    assert known(date(2026, 11, 19)) == ()
    Guarantor.objects.update(language="so")
    assert known(ON) == ("cover_sheet",)
    Guarantor.objects.update(language="en")
    assert known(ON) == ()
    Guarantor.objects.update(language="es")
    acts.retire_words(kind="statement", language="es", by=KIM, at=TEN.replace(day=22))
    assert (known(date(2026, 11, 21)), known(date(2026, 11, 22))) == (("statement",), ())
