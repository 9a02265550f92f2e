"""account, aging, may: questions about what is owed and what is allowed."""

from argparse import Namespace
from datetime import date, datetime, time
from typing import Any

from goodstanding.cli.assistance import assistance_of
from goodstanding.cli.eligibility import benefits_of
from goodstanding.cli.spoken import (
    DONE,
    NEEDS_A_PERSON,
    Answer,
    WrongUse,
    business_day,
    money,
    now,
    to_write,
)
from goodstanding.core.aging import BUCKETS
from goodstanding.core.days import local_day
from goodstanding.core.deadlines import deadlines
from goodstanding.core.facts import AccountFacts, ChargeFacts
from goodstanding.core.gate import Proposed, judge
from goodstanding.core.happened import promises_of
from goodstanding.core.insurer_money import NO_DAY
from goodstanding.core.kept_rates import rates_of
from goodstanding.core.kinds import Act, Recipient
from goodstanding.core.places import law_for
from goodstanding.core.promises import Kept, Standing, State
from goodstanding.law.book import live_book
from goodstanding.outbound.aging_sheet import write_aging
from goodstanding.outbound.copies import statement_copy
from goodstanding.records.queries import (
    account_record,
    agency_page,
    aging_report,
    decisions,
    estimates,
    plans_page,
)
from goodstanding.records.queries.agency_asked import asked_now
from goodstanding.records.queries.facts import facts_for
from goodstanding.records.queries.promises import policy_of


def _facts(number: str, on: date) -> AccountFacts:
    (facts,) = facts_for([_key(number)], on)
    return facts


def _key(number: str) -> int:
    key = account_record.key_of(number)
    if key is None:
        raise WrongUse(f"account {number} is not known")
    return key


def account(arguments: Namespace) -> Answer:
    on = business_day(arguments)
    facts, key = _facts(arguments.account, on), _key(arguments.account)
    decided, policy = account_record.decision_in_force(key, on), policy_of(on)
    promised = promises_of(facts, policy)
    document = {
        "account": facts.account_id, "on": on.isoformat(),
        "balance": money(facts.balance_cents),
        "insurer_due": money(facts.insurer_cents),
        "patient_due": money(facts.patient_cents),
        "credit": money(facts.credit_cents),
        "unapplied": money(facts.unapplied_cents),
        "aging": _buckets(account_record.aging_of(facts, whose="patient")),
        "aging_insurer": _buckets(account_record.aging_of(facts, whose="insurer")),
        "aging_all": _buckets(account_record.aging_of(facts, whose="all")),
        "items": [_item(charge, on) for charge in facts.charges],
        "holds": [
            {"hold": h.hold_id, "kind": h.kind.value, "starts_on": h.starts_on.isoformat(),
             "ends_on": h.ends_on.isoformat() if h.ends_on else None, "patient": h.patient_id,
             "detail": dict(h.detail)}
            for h in facts.holds
            if h.in_force(on)
        ],
        "plan": _plan(facts),
        "promises": [_promise(one) for one in promised],
        "kept": _kept(rates_of(promised, facts, policy)),
        "assistance": assistance_of(facts),
        "benefits": benefits_of(facts.account_id, on),
        "history": [_event(event) for event in account_record.history(key, on)],
        "deadlines": [
            {"kind": d.kind, "on": d.on.isoformat(), "rule": d.rule, "citation": d.citation}
            for d in sorted(
                (*deadlines(facts, law_for(facts, live_book())),
                 *estimates.deadlines_of(facts.account_id, on)),
                key=lambda one: one.on,
            )
        ],
        "agency": _agency(facts.account_id),
        "next_action": _next_action(facts.account_id, decided, on),
    }  # fmt: skip
    if arguments.statement:
        to_write(arguments.statement).write_bytes(statement_copy(facts, at=now()))
    lines = [
        f"{name}: {document[name]}"
        for name in ("account", "balance", "insurer_due", "patient_due", "credit")
    ]
    if decided:
        lines.append(f"next: {decided.act} on {decided.due_on}")
        lines += [f"  {r['text']}" for r in decided.reasons]
    return Answer(document, lines)


