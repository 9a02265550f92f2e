"""The demonstration clinic, written once for the tests of this folder."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pytest

from goodstanding.synthetic import ClinicCounts, write_clinic
from tests import oracle

ON = date(2026, 11, 20)


@dataclass
class Written:
    folder: Path
    counts: ClinicCounts

    @cached_property
    def books(self) -> oracle.Books:
        return oracle.read(self.folder)

    @cached_property
    def standings(self) -> dict[str, oracle.Standing]:
        return {who: oracle.standing(self.books, who, ON) for who in self.books.guarantors}

    def rows(self, table: str) -> list[oracle.Row]:
        return oracle.rows_of(self.folder, table)


@pytest.fixture(scope="session")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("clinic")
    return Written(folder, write_clinic(folder, on=ON))
