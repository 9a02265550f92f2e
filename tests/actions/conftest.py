"""What several tests of actions read in. Our own things come in late: see tests/web/conftest.py."""

import pytest


@pytest.fixture
def era(tmp_path):
    """Imports checks as one file; each time as another one."""
    from tests.ledger_text import take_in
    from tests.remittance_text import remittance

    made = []

    def read(*checks):
        made.append(1)
        path = tmp_path / f"{len(made)}.835"
        path.write_bytes(remittance(*checks, control=f"{len(made):09d}"))
        return take_in(path)

    return read


@pytest.fixture
def own_var(settings, tmp_path, monkeypatch):
    """A var folder of this test alone, with the secrets of the stand-ins."""
    from tests.stand_ins import TOKEN

    settings.VAR = tmp_path / "var"
    monkeypatch.setenv("GOODSTANDING_SMTP_PASSWORD", "secret")
    monkeypatch.setenv("GOODSTANDING_TEXT_TOKEN", TOKEN)


@pytest.fixture
def mail(own_var):
    """A mail server that the clinic is configured for; what it is to do, and what it took."""
    from tests.messages_made import configure
    from tests.stand_ins import Plan, mail_server

    plan = Plan()
    with mail_server(plan) as port:
        configure(smtp=port)
        yield plan


@pytest.fixture
def texts(own_var):
    """The text provider's stand-in, likewise."""
    from tests.messages_made import configure
    from tests.stand_ins import Plan, text_provider

    plan = Plan()
    with text_provider(plan) as port:
        configure(text=port)
        yield plan
