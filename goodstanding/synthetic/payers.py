"""Who pays an orthopaedic practice: made-up payers in a Minnesota mix, and what each allows.

The mix (percent of accounts: commercial 44, Medicare 18, Medicare Advantage 14, Medical Assistance
9, workers' compensation 6, no-fault 3, Tricare 2, self-pay 3, other 1) and the shares below are
assumptions, not measurements.
"""

from dataclasses import dataclass
from random import Random
from typing import NamedTuple


class Payer(NamedTuple):
    payer_id: str
    name: str
    type: str
    allows: float  # of the charge


PAYERS = {
    payer.payer_id: payer
    for payer in (
        Payer("NSTAR", "North Star Health", "commercial", 0.58),
        Payer("LAKES", "Ten Thousand Lakes Mutual", "commercial", 0.54),
        Payer("PRAIR", "Prairie Employers Plan", "commercial", 0.50),
        Payer("MCRB", "Medicare Part B", "medicare", 0.31),
        Payer("LOONMA", "Loon Lake Medicare Advantage", "medicare_advantage", 0.31),
        Payer("RIVERMA", "River Bend Advantage", "medicare_advantage", 0.30),
        Payer("MNMA", "Minnesota Medical Assistance", "medicaid", 0.23),
        Payer("PINEMA", "Pine Prepaid Medical Assistance", "medicaid", 0.22),
        Payer("TRIW", "Tricare West", "tricare", 0.33),
        Payer("GRANWC", "Granite Work Injury Fund", "workers_comp", 0.60),
        Payer("NORTHWC", "Northland Compensation", "workers_comp", 0.57),
        Payer("ROADNF", "Roadside Auto Insurance", "no_fault", 0.75),
        Payer("GOPHLI", "Gopher Liability", "liability", 0.75),
        Payer("SUPPL", "Steadfast Medicare Supplement", "commercial", 1.0),
        Payer("FARMOT", "Farm Families Sharing Pool", "other", 0.45),
    )
}

MIX = (
    (0.44, ("NSTAR", "LAKES", "PRAIR")),
    (0.18, ("MCRB",)),
    (0.14, ("LOONMA", "RIVERMA")),
    (0.09, ("MNMA", "PINEMA")),
    (0.06, ("GRANWC", "NORTHWC")),
    (0.03, ("ROADNF",)),
    (0.02, ("TRIW",)),
    (0.03, ()),
    (0.01, ("FARMOT",)),
)


@dataclass(slots=True)
class Cover:
    """How one patient is insured while the life is told; `deductible` and `ways` change the
    patient's share.
    """

    payer: Payer | None
    second: Payer | None = None
    qmb: bool = False
    way: str = "coinsurance"  # copay, coinsurance
    deductible: int = 0  # cents still to be met
    copay: int = 0

    @property
    def type(self) -> str:
        return self.payer.type if self.payer else ""


def draw_cover(rng: Random) -> Cover:
    """A first payer by the mix, and with Medicare often a second one; one Medicare patient in eight
    is a QMB.
    """
    choices = rng.choices(MIX, [weight for weight, _ in MIX])[0][1]
    if not choices:
        return Cover(None)
    cover = Cover(PAYERS[rng.choice(choices)])
    kind = cover.type
    if kind in ("medicare", "medicare_advantage") and rng.random() < 0.125:
        cover.qmb, cover.second = True, PAYERS["MNMA"]
    elif kind == "medicare" and rng.random() < 0.68:
        cover.second = PAYERS["SUPPL"]
    if kind in ("commercial", "other"):
        cover.way = rng.choice(("copay", "copay", "coinsurance"))
        cover.deductible = (
            rng.choice((0, 25000, 90000, 178700, 250000)) if rng.random() < 0.87 else 0
        )
        cover.deductible = (
            round(cover.deductible * rng.random()) if rng.random() < 0.6 else cover.deductible
        )
        cover.copay = rng.choice((3000, 3500, 4000, 5000))
    elif kind == "medicare":
        cover.deductible = 25700 if rng.random() < 0.3 else 0
    elif kind in ("medicare_advantage", "tricare"):
        cover.way, cover.copay = "copay", rng.choice((3500, 4000, 4500))
    return cover


def patient_share(cover: Cover, allowed: int, *, large: bool, first: bool) -> list[tuple[str, int]]:
    """(reason code, cents) the payer leaves to the patient on one line: 1 deductible, 2
    coinsurance, 3 copay.

    `large` is surgery, imaging and fracture care, where a copay does not stand for the whole;
    `first` the first line of the visit. Lowers the deductible still to be met.
    """
    if cover.type in ("medicaid", "workers_comp", "no_fault", "liability"):
        return []
    if cover.way == "copay" and not large:
        return [("3", min(cover.copay, allowed))] if first else []
    met = min(cover.deductible, allowed)
    cover.deductible -= met
    rest = (allowed - met) * (15 if cover.type == "tricare" else 20) // 100
    return [(code, cents) for code, cents in (("1", met), ("2", rest)) if cents]
