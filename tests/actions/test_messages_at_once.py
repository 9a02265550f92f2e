"""Two senders at once, and a sender killed on the way: no person is written to twice."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from goodstanding.actions import messages_in
from goodstanding.records.audit_chain import faults
from goodstanding.records.models import Contact, Message
from tests.actions.test_at_once import at_once
from tests.ledger_text import SYSTEM_ACTOR
from tests.messages_made import TEN, TEXTED, attempts, due, sent, signed, standing_in, states
from tests.shared import ROOT
from tests.stand_ins import Plan

pytestmark = pytest.mark.django_db(transaction=True)
PROGRAM = "import django; django.setup(); from tests.messages_made import sent; sent()"


def people(count: int) -> list[str]:
    return [TEXTED.replace("0101", f"01{n:02d}") for n in range(1, count + 1)]


@pytest.fixture
def patient(own_var):
    """The provider's stand-in, given time to answer."""
    plan = Plan()
    with standing_in(texts=plan, timeout=20):
        # The sender of its own writes on the same audit chain.
        (Path(settings.VAR) / "audit.key").write_text(settings.AUDIT_KEY)
        yield plan


def begun() -> subprocess.Popen[bytes]:
    """A sender of its own, on the database of this test."""
    known = connection.settings_dict
    url = os.environ["DATABASE_URL"]
    if connection.vendor == "sqlite":
        url = f"sqlite:///{known['NAME']}"
    else:
        url = url.rpartition("/")[0] + f"/{known['NAME']}"
    more = {
        "DATABASE_URL": url, "GOODSTANDING_VAR": str(Path(settings.VAR)),
        "DJANGO_SETTINGS_MODULE": "goodstanding.settings", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    return subprocess.Popen([sys.executable, "-c", PROGRAM], cwd=ROOT, env=os.environ | more)


def taken(plan: Plan) -> list[int]:
    """How often each number was texted."""
    return sorted(Counter(form["To"] for form in plan.taken).values())


def test_two_senders_send_each_once(texts):
    due(*people(12))
    at_once(sent, sent, sent)
    assert taken(texts) == [1] * 12
    assert Contact.objects.filter(number__startswith="message-").count() == 12
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    assert list(faults()) == []


def test_two_senders_and_the_providers_reports(texts):
    due(*people(4))
    sent()
    found = list(Message.objects.values_list("provider_id", flat=True))

    def report() -> None:
        for sid in found:
            form = {"MessageSid": sid, "MessageStatus": "delivered"}
            request = signed("/hooks/text/status", form)
            messages_in.from_provider(request, by=SYSTEM_ACTOR, at=TEN)

    at_once(report, report, report)
    assert set(Message.objects.values_list("state", flat=True)) == {"delivered"}
    assert Contact.objects.filter(number__startswith="message-").count() == 4


def test_killed_between_the_claim_and_the_record_it_stays_in_doubt(patient):
    due(TEXTED)
    patient.next = ["slow"]
    sender = begun()
    while patient.asked == 0:
        assert sender.poll() is None
        time.sleep(0.02)
    os.kill(sender.pid, signal.SIGKILL)
    sender.wait()
    assert (states(), attempts()) == (["sending"], ["sending"])
    sent()
    sent(TEN.replace(day=22))
    assert (states(), patient.asked) == (["sending"], 1)


@pytest.mark.long
def test_killed_again_and_again_nobody_gets_two(patient):
    due(*people(9))
    for kill in range(4):
        patient.next = ["well", "slow"]
        sender, before = begun(), patient.asked
        while patient.asked < before + 2 and sender.poll() is None:
            time.sleep(0.005 * (kill + 1))
        os.kill(sender.pid, signal.SIGKILL)
        sender.wait()
    patient.next = []
    sent()
    assert set(taken(patient)) <= {1}
    by_state = Counter(Message.objects.values_list("state", flat=True))
    assert (by_state["sending"] >= 4, by_state["sent"] + by_state["sending"]) == (True, 9)
    assert Contact.objects.filter(number__startswith="message-").count() == by_state["sent"]
    assert list(faults()) == []
