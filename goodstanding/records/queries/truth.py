"""Is this balance true? The checks above every button that asks for money; each says what it looked
at and by which rule.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from goodstanding.core import owed_checks as by
from goodstanding.core.answers import Excluded
from goodstanding.core.estimate_compared import ELIGIBLE
from goodstanding.core.facts import AccountFacts, ChargeFacts
from goodstanding.core.kinds import HoldKind
from goodstanding.core.liable import MINOR, SPOUSE, UNSIGNED
from goodstanding.core.money import show
from goodstanding.core.owed import SECOND, STALE, UNAPPLIED, Owed, stale_text
from goodstanding.core.owed_estimates import over_estimates
from goodstanding.core.stops import spoken
from goodstanding.law import LawOn

_QUESTIONS = frozenset(
    {HoldKind.DISPUTE, HoldKind.BILLING_ERROR, HoldKind.GOOD_FAITH_DISPUTE, HoldKind.PAYER_APPEAL}
)
_ELSEWHERE = frozenset({HoldKind.WORKERS_COMP, HoldKind.NO_FAULT, HoldKind.LIABILITY})
MAIL = "gate.mail_returned"


@dataclass(frozen=True, slots=True)
class TruthCheck:
    """`ok` None: it cannot be told, which counts as not ok. `text` is the evidence either way."""

    label: str
    ok: bool | None
    text: str
    rule: str = ""
    citation: str = ""


@dataclass(frozen=True, slots=True)
class _Look:
    """One check by the rules that take money away: `said` when none of them did."""

    label: str
    rules: frozenset[str]
    said: str


_BY_RULE = (
    _Look("Not QMB or Medical Assistance",
          frozenset({by.QMB, by.MA_COPAY, by.MA_ACK, by.MEDICAID}),
          "by the coverage on each day of service"),
    _Look("First claim in time", frozenset({by.LATE_CLAIM}), "no claim is known to be late"),
    _Look("Only the plan's own share",
          frozenset({by.NETWORK, by.MEDICARE, by.MEDICARE_LIMIT, by.SURPRISE, by.TRICARE, by.ABN,
                     by.RESTRICTED}),
          "no write-off or denial of ours is in it"),
    _Look("Near its estimate", frozenset({ELIGIBLE}), "no good faith estimate is far exceeded"),
    _Look("Not billed twice", frozenset({by.DUPLICATE}), "no two services are alike"),
)  # fmt: skip
_OTHER_PAYS = frozenset({by.WORKERS_COMP, by.NO_FAULT})
_SIGNED = frozenset({SPOUSE, MINOR, UNSIGNED})


def checks(facts: AccountFacts, money: Owed, law: LawOn) -> tuple[TruthCheck, ...]:
    """In the order in which a person would look."""
    holds = {hold.kind for hold in facts.holds if hold.in_force(facts.on)}
    asked = [charge for charge in facts.charges if charge.patient_cents]
    taken = _over(facts, asked, law) | {one.rule: one for one in money.excluded}
    return (
        _insurance(asked, law),
        _second(money, law),
        _loose(facts, law),
        _fresh(facts, law),
        _mail(facts, law),
        _by_hold("No open question", holds & _QUESTIONS),
        *(_by_rule(look, taken, law) for look in _BY_RULE),
        _elsewhere(holds, taken, law),
        _by_hold("No stop", holds - _QUESTIONS - _ELSEWHERE),
        _signed(facts, taken, law),
    )


def _over(facts: AccountFacts, asked: Iterable[ChargeFacts], law: LawOn) -> dict[str, Excluded]:
    """A bill far over its estimate is told also where another stop speaks for it."""
    far = over_estimates(facts, law) if facts.estimates else {}
    return {
        rule: Excluded(charge.charge_id, charge.patient_cents, rule, text, law.cite(rule))
        for charge in asked
        for rule, text, _ in filter(None, [far.get(charge.charge_id)])
    }


def _check(label: str, text: str, rule: str, *, law: LawOn, ok: bool | None) -> TruthCheck:
    return TruthCheck(label, ok, text, law.named(rule), law.cite(rule))


def _insurance(asked: list[ChargeFacts], law: LawOn) -> TruthCheck:
    pending = [charge for charge in asked if charge.insurer_cents]
    text = f"{len(pending)} of these visits are still with the insurance."
    if len(pending) == 1:
        text = "One of these visits is still with the insurance."
    if not pending:
        since = [layer.since for charge in asked for layer in charge.layers]
        text = f"all of it theirs since {spoken(max(since))}" if since else ""
    return _check("Insurance finished", text, by.PENDING, law=law, ok=not pending)


def _second(money: Owed, law: LawOn) -> TruthCheck:
    noted = [note.text for note in money.notes if note.rule == SECOND]
    text = noted[0] if noted else "no visit has two insurers"
    return _check("Second insurer heard", text, SECOND, law=law, ok=None if noted else True)


def _loose(facts: AccountFacts, law: LawOn) -> TruthCheck:
    cents = facts.unapplied_cents
    text = f"{show(cents)} is not placed yet." if cents else "nothing is waiting to be placed"
    return _check("No loose money", text, UNAPPLIED, law=law, ok=not cents)


def _fresh(facts: AccountFacts, law: LawOn) -> TruthCheck:
    """Both days are shown, whichever made it stale."""
    books = facts.books
    known = books.remittance_on is not None or books.deposit_on is not None
    days = f"835 {_day(books.remittance_on)}, payments {_day(books.deposit_on)}"
    if not known:
        return _check("Posting fresh", "Nothing has been posted yet.", STALE, law=law, ok=None)
    stale = stale_text(facts, law)
    text = f"{stale} ({days})" if stale else days
    return _check("Posting fresh", text, STALE, law=law, ok=not stale)


def _day(on: date | None) -> str:
    return "never read in" if on is None else spoken(on)


def _mail(facts: AccountFacts, law: LawOn) -> TruthCheck:
    back_on = facts.person.mail_returned_on
    text = "none came back"
    if back_on is not None:
        text = f"Mail came back on {spoken(back_on)}. Find the address."
    return _check("Mail not returned", text, MAIL, law=law, ok=back_on is None)


def _by_hold(label: str, kinds: Iterable[HoldKind]) -> TruthCheck:
    """The hold itself is told beside the panel; here only that there is one."""
    named = sorted(kind.value.replace("_", " ") for kind in kinds)
    if not named:
        return TruthCheck(label, True, "none is in force")
    return TruthCheck(label, False, f"In force: {', '.join(named)}.")


def _by_rule(look: _Look, taken: dict[str, Excluded], law: LawOn) -> TruthCheck:
    for rule in sorted(look.rules & taken.keys()):
        return _check(look.label, _first_sentence(taken[rule].text), rule, law=law, ok=False)
    return TruthCheck(look.label, True, look.said)


def _first_sentence(text: str) -> str:
    return f"{text.partition('. ')[0].rstrip('.')}."


def _elsewhere(holds: set[HoldKind], taken: dict[str, Excluded], law: LawOn) -> TruthCheck:
    label = "Not workers' comp or auto"
    for rule in sorted(_OTHER_PAYS & taken.keys()):
        return _check(label, taken[rule].text, rule, law=law, ok=False)
    if holds & _ELSEWHERE:
        return TruthCheck(label, False, "Another insurance may owe this.")
    return TruthCheck(label, True, "no such coverage on a day of service")


def _signed(facts: AccountFacts, taken: dict[str, Excluded], law: LawOn) -> TruthCheck:
    label = "Signed as responsible"
    for rule in sorted(_SIGNED & taken.keys()):
        return _check(label, taken[rule].text, rule, law=law, ok=None)
    if facts.person.signed_on is not None:
        return TruthCheck(label, True, f"on {spoken(facts.person.signed_on)}")
    if all(patient.relation == "self" for patient in facts.patients):
        return TruthCheck(label, True, "the visits are their own")
    text = "No signature on file, and a visit is another person's."
    return _check(label, text, UNSIGNED, law=law, ok=None)
