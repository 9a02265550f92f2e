"""What the clinic does: people, places, codes and prices. All made up but the codes' numbers."""

from random import Random
from typing import NamedTuple

SURGEONS = ("Dr. Holmvik", "Dr. Terhaar", "Dr. Osman", "Dr. Brandvold")
ASSISTANTS = ("Wren Castell PA-C", "Juno Farrow PA-C")
PROVIDERS = SURGEONS + ASSISTANTS
LOCATIONS = ("St. Cloud Main", "Sartell Surgery Center", "Little Falls Outreach")


class Procedure(NamedTuple):
    code: str
    cents: int
    modifiers: str = ""
    global_days: int = 0
    units: int = 1


class Region(NamedTuple):
    diagnosis: str
    xray: Procedure
    image: Procedure
    brace: Procedure
    fracture: Procedure
    injection: Procedure
    surgeries: tuple[Procedure, ...]


_BIG, _SMALL = Procedure("20610", 29500), Procedure("20600", 22500)
REGIONS = (
    Region(
        "M17.11 M25.561",
        Procedure("73562", 13800),
        Procedure("73721", 168000),
        Procedure("L1833", 86500),
        Procedure("27530", 118000, "", 90),
        _BIG,
        (
            Procedure("29881", 432000, "", 90),
            Procedure("27447", 698000, "", 90),
            Procedure("29888", 615000, "", 90),
        ),
    ),
    Region(
        "M75.121",
        Procedure("73030", 11900),
        Procedure("73221", 162000),
        Procedure("L3670", 14500),
        Procedure("23600", 102500, "", 90),
        _BIG,
        (Procedure("29827", 589000, "", 90), Procedure("29826", 286000)),
    ),
    Region(
        "G56.01",
        Procedure("73130", 11200),
        Procedure("73218", 149000),
        Procedure("L3908", 9800),
        Procedure("25600", 89000, "", 90),
        _SMALL,
        (Procedure("64721", 231000, "", 90), Procedure("26055", 198000, "", 90)),
    ),
    Region(
        "M25.571",
        Procedure("73610", 11500),
        Procedure("73721", 159500),
        Procedure("L4361", 42500),
        Procedure("28470", 78500, "", 90),
        _SMALL,
        (Procedure("28296", 342000, "", 90),),
    ),
    Region(
        "M16.11",
        Procedure("73502", 14900),
        Procedure("73721", 166000),
        Procedure("E0143", 11800),
        Procedure("27220", 131000, "", 90),
        _BIG,
        (Procedure("27130", 715000, "", 90),),
    ),
    Region(
        "M54.16",
        Procedure("72100", 14200),
        Procedure("72148", 174000),
        Procedure("L0650", 98500),
        Procedure("22310", 97500, "", 90),
        Procedure("62323", 118500),
        (Procedure("63030", 654000, "", 90), Procedure("22551", 882000, "", 90)),
    ),
)

VISIT_KINDS = {
    "new": 0.30,
    "office": 0.29,
    "injection": 0.16,
    "brace": 0.06,
    "image": 0.06,
    "fracture": 0.055,
    "surgery": 0.045,
    "therapy": 0.03,
}
LARGE = frozenset({"image", "fracture", "surgery"})
COPAY_AT_DESK = frozenset({"new", "office", "injection", "brace"})
PLACE = {"surgery": 1}  # which of LOCATIONS; elsewhere it is drawn
FOLLOW_UP = Procedure("99024", 0)


def office(level: int, modifiers: str = "") -> Procedure:
    return Procedure(f"9921{level}", {2: 14800, 3: 21500, 4: 29500}[level], modifiers)


def visit_lines(rng: Random, kind: str, region: Region) -> list[Procedure]:
    """The charge lines of a visit, with the modifiers a coder would add."""
    side = rng.choice(("RT", "LT"))
    xray = region.xray._replace(modifiers=side)
    if kind == "new":
        return [Procedure("99203", 31000), xray]
    if kind == "office":
        return [office(rng.choice((2, 3, 3, 4)))] + ([xray] if rng.random() < 0.4 else [])
    if kind == "injection":
        units = rng.choice((4, 4, 8))
        return [
            office(3, "25"),
            region.injection._replace(modifiers=side),
            Procedure("J3301", 900 * units, "", 0, units),
        ]
    if kind == "brace":
        return [office(3), region.brace._replace(modifiers=f"{side} NU")]
    if kind == "image":
        return [region.image._replace(modifiers=side)]
    if kind == "fracture":
        return [Procedure("99203", 31000, "57"), region.fracture._replace(modifiers=side), xray]
    if kind == "therapy":
        return [Procedure("97110", 19600, "GP", 0, 2), Procedure("97140", 9200, "GP")]
    return _surgery_lines(rng, region, side)


def _surgery_lines(rng: Random, region: Region, side: str) -> list[Procedure]:
    main = rng.choice(region.surgeries)
    lines = [main._replace(modifiers=side)]
    if main.cents > 500000:
        lines.append(main._replace(cents=main.cents * 16 // 100, modifiers=f"{side} AS"))
    elif rng.random() < 0.3:
        lines.append(Procedure("29822", 214000, f"{side} 51 59", 90))
    return lines
