"""This clinic: its name and place, its time zone and its follow-up policy, from files it may edit
in var/.
"""

import hashlib
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from goodstanding.core import policy
from goodstanding.core.facts import AgencyFacts
from goodstanding.core.letters import ClinicFacts
from goodstanding.core.refusals import Refused


@dataclass(frozen=True, slots=True)
class Clinic:
    facts: ClinicFacts
    timezone: str
    agency: AgencyFacts = AgencyFacts()

    @property
    def state(self) -> str:
        return self.facts.state


def current() -> Clinic:
    path = _own("clinic.toml") or Path(__file__).with_name("clinic.toml")
    return _read_clinic(path, path.stat().st_mtime_ns, settings.CLINIC_TIMEZONE)


@lru_cache(maxsize=4)
def _read_clinic(path: Path, _changed: int, timezone: str) -> Clinic:
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
        agency = AgencyFacts(**written.pop("agency", {}))
        return Clinic(ClinicFacts(**written), timezone, agency)
    except (tomllib.TOMLDecodeError, TypeError) as fault:
        raise Refused(f"{path} cannot be used: {fault}. Correct it; nothing was done.") from fault


def policy_in_force() -> policy.Policy:
    """The clinic's policy: var/policy.toml, else the one we ship. One that does not hold up is
    refused whole.
    """
    path = _policy_path()
    return _read_policy(path, path.stat().st_mtime_ns)


def policy_name() -> str:
    """The version the clinic wrote and a mark of the contents: an edit without a new version is a
    new policy too.
    """
    contents = hashlib.sha256(_policy_path().read_bytes()).hexdigest()
    return f"v{policy_in_force().version} {contents[:12]}"


def _policy_path() -> Path:
    return _own("policy.toml") or Path(policy.__file__).with_name("policy_v1.toml")


@lru_cache(maxsize=4)
def _read_policy(path: Path, _changed: int) -> policy.Policy:
    found, faults = policy.read(path.read_bytes())
    if found is None or faults:
        listed = "; ".join(f"{fault.where}: {fault.text}" for fault in faults)
        raise Refused(f"{path} cannot be used: {listed}. Correct it; nothing was decided.")
    return found


def _own(name: str) -> Path | None:
    path = Path(settings.VAR) / name
    return path if path.exists() else None