def _buckets(cents: list[int]) -> dict[str, str]:
    return {name: money(amount) for name, amount in zip(BUCKETS, cents, strict=True)}


def _item(charge: ChargeFacts, on: date) -> dict[str, Any]:
    since = charge.layers[0].since if charge.layers else None
    return {
        "charge": charge.charge_id,
        "patient": charge.patient_id,
        "service_date": charge.service_on.isoformat(),
        "amount": money(charge.cents),
        "insurer_due": money(charge.insurer_cents),
        "patient_due": money(charge.patient_cents),
        "patient_due_since": since.isoformat() if since else None,
        "age_days": (on - (since or charge.service_on)).days,
        "layers": [
            {"since": layer.since.isoformat(), "amount": money(layer.cents)}
            for layer in charge.layers
        ],
    }


def _kept(rates: tuple[Kept, Kept]) -> dict[str, Any]:
    return {
        name: {"numerator": rate.kept, "denominator": rate.counted}
        for name, rate in zip(("promises", "instalments"), rates, strict=True)
    }


def _promise(one: Standing) -> dict[str, Any]:
    promise = one.promise
    paid_on = one.full_on.isoformat() if one.full_on else None
    return {
        "promise": promise.promise_id, "made_on": promise.made_on.isoformat(),
        "amount": money(promise.cents), "due_on": promise.due_on.isoformat(),
        "kept_on": paid_on if one.state is State.KEPT else None, "paid_on": paid_on,
        "means": promise.means, "state": one.state.value, "early": one.early,
        "kept_cents": one.kept_cents, "late_cents": one.late_cents, "left_cents": one.left_cents,
        "grace_until": one.last_day.isoformat(), "asked_again_on": one.over_on.isoformat(),
    }  # fmt: skip


def _plan(facts: AccountFacts) -> dict[str, Any] | None:
    """The plan that runs, else the last one made here that ended."""
    shown = plans_page.plans_shown(facts)
    running = [one for one in shown if one.plan.status == "active"]
    one = next(iter(running or [each for each in shown if each.here]), None)
    if one is None:
        return None
    plan, now = one.plan, one.standing
    return {
        "plan": plan.plan_id, "started_on": plan.started_on.isoformat(),
        "monthly": money(plan.monthly_cents),
        "due_day": plan.due_day, "months": plan.months, "status": plan.status,
        "state": now.state.value, "paid": money(now.paid_cents), "left": money(now.left_cents),
        "missed": now.missed,
        "paused_until": plan.paused_until.isoformat() if plan.paused_until else None,
        "charges": list(plan.charges),
        "instalments": [
            {"due_on": due.due_on.isoformat(), "amount": money(due.cents),
             "paid": money(due.paid_cents)}
            for due in one.dues
        ],
        "events": [
            {"on": event.on.isoformat(), "what": event.what, "by": event.by, "why": event.why}
            for event in one.events
        ],
    }  # fmt: skip


def _agency(account_id: str) -> dict[str, Any] | None:
    """The newest placement; null when the account was never proposed."""
    found = next(iter(agency_page.placements(account=account_id)), None)
    if found is None:
        return None
    return {
        "placement": f"P{found.number}", "state": found.state, "agency": found.agency,
        "amount": money(found.cents),
        "placed_on": found.placed_on.isoformat() if found.placed_on else None,
        "ended_on": found.ended_on.isoformat() if found.ended_on else None,
        "left": money(found.left_cents),
    }  # fmt: skip


def _event(event: dict[str, Any]) -> dict[str, Any]:
    return {**{k: v for k, v in event.items() if k != "cents"}, "amount": money(event["cents"])}


