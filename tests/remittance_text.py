"""Small made-up 835 files from a few words.

    remittance(check("T1", one_line("CL1", 200, 80, "CO-45 100", "PR-1 20"), plb=["WO 5"]))

Amounts are dollars; what a check pays is the sum of its claims less its PLB, unless `amount` says
otherwise.
"""

from collections.abc import Sequence
from decimal import Decimal

Amount = int | str
PAYER = "1999999991"


def money(amount: Amount | Decimal) -> str:
    return f"{Decimal(amount):.2f}"


def cas(adjustments: Sequence[str]) -> list[str]:
    """ "CO-45 100" -> "CAS*CO*45*100"."""
    found = []
    for one in adjustments:
        code, amount = one.split()
        group, reason = code.split("-")
        found.append(f"CAS*{group}*{reason}*{amount}")
    return found


def line(
    charged: Amount,
    paid: Amount,
    *adjustments: str,
    code: str = "99213",
    charge: str = "",
    on: str = "20260501",
) -> list[str]:
    named = [f"REF*6R*{charge}"] if charge else []
    return [
        f"SVC*HC:{code}*{money(charged)}*{money(paid)}**1",
        f"DTM*472*{on}",
        *cas(adjustments),
        *named,
    ]


def claim(
    number: str,
    charged: Amount,
    paid: Amount,
    *,
    pr: Amount = 0,
    status: str = "1",
    lines: Sequence[list[str]] = (),
    adjustments: Sequence[str] = (),
) -> list[str]:
    """Claim-level `adjustments` stand before its lines. The payer's own number is made of ours."""
    amounts = "*".join(map(money, (charged, paid, pr)))
    head = f"CLP*{number}*{status}*{amounts}*12*ICN{number}{charged}{paid}*11*1"
    return [head, *cas(adjustments), *(segment for one in lines for segment in one)]


def one_line(
    number: str,
    charged: Amount,
    paid: Amount,
    *adjustments: str,
    status: str = "1",
    code: str = "99213",
) -> list[str]:
    """A claim of one line."""
    pr = sum(Decimal(one.split()[1]) for one in adjustments if one.startswith("PR"))
    return claim(
        number,
        charged,
        paid,
        pr=str(pr),
        status=status,
        lines=[line(charged, paid, *adjustments, code=code)],
    )


def taken_back(number: str, charged: Amount, paid: Amount, *adjustments: str) -> list[str]:
    """The reversal (22) of `one_line` with the same words."""
    minus = [f"{one.split()[0]} -{one.split()[1]}" for one in adjustments]
    body = one_line(number, f"-{charged}", f"-{paid}" if Decimal(paid) else 0, *minus, status="22")
    return [
        body[0].replace(f"ICN{number}-{charged}-{paid}", f"ICN{number}{charged}{paid}"),
        *body[1:],
    ]


def check(
    trace: str,
    *claims: list[str],
    plb: Sequence[str] = (),
    amount: Amount | None = None,
    paid_on: str = "20260601",
) -> list[str]:
    """`plb`: "WO 25" lowers the check by 25.00."""
    paid = sum(Decimal(one[0].split("*")[4]) for one in claims)
    taken = sum(Decimal(one.split()[1]) for one in plb)
    total = money(paid - taken if amount is None else amount)
    adjusted = [f"PLB*1999999984*20261231*{one.split()[0]}:R1*{one.split()[1]}" for one in plb]
    body = [
        f"BPR*I*{total}*C*ACH*CCP*01*999999992*DA*1*{PAYER}**01*999999992*DA*2*{paid_on}",
        f"TRN*1*{trace}*{PAYER}",
        "N1*PR*NORTH STAR",
        "N1*PE*SAMPLE CLINIC*XX*1999999984",
        "LX*1",
        *(segment for one in claims for segment in one),
        *adjusted,
    ]
    return ["ST*835*0001", *body, f"SE*{len(body) + 2}*0001"]


def remittance(*checks: list[str], control: str = "000000001") -> bytes:
    head = (
        "ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         *260601*0830*^"
        f"*00501*{control}*0*T*:",
        f"GS*HP*PAYER*CLINIC*20260601*0830*{int(control)}*X*005010X221A1",
    )
    body = [segment for one in checks for segment in one]
    tail = (f"GE*{len(checks)}*{int(control)}", f"IEA*1*{control}")
    return ("~".join([*head, *body, *tail]) + "~").encode()
