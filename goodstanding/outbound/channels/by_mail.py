"""Mail: letters become one PDF in envelope order; a person prints it and confirms that it left."""

from collections.abc import Sequence

from goodstanding.core.letters import ClinicFacts, Letter
from goodstanding.outbound.print_batch import PrintedBatch, print_letters


def deliver(letters: Sequence[Letter], clinic: ClinicFacts) -> PrintedBatch:
    return print_letters(letters, clinic)
