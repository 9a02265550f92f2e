"""The end of owing: an account that was asked in writing and has paid everything."""

from datetime import date, timedelta

from goodstanding.core.facts import AccountFacts
from goodstanding.core.happened import contact_day, contact_kind
from goodstanding.core.kinds import Channel

GOOD_BYE = "good_bye"
FRESH = timedelta(days=7)  # thanks that come later than this only puzzle


def paid_off_on(facts: AccountFacts) -> date | None:
    """The day of the payment that brought the balance to zero after a letter had asked; None when
    it is not so, is long past, was a write-off, or was thanked for already.
    """
    if facts.patient_cents or facts.insurer_cents or facts.credit_cents or not facts.payments:
        return None
    paid_on = facts.payments[-1].posted_on
    if facts.on - paid_on > FRESH:
        return None
    if facts.write_offs and facts.write_offs[-1].on >= paid_on:
        return None
    mailed = [c for c in facts.contacts if c.channel is Channel.MAIL and c.delivered]
    asked = [contact_day(c, facts) for c in mailed if contact_kind(c)]
    if not asked or asked[-1] > paid_on:
        return None
    thanked = [contact_day(c, facts) for c in mailed if c.kind == GOOD_BYE]
    return None if thanked and thanked[-1] >= asked[-1] else paid_on
