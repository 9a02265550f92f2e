"""A sheet to try an envelope with: the zones of its window, moved as every letter is."""

from datetime import date

from goodstanding.core.letters import ClinicFacts
from goodstanding.outbound.typeset import moment_of, template


def envelope_sheet(clinic: ClinicFacts, *, on: date) -> bytes:
    """One page, as PDF; for a #10 envelope with a single window (ADR 12)."""
    right, down = clinic.nudge_right, clinic.nudge_down
    words = f"{right} to the right and {down} down, in 32nds of an inch"
    made = template("envelope", {"nudge": (right, down), "words": words}).compile(
        format="pdf", pdf_tags=False, timestamp=moment_of(on)
    )
    return bytes(made)
