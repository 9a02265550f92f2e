"""Made-up 835 files of any size: three service lines a claim with their CAS, a PLB in every ST."""

import random
from collections.abc import Iterator

from goodstanding.core.money import Cents, plain

_PROCEDURES = (
    "99213:25",
    "99214",
    "73721:LT",
    "20610:RT:59",
    "97110:GP",
    "29881",
    "73030",
    "99203",
)
_LAST = ("ABLE", "BAKER", "CLAY", "DUNN", "EAST", "FROST", "GRANT", "HOLT")
_FIRST = ("ANN", "BEN", "CARA", "DAN", "EVE", "FAY", "GUS", "HAL")
_PAYER = "999999991"


def remittance_file(claims: int, *, per_payment: int = 1000, seed: int = 7) -> Iterator[bytes]:
    """One interchange in pieces; every claim, line and payment in it balances."""
    chance = random.Random(seed)  # noqa: S311 - the same file for the same seed is the point
    yield (
        b"ISA*00*          *00*          *ZZ*TESTPAYER      *ZZ*TESTCLINIC     "
        b"*260115*0830*^*00501*000000001*0*T*:~"
        b"GS*HP*TESTPAYER*TESTCLINIC*20260115*0830*1*X*005010X221A1~"
    )
    payments = 0
    for first in range(0, claims, per_payment):
        payments += 1
        numbers = range(first + 1, min(claims, first + per_payment) + 1)
        yield _payment(payments, numbers, chance).encode()
    yield f"GE*{payments}*1~IEA*1*000000001~".encode()


def _payment(control: int, numbers: range, chance: random.Random) -> str:
    claims, paid = [], 0
    for number in numbers:
        segments, cents = _claim(number, chance)
        claims += segments
        paid += cents
    takeback, interest = chance.randrange(100, 50_000), chance.randrange(1, 500)
    amount = paid - takeback + interest
    segments = [
        f"ST*835*{control:04d}",
        f"BPR*I*{plain(amount)}*C*ACH*CCP*01*999999992*DA*111222333*1{_PAYER}"
        "**01*999999992*DA*444555666*20260115",
        f"TRN*1*EFT{control:07d}*1{_PAYER}",
        "DTM*405*20260115",
        "N1*PR*EXAMPLE HEALTH PLAN",
        "N3*1 PAYER WAY",
        "N4*ANYTOWN*OH*440000000",
        "REF*2U*99999",
        "N1*PE*SAMPLE CLINIC*XX*1999999984",
        "REF*TJ*999999999",
        "LX*1",
        *claims,
        f"PLB*1999999984*20261231*WO:R{control:07d}*{plain(takeback)}*L6:*{plain(-interest)}",
    ]
    segments.append(f"SE*{len(segments) + 1}*{control:04d}")
    return "~".join(segments) + "~"


def _claim(number: int, chance: random.Random) -> tuple[list[str], Cents]:
    day = f"2025{chance.randrange(1, 13):02d}{chance.randrange(1, 29):02d}"
    lines: list[str] = []
    charged = paid = patient = 0
    for line in range(1, 4):
        charge = chance.randrange(5_000, 90_000)
        contractual = chance.randrange(1, charge // 2)
        owed = chance.randrange(0, (charge - contractual) // 3)
        left = charge - contractual - owed
        lines += [
            f"SVC*HC:{chance.choice(_PROCEDURES)}*{plain(charge)}*{plain(left)}**1",
            f"DTM*472*{day}",
            f"CAS*CO*45*{plain(contractual)}",
            f"CAS*PR*{chance.choice('123')}*{plain(owed)}",
            f"REF*6R*{number}L{line}",
            f"AMT*B6*{plain(charge - contractual)}",
        ]
        charged, paid, patient = charged + charge, paid + left, patient + owed
    head = [
        f"CLP*GS{number:08d}*1*{plain(charged)}*{plain(paid)}*{plain(patient)}*12*ICN{number:09d}*11*1",
        f"NM1*QC*1*{chance.choice(_LAST)}*{chance.choice(_FIRST)}****MI*M{number:08d}",
        f"DTM*050*{day}",
    ]
    return head + lines, paid
