"""Small made-up bank files from a few words.

    bai2("2026-11-23 165 310.00 HCCLAIMPMT NORTH STAR trace=T1", "2026-11-23 555 -60.00 RETURNED")

A line is: day, type code, amount (below zero is money out, as the code says already), words; with
`trace=` it carries the CCD+ addenda, with `ref=` the bank's number, with `cust=` the customer's.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

ACCOUNT = "1110002"
PAYER = "1999999991"


@dataclass
class Line:
    on: str
    code: str
    cents: int
    text: str = ""
    more: dict[str, str] = field(default_factory=dict)

    @property
    def addenda(self) -> str:
        trace = self.more.get("trace")
        return f"TRN*1*{trace}*{PAYER}\\" if trace else ""


def line_of(words: str) -> Line:
    on, code, amount, *rest = words.split(" ")
    more = dict(word.split("=", 1) for word in rest if "=" in word)
    text = " ".join(word for word in rest if "=" not in word)
    return Line(on, code, abs(int(Decimal(amount) * 100)), text, more)


def bai2(*words: str, account: str = ACCOUNT) -> bytes:
    """One file: a group a day, one account in it, every total right."""
    days: dict[str, list[Line]] = defaultdict(list)
    for each in map(line_of, words):
        days[each.on].append(each)
    groups = [group(on, lines, account) for on, lines in days.items()]
    records = ["01,BANK,CLINIC,261123,0600,1,,,2/", *(one for g in groups for one in g)]
    total = sum(each.cents for lines in days.values() for each in lines)
    return "\n".join([*records, f"99,{total},{len(groups)},{len(records) + 1}/"]).encode() + b"\n"


def group(on: str, lines: list[Line], account: str) -> list[str]:
    total = sum(each.cents for each in lines)
    inner = [f"03,{account},USD/", *(one for each in lines for one in detail(each))]
    inner.append(f"49,{total},{len(inner) + 1}/")
    head = f"02,CLINIC,BANK,1,{on[2:].replace('-', '')},0600,USD,2/"
    return [head, *inner, f"98,{total},1,{len(inner) + 2}/"]


def detail(line: Line) -> list[str]:
    numbers = f"{line.more.get('ref', '')},{line.more.get('cust', '')}"
    first = f"16,{line.code},{line.cents},Z,{numbers},{line.text}"
    return [first, f"88,{line.addenda}"] if line.addenda else [first]


def bank_csv(*words: str) -> bytes:
    """The same lines as a table."""
    rows = ["Posting Date,Type,Amount,Description,Bank Reference,Addenda"]
    for each in map(line_of, words):
        sign = "-" if each.code >= "400" else ""
        amount = f"{sign}{Decimal(each.cents) / 100:.2f}"
        year, month, day = each.on.split("-")
        rows.append(
            f"{month}/{day}/{year},{each.code},{amount},{each.text},{each.more.get('ref', '')},"
            f"{each.addenda}"
        )
    return "\r\n".join(rows).encode() + b"\r\n"
