"""How many accounts a second one core decides, from frozen facts: no database, no file."""

from collections import Counter
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from goodstanding.actions.followup_day import BATCH
from goodstanding.cli.spoken import tell
from goodstanding.core import policy as policy_file
from goodstanding.core.facts import AccountFacts
from goodstanding.core.followup import decide
from goodstanding.core.places import law_for
from goodstanding.core.policy import Policy
from goodstanding.law import live_book
from goodstanding.records import bulk
from goodstanding.synthetic.frozen_accounts import frozen_accounts

Row = dict[str, Any]
ACCOUNTS = 1_000_000
DISTINCT = 20_000
WANTED = 30_000  # accounts a second


def bench_decide(accounts: int, *, on: date) -> list[Row]:
    """Each of DISTINCT accounts in turn until so many are decided; then each kind by itself."""
    policy = _shipped()
    pool = frozen_accounts(min(DISTINCT, accounts), on=on, seed=7)
    whole = [
        ("decided from frozen facts, a whole book", pool, accounts),
        ("… with nothing open", [f for f in pool if not f.charges], accounts // 10),
        ("… with insurer money only", [f for f in pool if f.charges and not f.patient_cents],
         accounts // 10),
        ("… with money of the patient's", [f for f in pool if f.patient_cents], accounts // 10),
    ]  # fmt: skip
    rows = []
    for name, facts, count in whole:
        rate, acts = _decided(facts, policy, count=count)
        tell(f"{name}: {', '.join(f'{act} {n}' for act, n in acts.most_common())}")
        rows.append({"name": name, "ours": round(rate, 1), "peer": WANTED,
                     "ratio": round(rate / WANTED, 3), "unit": "accounts/s"})  # fmt: skip
    return rows


def _decided(pool: list[AccountFacts], policy: Policy, *, count: int) -> tuple[float, Counter[str]]:
    book = live_book()
    acts: Counter[str] = Counter()
    seconds, left = 0.0, count
    while left > 0:
        for batch in bulk.chunks(pool[:left], BATCH):  # as the daily run takes them
            began = perf_counter()
            with bulk.uncollected():
                decisions = [decide(facts, policy, law_for(facts, book)) for facts in batch]
            seconds += perf_counter() - began
            acts.update(decision.act.value for decision in decisions)
            left -= len(batch)
    return count / seconds, acts


def _shipped() -> Policy:
    path = Path(policy_file.__file__).with_name("policy_v1.toml")
    policy, faults = policy_file.read(path.read_bytes())
    assert policy is not None, faults
    return policy
