"""Builders for 835 text, and its way back: payments to text."""

from goodstanding.core.money import plain
from goodstanding.formats.x12.remittance_835 import Adjustment, Claim, Payment
from tests.shared import ROOT

SAMPLES = ROOT / "tests" / "samples" / "835"

HEADER = (
    "BPR*I*{amount}*C*ACH************20260115~TRN*1*EFT1*1999999991~"
    "N1*PR*EXAMPLE HEALTH PLAN~N1*PE*SAMPLE CLINIC*XX*1999999984~LX*1"
)


def payment_text(*segments: str, amount: str = "0", control: str = "0001") -> str:
    body = f"ST*835*{control}~{HEADER.format(amount=amount)}~" + "~".join(segments)
    return f"{body}~SE*{body.count('~') + 2}*{control}~"


def sent_again(payment: Payment) -> str:
    """The payment as text, in the reader's own terms."""
    day = payment.paid_on.strftime("%Y%m%d") if payment.paid_on else ""
    rows = [
        f"BPR*{payment.handling}*{plain(payment.amount_cents)}*C*{payment.method}************{day}",
        f"TRN*1*{payment.trace}*{payment.payer_id}",
        f"N1*PR*{payment.payer_name}",
        f"N1*PE*{payment.payee_name}*XX*{payment.payee_id}",
    ]
    for claim in payment.claims:
        rows += _claim(claim)
    rows += [
        f"PLB*{each.provider_id}*{each.fiscal_on:%Y%m%d}*{each.reason}:{each.reference}"
        f"*{plain(each.cents)}"
        for each in payment.provider_adjustments
    ]
    control = payment.st_control
    return "~".join([f"ST*835*{control}", *rows, f"SE*{len(rows) + 2}*{control}"]) + "~"


def _claim(claim: Claim) -> list[str]:
    money = (claim.charged_cents, claim.paid_cents, claim.patient_cents)
    rows = [
        "*".join(("CLP", claim.claim_id, claim.status, *map(plain, money), claim.filing_code))
        + f"*{claim.payer_control}",
        *map(_cas, claim.adjustments),
        f"NM1*QC*1*{claim.patient_last}*{claim.patient_first}****MI*{claim.member_id}",
        f"DTM*050*{claim.received_on:%Y%m%d}",
    ]
    for line in claim.lines:
        procedure = ":".join((line.qualifier, line.code, *line.modifiers))
        rows += [
            f"SVC*{procedure}*{plain(line.charged_cents)}*{plain(line.paid_cents)}**{line.units}",
            f"DTM*472*{line.service_on:%Y%m%d}",
            *map(_cas, line.adjustments),
            f"REF*6R*{line.ref_6r}",
        ]
    return rows


def _cas(adjustment: Adjustment) -> str:
    return f"CAS*{adjustment.group}*{adjustment.reason}*{plain(adjustment.cents)}"
