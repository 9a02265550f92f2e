"""A large practice, fast: a plain life model for benchmarks, from ready-made pieces of text.

Every account has one insured patient and three or four charges; whatever is due is moved, paid in
parts, now and then taken back. The books are consistent but the lives are not interesting: for
those see clinic.py.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from goodstanding.core.money import plain, split
from goodstanding.synthetic import care, people
from goodstanding.synthetic.account import CLINIC_ZONE
from goodstanding.synthetic.clinic import FIRST_RANDOM
from goodstanding.synthetic.payers import PAYERS, Payer
from goodstanding.synthetic.tables import COLUMNS, ClinicCounts, ExportFolder

DAYS = 730
BATCH = 2000
MOST_PARTS = 9
Lines = dict[str, list[str]]
_INSURERS = tuple(
    PAYERS[name] for name in ("NSTAR", "LAKES", "PRAIR", "LOONMA", "RIVERMA", "TRIW", "FARMOT")
)


class Priced(NamedTuple):
    """A procedure at a payer, its amounts as text; `parts[k]` is the patient's share in k parts."""

    charge: str  # from code to amount
    amount: str
    contractual: str
    paid: str
    share: str
    parts: tuple[tuple[str, ...], ...]


def write_large(
    folder: Path, *, accounts: int, transactions: int, seed: int, on: date
) -> ClinicCounts:
    """About `transactions` rows over 3.5 charges an account. Same arguments, same bytes."""
    book = _Book(accounts, transactions, seed=seed, on=on)
    with ExportFolder(folder) as export:
        for lines in book.batches():
            for table, own in lines.items():
                export.write_lines(table, own)
        return export.counts()


