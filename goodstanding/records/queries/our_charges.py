"""What a service costs with us, before any plan: the charge master's price or our last charge."""

from datetime import date

from goodstanding.core.money import Cents
from goodstanding.core.pricing import ASSISTANTS
from goodstanding.records import bulk
from goodstanding.records.queries.prices import charge_of


def price_of(
    code: str, *, on: date, place: str = "office", modifiers: tuple[str, ...] = ()
) -> tuple[Cents | None, str]:
    """(the charge of one unit, whence); None: nobody has priced it. The charge master's, else our
    own last charge of the code: an assistant's with these modifiers, else without any.
    """
    listed, words = charge_of(code, place=place, on=on, modifiers=modifiers)
    if listed is not None:
        return listed, words
    with_these = " ".join(modifiers) if ASSISTANTS.intersection(modifiers) else ""
    rows = bulk.select(
        "SELECT cents, service_on FROM records_charge WHERE code = %s AND modifiers = %s AND "
        "units = '1' AND service_on <= %s ORDER BY service_on DESC, id DESC LIMIT 1",
        [code, with_these, on.isoformat()],
    )
    if not rows:
        return None, ""
    cents, day = rows[0]
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return int(cents), f"Our last charge, {day:%m/%d/%Y}"
