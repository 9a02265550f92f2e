"""Made-up accounts whose next step is a text or an email, and a clinic that sends them."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from goodstanding.actions import messages
from goodstanding.actions.followup_day import run_day
from goodstanding.outbound.handed import Request
from goodstanding.records import clinic
from goodstanding.records.models import Attempt, Contact, Guarantor, Message, Standing
from tests.ledger_text import SYSTEM_ACTOR, tell
from tests.stand_ins import ACCOUNT, OURS, Plan, mail_server, signature, text_provider

ON = date(2026, 11, 20)
FIVE = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)  # 5:00 AM at the clinic
TEN = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)  # 10:00 AM at the clinic
MOBILE, ADDRESS = "218-555-0101", "ann@mail.example"
TEXTED = f"preferred_channel=text text_consent_on=2026-01-02 phone_mobile={MOBILE}"
EMAILED = f"preferred_channel=email email_consent_on=2026-01-02 email={ADDRESS}"
PUBLIC = "https://accounts.example.org"


def configure(*, smtp: int = 0, text: int = 0, more: str = "", timeout: int = 1) -> None:
    """The clinic's own file, with the ports of the stand-ins; 0: that way is not configured."""
    shipped = Path(clinic.__file__).with_name("clinic.toml").read_text()
    written = [shipped.split("# What is on file")[0]]
    if smtp:
        written.append(
            f'[email]\nhost = "127.0.0.1"\nport = {smtp}\nsecurity = "none"\nuser = "billing"\n'
            f'from_address = "billing@clinic.example"\nfrom_name = "Patient Accounts"\n'
            f"timeout_seconds = {timeout}"
        )
    if text:
        written.append(
            f'[text]\naccount = "{ACCOUNT}"\nfrom_number = "{OURS}"\n'
            f'api = "http://127.0.0.1:{text}"\npublic_url = "{PUBLIC}"\n'
            f"timeout_seconds = {timeout}\n{more}"
        )
    folder = Path(settings.VAR)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "clinic.toml").write_text("\n".join(written))


@contextmanager
def standing_in(
    *, mail: Plan | None = None, texts: Plan | None = None, more: str = "", timeout: int = 1
) -> Iterator[None]:
    """The clinic is configured for the stand-ins that are to do so; see `configure`."""
    with ExitStack() as served:
        smtp = served.enter_context(mail_server(mail)) if mail is not None else 0
        text = served.enter_context(text_provider(texts)) if texts is not None else 0
        configure(smtp=smtp, text=text, more=more, timeout=timeout)
        yield


def due(*people: str, run: bool = True) -> None:
    """Accounts A, B, ... of these people owe since November 2 and had a statement on the 3rd; by
    the 20th the reminder is due."""
    names = "abcdefghijklmnopqrstuvwxyz"[: len(people)]
    lines = [f"person account={n.upper()} {who}" for n, who in zip(names, people, strict=True)]
    lines += [f"2026-11-02 charge C{n} 125.50 patient patient={n}1" for n in names]
    tell("\n".join(lines))
    for one in Guarantor.objects.all():
        Contact.objects.create(
            number=f"st-{one.id}", guarantor=one, at=datetime(2026, 11, 3, 18, tzinfo=UTC),
            channel="mail", direction="out", kind="statement", delivered=True,
        )  # fmt: skip
    if run:
        run_day(on=ON, by=SYSTEM_ACTOR, at=FIVE)


def signed(path: str, form: dict[str, str]) -> Request:
    """What the text provider tells us there."""
    return Request(path, form, signature(PUBLIC + path, form))


def ticking(at: datetime = TEN) -> Callable[[], datetime]:
    """A clock that goes on by a second each time it is read."""
    now = [at]

    def clock() -> datetime:
        now[0] += timedelta(seconds=1)
        return now[0]

    return clock


def sent(at: datetime = TEN) -> Counter[str]:
    return messages.send_due(by=SYSTEM_ACTOR, clock=ticking(at))


def states(account: str = "A") -> list[str]:
    found = Message.objects.filter(guarantor__number=account).order_by("id")
    return list(found.values_list("state", flat=True))


def attempts(account: str = "A") -> list[str]:
    found = Attempt.objects.filter(guarantor__number=account).order_by("id")
    return list(found.values_list("state", flat=True))


def last(account: str = "A") -> Message:
    return Message.objects.filter(guarantor__number=account).latest("id")


def next_act(account: str = "A") -> str:
    return Standing.objects.values_list("act", flat=True).get(guarantor__number=account)


def outgoing(account: str = "A") -> list[tuple[str, str, str, bool]]:
    """Texts and emails on the account: (channel, kind, outcome, delivered)."""
    found = Contact.objects.filter(guarantor__number=account, channel__in=("text", "email"))
    listed = found.filter(direction="out").order_by("id")
    return list(listed.values_list("channel", "kind", "outcome", "delivered"))