def _priced(payer: Payer) -> list[Priced]:
    lines = {
        line
        for region in care.REGIONS
        for line in (region.xray, region.image, region.injection, region.brace)
    }
    lines |= {care.office(level) for level in (2, 3, 4)}
    done = []
    for line in sorted(lines):
        allowed = int(line.cents * payer.allows)
        share = max(allowed * 22 // 100, 500)
        parts = tuple(
            tuple(plain(part) for part in split(share, max(k, 1))) for k in range(MOST_PARTS + 1)
        )
        amount = plain(line.cents)
        charge = f"{line.code},{line.modifiers},1,{amount}"
        done.append(
            Priced(
                charge,
                amount,
                plain(line.cents - allowed),
                plain(allowed - share),
                plain(share),
                parts,
            )
        )
    return done


class _Book:
    def __init__(self, accounts: int, transactions: int, *, seed: int, on: date) -> None:
        self.accounts = accounts
        self.share = transactions / max(accounts * 3.5, 1)
        self.owed = 0.0  # postings that recent charges could not have yet, for the next charge
        self.rng = Random(f"{seed}-large")
        self.days = [(on - timedelta(days=back)).isoformat() for back in range(DAYS + 1)]
        noon = [
            datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=CLINIC_ZONE) for day in self.days
        ]
        self.noons = [at.isoformat() for at in noon]
        self.coming = [(on + timedelta(days=ahead)).isoformat() for ahead in range(31)]
        self.priced = [_priced(payer) for payer in _INSURERS]
        self.heads = [self._head(on) for _ in range(997)]

    def _head(self, on: date) -> tuple[str, str, str]:
        """Name and birth, the rest of a guarantor's line, and the sex."""
        rng = self.rng
        who = people.person(rng, born=people.born(rng, on, (19, 88)))
        place = people.address(rng)
        given = {
            **place,
            "phone_mobile": people.phone(rng),
            "language": "en",
            "timezone": "America/Chicago",
            "preferred_channel": "mail",
            "signed_on": self.days[DAYS],
            "confidential_address": "N",
        }
        tail = ",".join(str(given.get(column, "")) for column in COLUMNS["guarantors"][4:])
        return f"{who.last_name},{who.first_name},{who.birth_date.isoformat()}", tail, who.sex

    def batches(self) -> Iterator[Lines]:
        for start in range(0, self.accounts, BATCH):
            lines: Lines = {name: [] for name in COLUMNS}
            for index in range(start, min(start + BATCH, self.accounts)):
                self._account(index, lines)
            yield lines

    def _account(self, index: int, lines: Lines) -> None:
        rng = self.rng
        number = FIRST_RANDOM + index
        name, tail, sex = self.heads[index % 997]
        which = rng.randrange(len(_INSURERS))
        payer = _INSURERS[which]
        lines["guarantors"].append(f"{number},{name},{tail}")
        lines["patients"].append(f"P{number}1,{number},{name},{sex},self,")
        lines["coverages"].append(
            f"P{number}1,1,{payer.payer_id},{payer.name},{payer.type},M{number},,{self.days[DAYS]},,"
        )
        still_open = 0
        for place in range(1, 4 + index % 2):
            back = int(rng.random() * DAYS)
            still_open = max(
                still_open,
                self._charge((number, place), back, which, lines=lines),
            )
        if still_open:
            self._follow_up(number, still_open, lines)

    def _charge(self, key: tuple[int, int], back: int, which: int, *, lines: Lines) -> int:
        """Writes a charge and what was posted on it; returns how long ago open money became the
        patient's, or 0.
        """
        number, place = key
        days, rng = self.days, self.rng
        prices = self.priced[which]
        price = prices[int(rng.random() * len(prices))]
        served = days[back]
        billed = days[back - 3] if back >= 3 else ""
        surgeon = care.SURGEONS[place % 4]
        lines["charges"].append(
            f"C{number}{place},P{number}1,{number}-{place},{served},{served},{price.charge},{surgeon},"
            f"{care.LOCATIONS[number % 3]},M25.561,{billed},,,,N,in,0,"
        )
        self.owed += self.share
        count = int(self.owed)
        if back < 45 or count < 3:
            return 0
        count = min(count, MOST_PARTS)
        self.owed -= count
        payer = _INSURERS[which].payer_id
        postings = lines["transactions"]
        day = days[back - 30]
        head = f",P{number}1,C{number}{place},"
        first = f"T{number}{place}"
        postings.append(f"{first}1{head}{day},,contractual,{price.contractual},{payer},CO,45,,,")
        postings.append(
            f"{first}2{head}{day},{day},insurer_payment,{price.paid},{payer},,,ach,E{number},"
        )
        postings.append(f"{first}3{head}{day},,to_patient,{price.share},{payer},PR,2,,,")
        return self._patient_pays((first, head), back - 30, price, count=count - 3, into=postings)

    def _patient_pays(
        self, ids: tuple[str, str], back: int, price: Priced, *, count: int, into: list[str]
    ) -> int:
        """Writes `count` payments; the newest are sometimes short of the last part, some came
        back unpaid.
        """
        first, head = ids
        if not count:
            return back
        draw = self.rng.random()
        days = self.days
        step = max(back // (count + 1), 1)
        if draw < 0.03 and count >= 2:
            into.append(
                f"{first}4{head}{days[back - step]},,patient_payment,{price.share},,,,check,{back},"
            )
            into.append(
                f"{first}5{head}{days[back - 2 * step]},,reversal,{price.share},,,NSF,,,{first}4"
            )
            return back
        short = draw < (0.45 if back < 120 else 0.12)
        parts = price.parts[count + short]
        for place in range(count):
            day = days[back - step * (place + 1)]
            into.append(
                f"{first}{place + 4}{head}{day},,patient_payment,{parts[place]},,,,card,{back},"
            )
        return back if short else 0

    def _follow_up(self, number: int, back: int, lines: Lines) -> None:
        """A statement, and for a few a hold, a promise or a plan; shares as in the demonstration
        clinic.
        """
        draw = self.rng.random()
        days = self.days
        lines["contacts"].append(f"K{number}1,{number},{self.noons[back - 2]},mail,out,statement,,")
        if draw < 0.05:
            kind = ("dispute", "assistance_pending", "manual", "attorney", "insurer_pending")[
                int(draw * 100)
            ]
            lines["holds"].append(f"H{number}1,{number},,{kind},{days[back // 2]},,")
        elif draw < 0.07:
            lines["promises"].append(f"Z{number}1,{number},{days[3]},25.00,{self.coming[10]},")
        elif draw < 0.14:
            lines["plans"].append(f"N{number}1,{number},{days[back // 2]},25.00,15,6,active")
