"""This clinic: its name and place, its time zone and its follow-up policy, from files it may edit
in var/.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from goodstanding.core import policy
from goodstanding.core.channel_settings import Channels, channels
from goodstanding.core.desk_limits import DeskLimits, desk_limits
from goodstanding.core.eligibility_settings import AskSettings, ask_settings
from goodstanding.core.facts import AgencyFacts
from goodstanding.core.letters import ClinicFacts
from goodstanding.core.refusals import Refused
from goodstanding.core.toml_text import parsed
from goodstanding.records.keys import given
from goodstanding.records.models import PolicyVersion


@dataclass(frozen=True, slots=True)
class Billing:
    """Who bills: the tax number, and (provider, NPI). `facilities`: where surgery takes place, the
    usual one first, each with its address.
    """

    tin: str = ""
    npi: tuple[tuple[str, str], ...] = ()
    facilities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clinic:
    facts: ClinicFacts
    timezone: str
    agency: AgencyFacts = AgencyFacts()
    desk: DeskLimits = DeskLimits()
    channels: Channels = Channels()
    eligibility: AskSettings | None = None
    billing: Billing = Billing()

    @property
    def state(self) -> str:
        return self.facts.state


def current() -> Clinic:
    path = _own("clinic.toml") or Path(__file__).with_name("clinic.toml")
    return _read_clinic(path, path.stat().st_mtime_ns, settings.CLINIC_TIMEZONE)


def smtp_password() -> str:
    return given(Path(settings.VAR), "GOODSTANDING_SMTP_PASSWORD", "smtp.password")


def text_token() -> str:
    return given(Path(settings.VAR), "GOODSTANDING_TEXT_TOKEN", "text.token")


def scheduling_token() -> str:
    """What the scheduling system signs in with; "" closes its door."""
    return given(Path(settings.VAR), "GOODSTANDING_SCHEDULING_TOKEN", "scheduling.token")


def hears_texts() -> bool:
    """The provider's reports and people's answers can reach us, and can be told from others'."""
    text = current().channels.text
    return text is not None and bool(text.public_url) and bool(text_token())


@lru_cache(maxsize=4)
def _read_clinic(path: Path, _changed: int, timezone: str) -> Clinic:
    try:
        written = parsed(path.read_text(encoding="utf-8"))
        agency = AgencyFacts(**written.pop("agency", {}))
        desk = desk_limits(written.pop("desk", {}))
        billing = written.pop("billing", {})
        bills = Billing(
            billing.get("tin", ""), tuple(billing.get("npi", {}).items()),
            tuple(billing.get("facilities", ())),
        )  # fmt: skip
        ways = channels(written.pop("email", {}), written.pop("text", {}))
        asking = ask_settings(written.pop("eligibility", {}))
        return Clinic(ClinicFacts(**written), timezone, agency, desk, ways, asking, bills)
    except (TypeError, ValueError) as fault:
        raise Refused(f"{path} cannot be used: {fault}. Correct it; nothing was done.") from fault


@dataclass(frozen=True, slots=True)
class PolicyInForce:
    """`mark` names the exact contents, as decisions quote it; `origin` is "version" (approved on
    the policy page), "own" (var/policy.toml) or "shipped".
    """

    mark: str
    text: str
    policy: policy.Policy
    origin: str
    starts_on: date | None = None


def policy_in_force(on: date | None = None) -> policy.Policy:
    """The clinic's policy on a day: see `policy_chosen`."""
    return policy_chosen(on).policy


def policy_name(on: date | None = None) -> str:
    """The version the clinic wrote and a mark of the contents: an edit without a new version is a
    new policy too.
    """
    return policy_chosen(on).mark


def policy_chosen(on: date | None = None) -> PolicyInForce:
    """The newest approved version that has begun by `on` (None: the newest of all), else
    var/policy.toml, else the one we ship. One that does not hold up is refused whole.
    """
    active = PolicyVersion.objects.filter(state="active")
    if on is not None:
        active = active.filter(starts_on__lte=on)
    newest = active.order_by("-starts_on", "-id").values_list("mark", "starts_on").first()
    if newest is not None:
        return replace(_version(newest[0]), starts_on=newest[1])
    return policy_of_files()


# The mark of the policy in force on a day, as a column of another query; "%s" is the day.
POLICY_MARK = (
    "(SELECT v.mark FROM records_policyversion v WHERE v.state = 'active' AND v.starts_on <= %s "
    "ORDER BY v.starts_on DESC, v.id DESC LIMIT 1)"
)


def policy_marked(mark: str | None) -> policy.Policy:
    """By what POLICY_MARK gave."""
    return (policy_of_files() if mark is None else _version(mark)).policy


def policy_of_files() -> PolicyInForce:
    """The policy as it is without any approved version."""
    path = _own("policy.toml") or Path(policy.__file__).with_name("policy_v1.toml")
    return _read_policy(path, path.stat().st_mtime_ns)


def has_own_policy_file() -> bool:
    return _own("policy.toml") is not None


def mark_of(text: str, version: int) -> str:
    return f"v{version} {hashlib.sha256(text.encode()).hexdigest()[:12]}"


@lru_cache(maxsize=8)
def _version(mark: str) -> PolicyInForce:
    # Kept by its mark, which names the exact contents: a version never changes under it.
    text = PolicyVersion.objects.values_list("text", flat=True).get(mark=mark)
    return _taken(f"Policy {mark}", text, origin="version")


@lru_cache(maxsize=4)
def _read_policy(path: Path, _changed: int) -> PolicyInForce:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Refused(f"{path} is not UTF-8 text. Save it again; nothing was decided.") from fault
    own = path.parent == Path(settings.VAR)
    return _taken(str(path), text, origin="own" if own else "shipped")


def _taken(name: str, text: str, *, origin: str) -> PolicyInForce:
    found, faults = policy.read(text)
    if found is None or faults:
        listed = "; ".join(f"{fault.where}: {fault.text}" for fault in faults)
        raise Refused(f"{name} cannot be used: {listed}. Correct it; nothing was decided.")
    return PolicyInForce(mark_of(text, found.version), text, found, origin)


def _own(name: str) -> Path | None:
    path = Path(settings.VAR) / name
    return path if path.exists() else None
