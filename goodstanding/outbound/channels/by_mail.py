"""Mail: letters become one PDF in envelope order; a person prints it and confirms that it left."""

from datetime import date

from goodstanding.core.letters import ClinicFacts
from goodstanding.outbound.press import Press


def press(clinic: ClinicFacts, *, on: date, expected: int) -> Press:
    return Press(clinic.name, day=on, expected=expected)
