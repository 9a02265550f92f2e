"""A new database is made in one step; older ones go on by the files that made them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections, migrations, models
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from django.db.utils import load_backend

from goodstanding.records.at_once import AllAtOnce
from goodstanding.records.database import configured
from tests.records.schema_text import schema

pytestmark = pytest.mark.django_db
SQUASHED = ("records", "0001_squashed_0025_front_desk")


@pytest.fixture
def old(empty_database: str) -> Iterator[Any]:
    """Another database than the one under test."""
    entry = connection.settings_dict | configured(empty_database, settings.VAR)
    connections["old"] = load_backend(entry["ENGINE"]).DatabaseWrapper(entry, alias="old")
    yield connections["old"]
    connections["old"].close()
    del connections["old"]


def by_the_old_files(database: Any, until: str) -> None:
    loader = MigrationLoader(database, replace_migrations=False)
    recorder = MigrationRecorder(database)
    recorder.ensure_schema()
    state = ProjectState()
    for key in loader.graph.forwards_plan(("records", until)):
        with database.schema_editor() as editor:
            state = loader.graph.nodes[key].apply(state, editor)
        recorder.record_applied(*key)


@pytest.mark.long
def test_an_older_database_goes_on_and_comes_to_the_same_tables(old, empty_database):
    by_the_old_files(old, "0010_moves_by_day")
    old.close()
    program = [sys.executable, "-m", "goodstanding", "init"]
    subprocess.run(program, env=os.environ | {"DATABASE_URL": empty_database}, check=True)
    gone, new = schema(old), schema(connection)
    assert (new - gone, gone - new) == (set(), set())
    tables = {name for name in connection.introspection.table_names() if "records_" in name}
    assert {row[0] for row in new} == tables
    assert SQUASHED in MigrationRecorder(old).applied_migrations()
    assert len([row for row in new if "trigger" in row]) == 86


def test_the_database_under_test_was_made_in_one_step():
    (step,) = MigrationLoader(connection).get_migration(*SQUASHED).operations
    assert isinstance(step, AllAtOnce)
    assert SQUASHED in MigrationRecorder(connection).applied_migrations()


def test_the_one_step_is_not_taken_back():
    loader = MigrationLoader(connection)
    with pytest.raises(IrreversibleError, match="Create all tables of a new database"):
        loader.get_migration(*SQUASHED).unapply(ProjectState(), connection.schema_editor())


@pytest.mark.parametrize(
    "step",
    [
        migrations.RunSQL("DELETE FROM records_transfer"),
        migrations.DeleteModel("Charge"),
        migrations.AddField("Charge", "cents", models.BigIntegerField()),
    ],
)
def test_only_what_makes_new_tables_is_put_together(step):
    with pytest.raises(ValueError, match="not a step towards a new table"):
        AllAtOnce([step])
