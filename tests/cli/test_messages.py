"""goodstanding messages: what waits, is the channel there, mail that came back."""

import json

import pytest

from goodstanding.cli.commands import run
from tests.messages_made import configure, standing_in
from tests.stand_ins import Plan

pytestmark = pytest.mark.django_db


def said(capsys, *words: str) -> tuple[int, dict]:
    status = run(["messages", *words, "--json"])
    return status, json.loads(capsys.readouterr().out or "{}")


def test_nothing_is_configured_and_nothing_waits(own_var, capsys):
    configure()
    assert said(capsys, "check")[1]["email"] == {"configured": False, "fault": ""}
    status, found = said(capsys)
    assert (status, found["need_a_person"], found["states"]["waiting"]) == (0, 0, 0)
    assert said(capsys, "send") == (0, {"done": {}, "need_a_person": 0})


def test_each_channel_is_tried_and_nothing_is_sent(own_var, capsys):
    mail, text = Plan(), Plan()
    with standing_in(mail=mail, texts=text):
        status, found = said(capsys, "check")
    assert (status, found["email"]["fault"], found["text"]["fault"]) == (0, "", "")
    assert (mail.taken, text.taken) == ([], [])


@pytest.mark.parametrize(
    ("name", "way", "fault"),
    [("GOODSTANDING_SMTP_PASSWORD", "email", "535"), ("GOODSTANDING_TEXT_TOKEN", "text", "401")],
)
def test_a_wrong_secret_is_said_and_never_shown(own_var, capsys, monkeypatch, name, way, fault):
    monkeypatch.setenv(name, "a-wrong-one")
    with standing_in(mail=Plan(), texts=Plan()):
        status, found = said(capsys, "check")
    assert status == 1
    assert fault in found[way]["fault"]
    assert "a-wrong-one" not in json.dumps(found)


def test_nobody_listens(own_var, capsys):
    configure(smtp=9, text=9)
    status, found = said(capsys, "check")
    assert status == 1
    assert "refused" in found["email"]["fault"]
    assert "could not be reached" in found["text"]["fault"]


def test_mail_that_came_back_as_files(own_var, capsys, tmp_path):
    path = tmp_path / "a.eml"
    path.write_text("From: x@y.example\nMessage-ID: <1@y>\nAuto-Submitted: auto-replied\n\nAway.")
    other = tmp_path / "b.eml"
    other.write_text("nothing")
    status, found = said(capsys, "bounce", str(path), str(other))
    assert (status, found["not_readable"]) == (1, 1)
    assert found["read"] == [{"file": "a.eml", "kind": "auto_reply", "status": ""}]


@pytest.mark.parametrize("words", [["bounce"], ["bounce", "/nowhere.eml"], ["send", "x.eml"]])
def test_wrong_use(own_var, capsys, words):
    assert said(capsys, *words)[0] == 2
