"""Where a test run keeps its database and its secrets; `--database=postgres` runs it on PostgreSQL.

Django's settings read DATABASE_URL and GOODSTANDING_VAR when they load, so both are set here before
anyone loads them: that is why pyproject.toml names no settings. Each worker of xdist has a
database, secrets and files of its own. With `-p no:django` (make fast) none of this happens.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from goodstanding.cli.own_postgres import Cluster, NoPostgres
from tests.sqlite_alone import SQLITE_ALONE
from tools.machine import in_ci, where

# The same cases in every run, so that a red run is never a matter of luck;
# GOODSTANDING_SEEDS=random looks for new ones.
# No example has a deadline: how busy a machine is says nothing about our program.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.register_profile("random", deadline=None)
hypothesis.settings.load_profile(
    "random" if os.environ.get("GOODSTANDING_SEEDS") == "random" else "steady"
)

FOLDER = pytest.StashKey[Path]()
HERE = Path(__file__).parent
CLUSTER = pytest.StashKey[Cluster | None]()
USES_DATABASE = {"db", "transactional_db", "empty_database", "clinic_books"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgres"),
        default="sqlite",
        help="the database under test; postgres starts a cluster of its own and removes it",
    )


def pytest_configure(config: pytest.Config) -> None:
    if not config.pluginmanager.hasplugin("django") or _hands_out(config):
        return
    if "DJANGO_SETTINGS_MODULE" in os.environ:
        raise pytest.UsageError("unset DJANGO_SETTINGS_MODULE: the tests choose their own database")
    folder = Path(tempfile.mkdtemp(prefix="goodstanding-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    config.stash[FOLDER] = folder
    config.stash[CLUSTER] = cluster = _cluster(config)
    url = cluster.url("goodstanding") if cluster else f"sqlite:///{folder}/goodstanding.sqlite3"
    os.environ["DATABASE_URL"] = url
    os.environ["GOODSTANDING_VAR"] = str(folder / "var")
    (folder / "var" / "static").mkdir(
        parents=True
    )  # where `serve` collects; WhiteNoise looks for it
    os.environ["DJANGO_SETTINGS_MODULE"] = "goodstanding.settings"
    # pytest's own folders stay where they are looked for; the settings move Python's.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())
    from django.conf import settings

    # Loaded now; pytest-django, whose turn comes after, then sets Django up.
    engine = settings.DATABASES["default"]["ENGINE"]
    assert engine.endswith("postgresql") == (cluster is not None), "loaded before us"
    assert Path(settings.VAR) == folder / "var", "loaded before us"


def _hands_out(config: pytest.Config) -> bool:
    """The process that gives tests to the workers of xdist runs none. It must leave the environment
    alone: a worker that found Django's settings there would load them before its own place is made.
    """
    return bool(config.getoption("numprocesses", None)) and not hasattr(config, "workerinput")


def _cluster(config: pytest.Config) -> Cluster | None:
    if config.getoption("--database") == "sqlite":
        return None
    try:
        cluster = Cluster()
        config.add_cleanup(cluster.stop)
        cluster.start()
    except NoPostgres as problem:
        raise pytest.UsageError(str(problem)) from problem
    return cluster


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What uses a database runs on both, but for SQLITE_ALONE; a browser's clicks are the same on
    either, so they run once.
    """
    for item in items:
        names = USES_DATABASE & set(getattr(item, "fixturenames", ()))
        marked = item.get_closest_marker("django_db")
        once = (
            "browser" in item.path.parts or item.path.relative_to(HERE).as_posix() in SQLITE_ALONE
        )
        if (names or marked) and not once:
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(pytestconfig: pytest.Config) -> None:
    """SQLite under test is a file, as at a clinic: WAL and locks are then the real ones."""
    from django.db import connections

    settings = connections["default"].settings_dict
    if connections["default"].vendor == "sqlite":
        settings["TEST"]["NAME"] = str(pytestconfig.stash[FOLDER] / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """After a test that commits, the tables are put back as they were made, not flushed."""
    from django.core.management.commands.flush import Command

    from tests.emptied import untouched

    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        made = untouched()
        patch.setattr(Command, "handle", lambda *_, **__: made.put_back())
        yield


@pytest.fixture
def empty_database(pytestconfig: pytest.Config, tmp_path: Path) -> Iterator[str]:
    """DATABASE_URL of an empty database of the engine under test, for our program run
    as a program.
    """
    cluster = pytestconfig.stash[CLUSTER]
    if cluster is None:
        yield f"sqlite:///{tmp_path}/empty.sqlite3"
        return
    import psycopg

    name = f"empty_{os.urandom(4).hex()}"
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield cluster.url(name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def own_var(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A var folder of this test alone, with the secrets of the stand-ins."""
    from tests.stand_ins import TOKEN

    settings.VAR = tmp_path / "var"
    monkeypatch.setenv("GOODSTANDING_SMTP_PASSWORD", "secret")
    monkeypatch.setenv("GOODSTANDING_TEXT_TOKEN", TOKEN)


def _program(name: str) -> Callable[[], Path]:
    @pytest.fixture(name=name, scope="session")
    def found() -> Path:
        program = where(name)
        if program is None and in_ci():
            pytest.fail(f"{name} is not on this machine, and CI must have it")
        if program is None:
            pytest.skip(f"{name} is not on this machine: python3 tools/machine.py ensure")
        return program

    return found


chromium = _program("chromium")
pdftotext = _program("pdftotext")
