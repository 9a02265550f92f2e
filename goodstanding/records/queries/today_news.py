"""What changed since the last day, in a sentence."""

from goodstanding.core.money import show
from goodstanding.records import bulk


def imports_in_words() -> str:
    """One sentence on what still needs a person from the last imports."""
    ((waiting, cents),) = bulk.select(
        "SELECT COUNT(*), COALESCE(SUM(paid_cents), 0) FROM records_remittanceclaim WHERE state IN "
        "('waiting', 'aside')"
    )
    ((aside,),) = bulk.select(
        "SELECT COUNT(*) FROM records_importproblem WHERE level = 'aside' AND solved_at IS NULL"
    )
    if not waiting and not aside:
        return "Nothing from the imports needs you."
    return (
        f"{waiting} remittance claims wait for a person ({show(int(cents))}); {aside} rows were "
        f"set aside."
    )