def _next_action(
    account_id: str, decided: account_record.DecisionInForce | None, on: date
) -> dict[str, Any]:
    override = _override(decisions.override_in_force(account_id, on))
    if decided is None:
        return {
            "action": "none", "due_on": None, "reasons": [], "decided_on": None,
            "override": override,
        }  # fmt: skip
    heard = decisions.explained(account_id, decided)
    return {
        "action": decided.act,
        "due_on": decided.due_on.isoformat() if decided.due_on > NO_DAY else None,
        "reasons": list(decided.reasons),
        "decided_on": decided.on.isoformat(),
        "step": decided.step,
        "rejected": list(decided.rejected),
        "policy": decided.policy,
        "law": decided.law,
        "spoke": decided.spoke,
        "alternatives": [{"rule": h.rule, "spoke": h.spoke, "text": h.text} for h in heard],
        "override": override,
        "facts_kept": bool(heard),
    }


def _override(chosen: decisions.Chosen | None) -> dict[str, Any] | None:
    if chosen is None:
        return None
    return {
        "act": chosen.act, "until": chosen.until.isoformat(), "reason": chosen.reason,
        "words": chosen.words, "by": chosen.by, "at": chosen.at.isoformat(),
    }  # fmt: skip


def aging(arguments: Namespace) -> Answer:
    on = business_day(arguments)
    report = aging_report.aging(on=on, by=arguments.by, whose=arguments.whose)
    if arguments.xlsx:
        write_aging(report, to_write(arguments.xlsx), made_at=now(), by="the command line")
    document = {
        "on": on.isoformat(),
        "by": report.by,
        "whose": report.whose,
        "rows": [_aging_row(row) for row in report.rows],
        "total": _aging_row(report.total),
    }
    lines = [" ".join([f"{row.label:<24}", *(f"{money(c):>14}" for c in (*row.cents, row.total))])
             for row in (*report.rows, report.total)]  # fmt: skip
    return Answer(document, lines)


def _aging_row(row: aging_report.AgingRow) -> dict[str, str]:
    return {"key": row.key} | _buckets(list(row.cents)) | {"total": money(row.total)}


def may(arguments: Namespace) -> Answer:
    at: datetime = arguments.at or now()
    if arguments.on and not arguments.at and arguments.on != at.date():
        # Of another day no hour was named: its noon stands for it.
        at = datetime.combine(arguments.on, time(12), at.tzinfo)
    zone = str(now().tzinfo)
    on = local_day(at, zone)
    asked = Proposed(Act(arguments.act), at, Recipient(arguments.to) if arguments.to else None)
    if asked.act is Act.AGENCY_PLACEMENT:
        verdict = asked_now(_key(arguments.account), on, asked=asked)[1].verdict
    else:
        facts = _facts(arguments.account, on)
        verdict = judge(asked, facts, law_for(facts, live_book()))
    document = {
        "allowed": verdict.allowed,
        "amount": money(verdict.cents),
        "excluded": [
            {"charge": e.charge_id, "amount": money(e.cents), "rule": e.rule, "text": e.text,
            "citation": e.citation,
             "until": e.until.isoformat() if e.until else None}
            for e in verdict.excluded
        ],
        "refusals": [
            {"rule": r.rule, "text": r.text, "citation": r.citation,
            "until": r.until.isoformat() if r.until else None}
            for r in verdict.refusals
        ],
        "duties": [{"rule": d.rule, "text": d.text,
        "citation": d.citation} for d in verdict.duties],
    }  # fmt: skip
    lines = [
        f"{'allowed' if verdict.allowed else 'refused'}, {document['amount']} may be asked for"
    ]
    lines += [f"  no: {r.text} ({r.rule})" for r in verdict.refusals]
    lines += [
        f"  not {money(e.cents)} of charge {e.charge_id}: {e.text} ({e.rule})"
        for e in verdict.excluded
    ]
    lines += [f"  duty: {d.text} ({d.rule})" for d in verdict.duties]
    return Answer(document, lines, DONE if verdict.allowed else NEEDS_A_PERSON)
