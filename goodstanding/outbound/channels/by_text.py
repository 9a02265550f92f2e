"""Texts: what a provider must be able to do, whoever it is."""

from collections.abc import Mapping
from typing import Protocol

from goodstanding.core.channel_settings import TextSettings
from goodstanding.outbound.channels.twilio import Twilio
from goodstanding.outbound.handed import Handed, Outgoing, Request, Told


class Provider(Protocol):
    def send(self, one: Outgoing) -> Handed: ...

    def check(self) -> str:
        """Asks for our own account, and sends nothing; "" when that works, else why not."""

    def is_theirs(self, request: Request) -> bool:
        """The request carries their signature; one without is never read."""

    def tells(self, request: Request) -> Told: ...


def provider(settings: TextSettings, token: str) -> Provider:
    made: Mapping[str, type[Twilio]] = {"twilio": Twilio}
    return made[settings.provider](settings, token)
