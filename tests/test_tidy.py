"""Is the house still the house? Every file against every check, and every check against a planted
fault.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from tests.shared import ROOT
from tests.sqlite_alone import OF_ONE_KIND_OF_DATABASE, SQLITE_ALONE
from tests.tidy import PYTHON_CHECKS, Check, Source, words
from tests.tidy_text import TEXT_CHECKS
from tools.reference import action_name

FOLDERS = ("goodstanding", "tests", "tools", ".ci", "docs", "requirements")
VENDORED = ("goodstanding/web/static/vendor/",)
TEXT = {".py", ".html", ".css", ".js", ".svg", ".toml", ".md", ".typ", ".in", ".csv", ".txt"}
SAMPLE = {".835", ".837", ".x12", ".edi", ".hl7", ".json", ".xml"}
# Modules and functions of actions/ that are public and no @action, and why each may be there.
# "steps": called inside an action's transaction, and only from actions. "reads": changes nothing.
NOT_ACTIONS = {
    "unit": "makes @action itself",
    "audit_chain": "writes the one audit event inside every action's transaction",
    "practice_money": "steps of import.practice",
    "practice_moves": "steps of import.practice",
    "practice_posted": "steps of import.practice",
    "practice_receipts": "steps of import.practice",
    "practice_sync": "steps of import.practice",
    "practice_tables": "steps of import.practice",
    "practice_transactions": "steps of import.practice",
    "practice_twins": "steps of import.practice",
    "practice_wholes": "steps of import.practice",
    "claim_finding": "steps of import.remittance",
    "practice_taken_back": "steps of import.remittance",
    "good_byes": "steps of followup.batch",
    "occasion_steps": "steps of hold.place, hold.release, payment.return, letter.confirm",
    "letter_queue": "steps of whatever brings a letter: hold.place, plan.make, payment.return ...",
    "plan_parts": "steps of plan.make, plan.pause, plan.follow and the other acts on a plan",
    "plan_day.follow_plans": "goes through what a day brings; each change is an action of its own",
    "denial_rows": "steps of denial.open",
    "claim_steps": "steps of decisions about a claim",
    "checks_anew": "steps of payment.correct",
    "provider_ties": "steps of import.remittance",
    "import_told": "steps of every import",
    "message_rows": "steps of the actions on messages",
    "message_making": "steps of followup.batch and message.make",
    "messages.send_due": "sends one after another; each is actions of its own",
    "messages.try_connections": "opens connections and sends nothing",
    "messages_in.from_provider": "reads a signature; what it says is an action of its own",
    "messages_in.from_mail": "reads bytes; what they say is an action of its own",
    "remittance_checks": "steps of import.remittance",
    "remittance_claims": "steps of import.remittance",
    "unplaced": "steps of import.remittance",
    "remittances.faults": "reads a parsed check",
    "remittances.totals": "reads a parsed file",
    "bank.kind_of_bank": "reads the first bytes of a file",
    "imports.receive": "goes through a folder; each file is an action of its own",
    "imports.kind_of": "reads the first bytes of a file",
    "imports.received": "reads what an import left",
    "accounts": "steps of acts on one account",
    "agency_ends": "steps of acts that end a placement",
    "agency_files.keep_file": "a step of agency.export and agency.tell",
    "agency_recall.recall_placed": "a step of followup.batch; each recall is an action",
    "agency_taken_back": "steps of agency.report and agency.settle_line",
    "leases.here": "an open page says so; the account's view is audited, its renewal is not",
    "leases.leave": "an open page was left",
    "leases.only_one": "steps of acts that write an outgoing step",
    "payment_parts": "steps of acts that take money at the desk",
    "placed_back": "steps of undoing a receipt and of import.practice",
    "posting": "steps of acts that move money by hand",
    "call_parts": "steps of call.log",
    "hold_parts": "steps of acts on one hold",
    "assistance_parts": "steps of acts on an application for help",
    "assistance_days.run_out": "ends by assistance.expire what ran out, and takes up by another",
    "letters.print_batch": "starts a batch and fills it; each is an action",
    "letters.print_into": "goes through portions, each an action; pages are made between them",
    "letters.give_back_left": "goes through batches; each is an action of its own",
    "letters.confirm_mailed": "confirms, then goes through portions; each is an action",
    "letters_soon.print_now_or_soon": "prints, or starts and enqueues; each is an action",
    "letter_look": "looks at a letter; nothing is written",
    "drop.look": "goes through the drop folder; each file is an action of its own",
    "drop.folder": "names a folder",
    "drop.quarantine": "names a folder",
    "drop.put_away": "moves a file that could not be read out of the incoming ones",
    "benefit_news.keep": "a step of the actions that read or match an answer",
    "subscribers.learn": "a step of the actions that read or match an answer",
    "tasks.run_next": "claims, runs and ends a task; each is an action",
    "tasks.day_is_due": "looks whether to enqueue the day",
    "tasks.progress_path": "names a file",
    "policy.try_draft": "reads the books; what it finds is kept by an action of its own",
    "day.bring_day": "opens denials, then followup_day.run_day; each is an action of its own",
    "followup_day.run_day": "goes through days and batches; each is an action of its own",
    "followup_day.policy_name": "reads a policy",
    "followup_day.as_json": "reads reasons",
    "credit_letters.refund_letter": "an action, then the PDF outside its transaction",
    "credit_letters.unclaimed_letter": "an action, then the PDF outside its transaction",
    "credit_letters.unclaimed_of": "reads a list",
}


def excused(fault: str) -> bool:
    path, _, rest = fault.partition(":")
    module = PurePosixPath(path).stem
    return module in NOT_ACTIONS or f"{module}.{rest.split()[1]}" in NOT_ACTIONS


def files(*suffixes: str) -> Iterator[Source]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix in suffixes and path.is_file() and not name.startswith(VENDORED):
                yield Source(name, path.read_text(encoding="utf-8", errors="replace"))


def faults(check: Check, sources: Iterator[Source]) -> list[str]:
    return [f"{source.path}:{fault}" for source in sources for fault in check(source)]


@pytest.mark.parametrize("check", PYTHON_CHECKS, ids=lambda check: check.__name__)
def test_python_is_tidy(check):
    found = faults(check, files(".py"))
    if check.__name__ == "undecorated_actions":
        found = [fault for fault in found if not excused(fault)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("check", TEXT_CHECKS, ids=lambda check: check.__name__)
def test_text_is_tidy(check):
    kinds = TEXT | SAMPLE if check.__name__ == "people" else TEXT - {".md"}
    found = faults(check, files(*kinds))
    assert not found, "\n".join(found)


def test_folders_are_three_deep_at_most():
    folders = [
        path.relative_to(ROOT) for path in (ROOT / "goodstanding").rglob("*") if path.is_dir()
    ]
    deep = [str(path) for path in folders if len(path.parts) > 4 and path.name != "__pycache__"]
    assert not deep, "\n".join(deep)


@pytest.mark.parametrize("name", sorted(SQLITE_ALONE))
def test_what_runs_on_sqlite_alone_needs_no_kind_of_database(name):
    text = (ROOT / "tests" / name).read_text(encoding="utf-8")
    assert not [word for word in OF_ONE_KIND_OF_DATABASE if word in text]


def test_only_actions_call_the_steps_of_actions():
    """What is not an @action leaves no audit event, so no page and no command may call it."""
    steps = "|".join(name for name, why in NOT_ACTIONS.items() if why.startswith("steps"))
    door = re.compile(
        rf"goodstanding\.actions\.({steps})\b|from goodstanding\.actions import [^\n]*\b({steps})\b"
    )
    outside = [each for each in files(".py") if each.ours and each.layer != "actions"]
    assert [each.path for each in outside if door.search(each.text)] == []


def test_every_action_has_a_name_of_its_own():
    actions = [source for source in files(".py") if source.layer == "actions"]
    names = Counter(name for each in actions for name in map(action_name, each.functions) if name)
    assert [name for name, count in names.items() if count > 1] == []


# ---- each check fails where it should

PLANTED_PYTHON = [
    ("file_size", "core/money.py", "x = 1\n" * 401),
    ("function_size", "core/money.py", "def f():\n" + "    x = 1\n" * 50),
    ("function_size", "../tests/core/test_a.py", "def test_f():\n" + "    x = 1\n" * 25),
    ("arguments", "core/money.py", "def f(a, b, c, d): ..."),
    ("arguments", "core/money.py", "def f(a, *, b, c, d, e, f, g): ..."),
    ("arguments", "core/money.py", "class A:\n    def f(self, a, b, c, d): ..."),
    ("depth", "web/pages/parts/more/x.py", ""),
    ("banned_words", "core/money_utils.py", ""),
    ("banned_words", "core/money.py", "class PaymentService: ..."),
    ("banned_words", "core/money.py", "def get_data(): ..."),
    ("banned_words", "core/money.py", "def rawDATAOf(): ..."),
    ("banned_words", "core/money.py", "def online_service(): ..."),
    ("clock", "actions/payments.py", "at = datetime.now(tz=UTC)"),
    ("clock", "core/days.py", "day = datetime.date.today()"),
    ("clock", "records/models/audit.py", "at = DateTimeField(default=timezone.now)"),
    ("clock", "records/models/audit.py", "at = DateTimeField(auto_now_add=True)"),
    ("clock", "records/models/audit.py", "from django.utils.timezone import now\nat = now()"),
    ("clock", "settings.py", "at = time.time()"),
    ("hidden_imports", "web/pages/today.py", "importlib.import_module('x')"),
    ("hidden_imports", "web/pages/today.py", "apps.get_model('records', 'Account')"),
    ("hidden_imports", "outbound/send.py", "__import__('x')"),
    ("broad_except", "actions/payments.py", "try:\n    f()\nexcept Exception:\n    pass"),
    ("broad_except", "actions/payments.py", "try:\n    f()\nexcept:\n    pass"),
    ("broad_except", "core/money.py", "try:\n    f()\nexcept (OSError, BaseException):\n    pass"),
    ("floats", "core/money.py", "x = float(cents)"),
    ("floats", "core/money.py", "def f(amount: float): ..."),
    ("floats", "records/models/ledger.py", "amount = models.DecimalField()"),
    ("undecorated_actions", "actions/payments.py", "def take_payment(): ..."),
    ("undecorated_actions", "actions/payments.py", "@atomic\ndef take_payment(): ..."),
]
HARMLESS_PYTHON = [
    ("arguments", "core/money.py", "class A:\n    def f(self, a, b, c, *, d): ..."),
    ("banned_words", "core/money.py", "def validated(): ...\nclass Informed: ...\ndata = 1"),
    ("clock", "web/pages/today.py", "at = timezone.now()"),
    ("clock", "actions/payments.py", "took = time.monotonic() - page.today - self.now"),
    ("hidden_imports", "records/migrations/0002_a.py", "apps.get_model('records', 'Account')"),
    ("broad_except", "cli/day.py", "try:\n    f()\nexcept Exception:\n    pass"),
    ("broad_except", "core/money.py", "try:\n    f()\nexcept ValueError:\n    pass"),
    ("broad_except", "core/money.py", "try:\n    f()\nexcept BaseException:\n    g()\n    raise"),
    ("banned_words", "formats/x12/remitted.py", "class ServiceLine: ..."),
    ("banned_words", "core/bankruptcy.py", "def by_service_day(): ..."),
    ("banned_words", "web/access.py", "class A:\n    def process_view(self, a, b, c, d): ..."),
    ("arguments", "web/access.py", "class A:\n    def process_view(self, a, b, c, d): ..."),
    ("floats", "actions/followup_day.py", "def f(seconds: float, cents: int): ..."),
    ("undecorated_actions", "actions/payments.py", "@action('a.b')\ndef f(): ...\ndef _g(): ..."),
]
PLANTED_TEXT = [
    ("unfinished", "core/money.py", "x = 1  # TO" + "DO later"),
    ("people", "tests/a.csv", "123-45" + "-6789"),
    ("people", "tests/a.csv", "(612) 867" + "-5309"),
    ("people", "tests/a.csv", "612-867" + "-5309"),
    ("people", "tests/a.835", "PER*BL*DESK*TE*612867" + "5309~"),
    ("template", "web/a.html", '<p class="x" style="color:red">'),
    ("template", "web/a.html", "<style>p {}</style>"),
    ("template", "web/a.html", "<script>go()</script>"),
    ("template", "web/a.html", '<button\n  onclick="go()">'),
    ("template", "web/a.html", '<a href="javascript:go()">'),
    ("template", "web/a.html", '<script src="https://cdn.example/x.js"></script>'),
    ("template", "web/a.html", '<link rel="stylesheet" href="//cdn.example/x.css">'),
    ("template", "web/a.html", "{% for x in account.items.all %}"),
    ("template", "web/a.css", "a { background: url(https://example.org/x.png) }"),
]
HARMLESS_TEXT = [
    ("people", "tests/a.csv", "612-555-0142 (612) 555-0142 2026-11-23 12345-6789 651-296-3353"),
    ("people", "tests/a.835", "CLP*6128675309*1*20~PER*BL*DESK*TE*6125550100~"),
    (
        "template",
        "web/a.html",
        '<script src="/static/x.js" defer></script><a href="https://x.org">',
    ),
    ("template", "web/a.html", '<svg xmlns="http://www.w3.org/2000/svg"><p class="style on">'),
]


def run(name: str, path: str, text: str) -> list[str]:
    inside = Path("goodstanding", path)
    place = Path(*inside.parts[2:]) if ".." in inside.parts else inside
    check = {each.__name__: each for each in (*PYTHON_CHECKS, *TEXT_CHECKS)}[name]
    return list(check(Source(place.as_posix(), text)))


@pytest.mark.parametrize(("name", "path", "text"), PLANTED_PYTHON + PLANTED_TEXT)
def test_a_planted_fault_is_found(name, path, text):
    assert len(run(name, path, text)) == 1


@pytest.mark.parametrize(("name", "path", "text"), HARMLESS_PYTHON + HARMLESS_TEXT)
def test_what_is_allowed_is_left_alone(name, path, text):
    assert run(name, path, text) == []


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("read_raw_data", {"read", "raw", "data"}),
        ("HTTPHandler", {"http", "handler"}),
        ("remittance_835", {"remittance", "835"}),
        ("validated", {"validated"}),
        ("rawDATAOf2", {"raw", "data", "of", "2"}),
    ],
)
def test_names_are_read_word_by_word(name, parts):
    assert words(name) == parts
