"""Tests that use a database and are not run again on PostgreSQL.

The rule: what uses a database runs on SQLite and again on PostgreSQL, and a new file does so by
itself. Here stand pages in words, forms, and who may do what: they run our statements, but others
run each of those on PostgreSQL too (tests/web/test_access.py opens every page there, and
tests/actions, tests/cli and tests/records do what a page asks for). Before a file comes here that
is measured: note each statement that passes Django's cursor, with its numbers left out and the
function of ours that asked; the file must ask none that those do not.

Never here: several at once and locks, raw SQL of a test's own, constraints and triggers,
migrations, imports, search and other collation, and the stories of whole days.
"""

SQLITE_ALONE = frozenset(
    f"web/test_{page}.py"
    for page in (
        "assistance",
        "books",
        "call_language",
        "day_close",
        "deposits",
        "holds",
        "law",
        "letter_asking",
        "letters",
        "plan_fit",
        "promises",
        "truth_panel",
        "wording",
        "words",
    )
)
OF_ONE_KIND_OF_DATABASE = (
    "transaction=True", "transactional_db", "empty_database", "IntegrityError", "bulk.",
    "connection", "guards_off", "call_command", "_at_once", ".raw(", "write_clinic",
)  # fmt: skip
