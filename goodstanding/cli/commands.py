"""Every command with its options; one function each, in the module of its noun."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence

from django.db import OperationalError, ProgrammingError, connection

from goodstanding.cli import (
    accountant,
    accounts,
    bench_book,
    books,
    daily,
    eligibility,
    estimates,
    messages,
    plans,
    policy,
    prices,
    serving,
)
from goodstanding.cli import words as words_commands
from goodstanding.cli.spoken import WRONG_USE, Answer, WrongUse, a_day, a_moment, say, tell
from goodstanding.core.kinds import Act, Recipient, Role
from goodstanding.core.refusals import Refused
from goodstanding.core.wording import WordsKind
from goodstanding.formats.problems import NotReadable
from goodstanding.records.queries.aging_report import GROUPINGS, WHOSE

ROLES = [role.value.replace("_", "-") for role in Role]

Command = Callable[[Namespace], Answer]


def run(words: Sequence[str]) -> int:
    """Exit status 0 done, 1 done but something needs a person, 2 wrong use or unreadable input."""
    arguments = parser().parse_args(words)
    try:
        return say(arguments.command(arguments), as_json=arguments.json)
    except WrongUse as fault:
        tell(f"goodstanding: {fault}")
    except (Refused, NotReadable) as fault:
        tell(f"goodstanding: {fault}")
    except (OperationalError, ProgrammingError):
        if connection.introspection.table_names():
            raise
        tell("goodstanding: the database is empty; make its tables with: goodstanding init")
    return WRONG_USE


def parser() -> ArgumentParser:
    top = ArgumentParser(prog="goodstanding", description="Patient accounts, within the law.")
    sub = top.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, command: Command, text: str) -> ArgumentParser:
        one = sub.add_parser(name, help=text, description=text)
        one.set_defaults(command=command)
        one.add_argument("--json", action="store_true", help="one JSON document on stdout")
        one.add_argument(
            "--on", type=a_day, metavar="YYYY-MM-DD", help="the business day (default: today)"
        )
        return one

    add("init", books.init, "create or migrate the database")
    for group in (_books, _accounts, _daily, _words, _serving):
        group(add)
    return top


def _books(add: Callable[[str, Command, str], ArgumentParser]) -> None:
    one = add("demo", books.demo, "load the synthetic clinic: same seed, same data")
    one.add_argument("--accounts", type=int, default=2000)
    one.add_argument("--months", type=int, default=24)
    one.add_argument("--seed", type=int, default=7)
    one.add_argument(
        "--if-empty", action="store_true", help="do nothing when the books hold anything"
    )
    one = add(
        "import",
        books.import_,
        "read files, folders or zips; post what balances; set aside the rest",
    )
    one.add_argument("paths", nargs="+", metavar="PATH")
    one.add_argument(
        "--kind",
        default="auto",
        choices=("auto", "practice", "835", "bank", "837", "271", "277", "hl7", "fhir"),
    )
    one = add(
        "books",
        accountant.books_,
        "the books for the accountant: trial balance, journal, adjustments by reason",
    )
    one.add_argument("--from", dest="first", type=a_day, metavar="YYYY-MM-DD", required=True)
    one.add_argument("--to", dest="last", type=a_day, metavar="YYYY-MM-DD", required=True)
    one.add_argument("--journal", metavar="FILE.csv|FILE.xlsx", help="every posting of the period")
    one.add_argument("--adjustments", metavar="FILE.xlsx", help="what was taken off, by reason")
    add("verify", books.verify, "prove the books: every invariant, and the audit chain")


def _daily(add: Callable[[str, Command, str], ArgumentParser]) -> None:
    add(
        "day",
        daily.day,
        "the daily run: decide the next action of every account that changed or is due",
    )
    add(
        "replay",
        daily.replay,
        "make a past day's decisions again from their records, and name every difference",
    )
    one = add("worklist", daily.worklist, "today's work in order")
    one.add_argument(
        "--for", dest="audience", choices=("front-desk", "coordinator", "biller", "manager")
    )
    one.add_argument("--limit", type=int)
    one = add(
        "letters",
        daily.letters,
        "what waits to be printed; print a batch; confirm that it was mailed",
    )
    one.add_argument("--print", dest="print_to", metavar="FILE.pdf")
    one.add_argument("--confirm", type=int, metavar="BATCH", help="the batch left the building")
    one.add_argument(
        "--pulled", default="", metavar="REF,REF", help="letters taken out before mailing"
    )
    one.add_argument(
        "--reported", type=int, metavar="N", help="how many a mail house says it mailed"
    )
    one.add_argument(
        "--cancel", type=int, metavar="BATCH", help="the printed batch was thrown away"
    )
    one = add(
        "messages",
        messages.messages,
        "texts and emails: what waits, send what is due, try the channels, read what came back",
    )
    one.add_argument("do", nargs="?", default="list", choices=messages.DO)
    one.add_argument("files", nargs="*", metavar="FILE.eml", help="of bounce: emails as files")
    one = add("whatif", policy.whatif, "the whole book under another policy; nothing is changed")
    one.add_argument("--policy", required=True, metavar="FILE", help="the other policy, as TOML")
    one.add_argument(
        "--months", type=int, default=0, metavar="N", help="and the last N months walked again"
    )


def _words(add: Callable[[str, Command, str], ArgumentParser]) -> None:
    one = add(
        "check-words", words_commands.check_words, "the linter: may these words go to a patient?"
    )
    one.add_argument("file", metavar="FILE", help="the words as text; - for standard input")
    one.add_argument("--kind", required=True, choices=[kind.value for kind in WordsKind])
    one.add_argument("--account", metavar="ID", help="compare amounts and people with its books")


def _serving(add: Callable[[str, Command, str], ArgumentParser]) -> None:
    one = add("serve", serving.serve, "the web application, with its background worker")
    one.add_argument("--port", type=int, default=8000)
    one.add_argument("--host", default="127.0.0.1")
    add("work", serving.work, "the background worker alone")
    add("drop", serving.drop_look, "one look at the drop folder; what has settled is brought in")
    one = add(
        "sign-in",
        serving.sign_in,
        "how to sign in; makes the demonstration's colleagues when nobody may yet",
    )
    one.add_argument("--port", type=int, default=8000)
    one = add("staff", serving.staff, "add a colleague, or set a new password")
    one.add_argument("name")
    one.add_argument("--role", default="coordinator", choices=ROLES)
    one = add("bench", bench_book.bench, "the benchmarks, on generated data")
    one.add_argument("name", nargs="?")
    one.add_argument("--accounts", type=int, default=200_000)
    one.add_argument("--write", action="store_true", help="write the results to docs/benchmarks.md")


def _accounts(add: Callable[[str, Command, str], ArgumentParser]) -> None:
    one = add("account", accounts.account, "one account, whole")
    one.add_argument("account", metavar="ID")
    one.add_argument(
        "--statement", metavar="FILE.pdf", help="a copy of the statement as of that day, not sent"
    )
    one = add("aging", accounts.aging, "receivables by age")
    one.add_argument("--by", default="total", choices=GROUPINGS)
    one.add_argument("--whose", default="patient", choices=WHOSE)
    one.add_argument("--xlsx", metavar="FILE")
    plans.arguments(
        add("plan", plans.plan, "the payment plans an account can be offered; make one of them")
    )
    eligibility.arguments(
        add("eligibility", eligibility.eligibility, "ask payers about who comes: a 270")
    )
    prices.arguments(
        add("prices", prices.prices, "bring in a price list; show what a code costs, and why")
    )
    one = add("estimate", estimates.estimate_, "price the services of a JSON request")
    one.add_argument("file", metavar="FILE")
    one = add(
        "may",
        accounts.may,
        "ask the gate whether one outbound act is allowed, for how much, and why",
    )
    one.add_argument("account", metavar="ACCOUNT")
    one.add_argument(
        "--do", dest="act", required=True, choices=[act.value for act in Act], metavar="ACTION"
    )
    one.add_argument("--at", type=a_moment, metavar="TIME")
    one.add_argument("--to", choices=[who.value for who in Recipient])
