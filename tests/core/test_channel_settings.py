"""What the clinic writes about its mail server and its text provider, and what is refused."""

import pytest

from goodstanding.core.channel_settings import channels
from goodstanding.core.kinds import Channel
from goodstanding.core.messages import key_of, mail_name, named_message, next_try
from tests.core.builders import at

EMAIL = {"host": "mail.example.org", "from_address": "billing@clinic.example"}
TEXT = {"account": "AC1", "from_number": "+13205550100"}


def test_nothing_written_is_nothing_configured():
    found = channels({}, {})
    assert (found.has("email"), found.has("text"), found.has("mail")) == (False, False, False)
    assert channels(EMAIL, {}).has("email")
    assert channels({}, TEXT).has("text")


@pytest.mark.parametrize(
    ("email", "text", "says"),
    [
        (EMAIL | {"security": "none"}, {}, "for this machine only"),
        (EMAIL | {"security": "ssl"}, {}, "starttls or tls"),
        (EMAIL | {"password": "x"}, {}, "has no password"),
        (EMAIL | {"port": "25"}, {}, "port is '25'"),
        (EMAIL | {"from_address": "billing"}, {}, "is no address"),
        (EMAIL | {"from_address": "a@b\r\nBcc: c@d"}, {}, "is no address"),
        ({"host": "x"}, {}, "from_address"),
        ({}, TEXT | {"provider": "other"}, "is not one of twilio"),
        ({}, TEXT | {"messaging_id": "MG1"}, "and not both"),
        ({}, {"account": "AC1"}, "and not both"),
        ({}, TEXT | {"api": "http://api.example.org"}, "begins with https://"),
        ({}, TEXT | {"public_url": "http://us.example.org"}, "begins with https://"),
        ({}, TEXT | {"confirms_stop": "nobody"}, "confirms_stop"),
        ({}, TEXT | {"token": "x"}, "has no token"),
    ],
)
def test_what_is_refused(email, text, says):
    with pytest.raises((ValueError, TypeError), match=says):
        channels(email, text)


def test_a_test_server_on_this_machine_is_fine():
    assert channels(EMAIL | {"host": "127.0.0.1", "security": "none"}, {}).has("email")


def test_a_message_is_named_alike_at_every_try_and_by_nobody_else():
    key = key_of(12, Channel.EMAIL)
    assert key == "decision:12:email"
    assert mail_name(7, key) == "message.7.decision.12.email"
    assert named_message("message.7.decision.12.email") == 7
    assert mail_name(7, key) != "message.7.decision.13.email"
    assert named_message("message.x.decision.12.email") == 0


def test_five_waits_and_no_more():
    ten = at("10:00")
    waits = [next_try(n, ten) for n in range(1, 7)]
    minutes = [round((one - ten).total_seconds() / 60) for one in waits if one]
    assert (minutes, waits[5]) == ([1, 5, 30, 120, 360], None)
