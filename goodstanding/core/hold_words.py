"""A hold in plain words: its name, what is known of it, and its days with how they were counted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from goodstanding.core.bankruptcy import CLAIM, asset_claim_by, claim_due_on, no_assets, read_case
from goodstanding.core.estates import (
    DEADLINE,
    PRESENT,
    claim_paths,
    death_of,
    petition_due_on,
)
from goodstanding.core.facts import AccountFacts, HoldFacts
from goodstanding.core.hold_forms import LOOKED, entries, marks
from goodstanding.core.hold_steps import ERROR, error_notice_by, error_refund_by
from goodstanding.core.kinds import HoldKind
from goodstanding.core.stops import detail_day, spoken
from goodstanding.law import LawOn

LABELS: dict[HoldKind, str] = {
    HoldKind.BANKRUPTCY: "Bankruptcy",
    HoldKind.ESTATE: "Estate",
    HoldKind.DISPUTE: "Bill question",
    HoldKind.GOOD_FAITH_DISPUTE: "Estimate dispute",
    HoldKind.BILLING_ERROR: "Billing error",
    HoldKind.ASSISTANCE_PENDING: "Help form",
    HoldKind.INSURER_PENDING: "Insurer not finished",
    HoldKind.WORKERS_COMP: "Workers' compensation",
    HoldKind.NO_FAULT: "No-fault car insurance",
    HoldKind.LIABILITY: "Another party may be liable",
    HoldKind.ATTORNEY: "Lawyer",
    HoldKind.CEASE_CONTACT: "Stop contact",
    HoldKind.CALL_RESTRICTION: "Limits on calls",
    HoldKind.CONFIDENTIAL_ADDRESS: "Confidential address",
    HoldKind.POWER_OF_ATTORNEY: "Power of attorney",
    HoldKind.PAYER_APPEAL: "Appeal at the insurer",
    HoldKind.IDENTITY_THEFT: "Identity theft",
    HoldKind.MILITARY: "Military service",
    HoldKind.AGENCY: "With an agency",
    HoldKind.MANUAL: "Other reason",
}


def label_of(hold: HoldFacts) -> str:
    """Bankruptcy 13, Estate, ..."""
    label = LABELS[hold.kind]
    if hold.kind is HoldKind.BANKRUPTCY:
        chapter = hold.detail.get("to_chapter") or hold.detail.get("chapter")
        return f"{label} {chapter}" if chapter else label
    return label


def known(hold: HoldFacts) -> Iterator[tuple[str, str, str]]:
    """(key, label, value) of everything written down about it, days in the American form."""
    labels = {entry.key: entry.label for entry in entries(hold.kind)}
    for key, label in marks(hold.kind):
        labels.setdefault(key, "Last looked at" if key == LOOKED else label)
    shown = {"why": "Who told us", **labels}
    for key, label in shown.items():
        value = hold.detail.get(key)
        if value not in (None, "", [], False):
            yield key, label, said(value)


def said(value: object) -> str:
    """A day as 10/12/2026, a list with commas, anything else as it stands."""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    try:
        day = detail_day({"it": value}, "it")
    except ValueError:
        return str(value)
    return spoken(day) if day is not None else ""


def scope_of(hold: HoldFacts, facts: AccountFacts) -> str:
    """What part of the account it is about, in a sentence."""
    if hold.charges:
        return f"Only charge{'s' if len(hold.charges) > 1 else ''} {', '.join(hold.charges)}."
    patient = None if hold.patient_id is None else facts.patient(hold.patient_id)
    if patient is not None and patient.relation != "self":
        return f"Only patient {patient.patient_id}, for whom the person on the account is asked."
    case = read_case(hold, facts.on) if hold.kind is HoldKind.BANKRUPTCY else None
    if case is not None:
        return (
            f"The whole account, split at {spoken(case.filed_on)}: services before that day, on it "
            "and after it go separate ways."
        )
    return "The whole account."


def unverified(hold: HoldFacts, facts: AccountFacts) -> bool:
    """A bankruptcy nobody has looked up yet; it stops all the same."""
    return hold.kind is HoldKind.BANKRUPTCY and (
        read_case(hold, facts.on) is None or not hold.detail.get("case")
    )


_BRIEF = ("chapter", "case", "filed_on", "discharged_on", "dismissed_on", "died_on",
          "representative", "name", "insurer", "member", "raised_on", "not_before", "not_after",
          "charges")  # fmt: skip


def in_brief(hold: HoldFacts) -> str:
    """One line for the account page: who told us, and the few details that matter."""
    found = {key: (label, value) for key, label, value in known(hold)}
    parts = [found["why"][1].rstrip(".")] if "why" in found else []
    for key in _BRIEF:
        if key in found:
            label, value = found[key]
            parts.append(f"{label.lower() if parts else label} {value}")
    return "; ".join(parts)


@dataclass(frozen=True, slots=True)
class HoldDate:
    """`how` says how it was counted; `first` marks the one that counts among several."""

    label: str
    on: date
    how: str
    rule: str
    citation: str
    first: bool = True


def dates_of(hold: HoldFacts, facts: AccountFacts, law: LawOn) -> list[HoldDate]:
    """The days the law sets on it; none while they cannot be read."""
    try:
        found = list(_DATES[hold.kind](hold, facts, law)) if hold.kind in _DATES else []
    except ValueError:
        return []
    return sorted(found, key=lambda one: (not one.first, one.on))


def _date(label: str, on: date, how: str, *, rule: str, law: LawOn) -> HoldDate:
    return HoldDate(label, on, how, rule, law.cite(rule))


def _bankruptcy(hold: HoldFacts, facts: AccountFacts, law: LawOn) -> Iterator[HoldDate]:
    last = claim_due_on(hold, law)
    if last is not None:
        yield _date("Proof of claim", last, _claim_counted(hold, law), rule=CLAIM, law=law)


def _claim_counted(hold: HoldFacts, law: LawOn) -> str:
    case = read_case(hold, law.day)
    told_on, assets_on = (detail_day(hold.detail, key) for key in ("claim_by", "asset_notice_on"))
    converted_on = None if case is None else case.converted_on
    if told_on is not None and (converted_on is None or told_on > converted_on):
        return "the day on the court's own notice"
    if assets_on is not None:
        days = (asset_claim_by(assets_on, law) - assets_on).days
        return f"{days} days from the notice of assets of {spoken(assets_on)}"
    assert case is not None, "without a case only the court's notice gives a day"
    from_on, what = case.filed_on, "filing"
    if converted_on is not None:
        from_on, what = converted_on, "conversion"
    days = law.number(CLAIM, "claim_deadline")
    only = "" if case.chapter != "7" or no_assets(hold) else ", if there are assets to share"
    return f"{days} days from the {what} on {spoken(from_on)}{only}"


def _estate(hold: HoldFacts, facts: AccountFacts, law: LawOn) -> Iterator[HoldDate]:
    death = death_of(hold, facts)
    for place, path in enumerate(claim_paths(death, law)):
        how = f"{path.text} (earliest that could apply)" if not place else path.text
        yield HoldDate(
            "Claim on the estate" if not place else "Would otherwise be", path.on, how, DEADLINE,
            law.cite(DEADLINE), first=not place,
        )  # fmt: skip
    petition_on = petition_due_on(death, law)
    if petition_on is not None:
        months = law.number(PRESENT, "petition_after_disallowance")
        disallowed_on = detail_day(hold.detail, "disallowed_on")
        assert disallowed_on is not None
        how = f"{months} months from the disallowance on {spoken(disallowed_on)}"
        yield _date("Petition", petition_on, how, rule=PRESENT, law=law)


def _billing_error(hold: HoldFacts, facts: AccountFacts, law: LawOn) -> Iterator[HoldDate]:
    raised_on = detail_day(hold.detail, "raised_on") or hold.starts_on
    reviewed_on = detail_day(hold.detail, "reviewed_on")
    if detail_day(hold.detail, "possible_notice_on") is None and reviewed_on is None:
        last = error_notice_by(raised_on, law)
        how = f"{(last - raised_on).days} days from the report on {spoken(raised_on)}"
        yield _date("Notice of possible error", last, how, rule=ERROR, law=law)
    if reviewed_on is not None:
        last = error_refund_by(reviewed_on, law)
        how = f"{(last - reviewed_on).days} days from the end of the review, {spoken(reviewed_on)}"
        yield _date("Refund of what was too much", last, how, rule=ERROR, law=law)  # fmt: skip


_DATES = {
    HoldKind.BANKRUPTCY: _bankruptcy,
    HoldKind.ESTATE: _estate,
    HoldKind.BILLING_ERROR: _billing_error,
}
