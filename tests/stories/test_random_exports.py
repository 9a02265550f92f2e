"""Whatever an export says, the books agree with the oracle; whatever it says next, they agree
again.
"""

import tempfile
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from goodstanding.records import bulk
from tests.agreement import differences
from tests.ledger_text import assert_proven, take_in, write_tables
from tests.stories.random_exports import changed, exports

DAYS = [date(2026, 2, 10), date(2026, 4, 20), date(2026, 6, 1), date(2026, 8, 1)]
pytestmark = pytest.mark.django_db


@contextmanager
def nothing_kept():
    """One example after another in the same test: each leaves the tables as it found them."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def examples(count):
    quiet = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(
        max_examples=count,
        deadline=None,
        suppress_health_check=quiet,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
    )


@examples(50)
@given(exports())
def test_any_export_agrees_with_the_oracle(tables):
    with nothing_kept(), tempfile.TemporaryDirectory() as place:
        folder = write_tables(tables, Path(place))
        told = take_in(folder)
        assert told.status == "posted", told.problems
        assert differences(folder, DAYS) == []
        assert_proven()


@examples(40)
@given(st.data())
def test_a_changed_export_agrees_and_changes_no_posting(data):
    before = data.draw(exports())
    after = data.draw(changed(before))
    with nothing_kept(), tempfile.TemporaryDirectory() as place:
        take_in(write_tables(before, Path(place, "before")))
        posted = bulk.select("SELECT * FROM records_transfer ORDER BY id")
        told = take_in(write_tables(after, Path(place, "after")))
        assert told.status in ("posted", "duplicate"), told.problems
        assert differences(Path(place, "after"), DAYS) == []
        assert_proven()
        assert bulk.select("SELECT * FROM records_transfer ORDER BY id")[: len(posted)] == posted
