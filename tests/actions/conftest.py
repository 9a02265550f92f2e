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
def mail(own_var):
    """A mail server that the clinic is configured for; what it is to do, and what it took."""
    from tests.messages_made import standing_in
    from tests.stand_ins import Plan

    plan = Plan()
    with standing_in(mail=plan):
        yield plan


@pytest.fixture
def texts(own_var):
    """The text provider's stand-in, likewise."""
    from tests.messages_made import standing_in
    from tests.stand_ins import Plan

    plan = Plan()
    with standing_in(texts=plan):
        yield plan
