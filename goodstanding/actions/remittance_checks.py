"""Which check of ours an incoming one is: a new one, the same again, a corrected one, or another
under the same payer, trace, amount and date.

Two sources write one check differently (other envelopes, REF, remarks), so checks and claims are
compared by what they say of money.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO

from goodstanding.actions.remittance_claims import unpacked
from goodstanding.core.matching_desk import plain_number
from goodstanding.formats.problems import Problem
from goodstanding.formats.x12.remittance_835 import read
from goodstanding.formats.x12.remitted import Adjustment, Claim, Payment, ProviderAdjustment
from goodstanding.records.models import ImportFile, Remittance, RemittanceClaim
from goodstanding.records.models import ProviderAdjustment as StoredAdjustment
from goodstanding.records.models.remittances import REPLACED
from goodstanding.records.queries.desk_money import Typed

_NO_WORD = re.compile(r"[\W_]+")
_CUT = "The file ends in the middle of this check, so none of its claims is posted"
_OFF = "The check does not balance, so none of its claims is posted"
_OTHER = "A check with this payer, trace, amount and date is posted, with other claims in it"

PlbKey = tuple[str, str, int]
# Insurers' receipts of the desk, by the plain number of the check and its cents.
TypedChecks = Mapping[tuple[str, int], Typed]


@dataclass(slots=True)
class Taken:
    """What is still to be done for a check: `claims` get places after `claims_before`,
    `adjustments` after `adjustments_before`; `same` of its claims came before. `aside` says why
    nothing of it posts. `remittance` is None when all of it came before.
    """

    remittance: Remittance | None
    claims: list[Claim] = field(default_factory=list)
    adjustments: list[ProviderAdjustment] = field(default_factory=list)
    claims_before: int = 0
    adjustments_before: int = 0
    same: int | None = None
    aside: str = ""
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _News:
    """What a check says, worked out once. `aside` is why nothing of it may post, or empty."""

    file: ImportFile
    likes: list[str]
    digest: str
    trace: str
    aside: str


def take_check(payment: Payment, file: ImportFile, typed: TypedChecks) -> Taken:
    """Finds the check among those read before and those typed at the desk, and makes its row when
    it is a new one.
    """
    news = _news(payment, file)
    name = [payment.payer_id, news.trace, str(payment.amount_cents), str(payment.paid_on)]
    key = "|".join(name)[:200]
    before = Remittance.objects.filter(key=key).first()
    if before is not None and before.digest == news.digest and (before.balanced or news.aside):
        return _again(payment, news.trace)
    if before is not None and before.receipt_stands:
        return _differs(payment, before, news)
    if before is not None and before.brings_money:
        return _corrected(payment, before, news)
    if before is not None:  # nothing of it was posted; the payer sent it again
        put_out(before)
    row = _row(payment, news, key, balanced=not news.aside)
    receipt = typed.get((plain_number(payment.trace), payment.amount_cents))
    if receipt is not None and not news.aside:
        return _typed(payment, row, receipt)
    return Taken(row, payment.claims, payment.provider_adjustments, aside=news.aside)


def _typed(payment: Payment, row: Remittance, receipt: Typed) -> Taken:
    """Its money is here already: nothing of it posts until a person says which of both stands."""
    row.receipt_id = receipt.key
    row.save(update_fields=["receipt"])
    why = f"The check was typed at the desk, as receipt {receipt.number} on {receipt.on:%m/%d/%Y}"
    text = f"{why}. Nothing is posted a second time; say on the check's page which one stands."
    problem = Problem(f"check {row.trace}", "check_typed", text, payment.amount_cents)
    return Taken(row, payment.claims, aside=why, problems=[problem])


def sent_again(row: Remittance) -> Payment | None:
    """The check as its file has it, read anew; None when the file's text is not kept."""
    raw = row.file.raw
    for payment in read(BytesIO(bytes(raw or b"").replace(b"\0", b" "))):
        news = _news(payment, row.file)
        if (news.digest, news.trace[:80], payment.amount_cents) == (
            row.digest, row.trace, row.cents
        ):  # fmt: skip
            return payment
    return None


def put_out(row: Remittance) -> None:
    """Nothing of this reading of the check counts any more, and the same check may come anew."""
    row.claims.exclude(state="replaced").update(state="replaced")
    row.key, row.receipt_stands = f"{row.key[:170]}{REPLACED}{row.id}", False
    row.save(update_fields=["key", "receipt_stands"])


def _news(payment: Payment, file: ImportFile) -> _News:
    likes = [likeness(claim) for claim in payment.claims]
    plb = sorted(map(_plb_key, payment.provider_adjustments))
    digest = hashlib.sha256(repr((sorted(likes), plb)).encode()).hexdigest()
    # Zero-pay remittances share "0" or nothing as their trace: only their contents tell them apart.
    is_named = payment.trace.strip("0 ") or (payment.trace and payment.amount_cents)
    trace = payment.trace if is_named else f"no trace {digest[:12]}"
    aside = _CUT if payment.cut else "" if payment.balanced else _OFF
    return _News(file, likes, digest, trace, aside)


def likeness(claim: Claim) -> str:
    """What a claim says of money; two claims with one likeness are the same."""
    lines = [
        (
            line.code,
            line.charged_cents,
            line.paid_cents,
            line.service_on and line.service_on.isoformat(),
            _adjusted(line.adjustments),
        )
        for line in claim.lines
    ]
    amounts = (claim.charged_cents, claim.paid_cents, claim.patient_cents)
    names = (claim.claim_id, claim.status, claim.payer_control)
    return repr((names, amounts, _adjusted(claim.adjustments), lines))


def _adjusted(adjustments: Iterable[Adjustment]) -> list[tuple[str, str, int]]:
    return sorted((each.group, each.reason, each.cents) for each in adjustments)


def _plb_key(adjustment: ProviderAdjustment | StoredAdjustment) -> PlbKey:
    """As it is kept; the marks inside a reference are the file's own."""
    reference = _NO_WORD.sub("", adjustment.reference[:80])
    return adjustment.reason[:4], reference, adjustment.cents


def _again(payment: Payment, trace: str) -> Taken:
    text = "This check was read before, from this or another file. Nothing was posted again."
    notice = Problem(f"check {trace}", "duplicate_check", text, payment.amount_cents)
    return Taken(None, same=len(payment.claims), notices=[notice])


def _corrected(payment: Payment, before: Remittance, news: _News) -> Taken:
    """A check of which something is posted came in another form: claim by claim. What is posted
    must be in it as it was; then what is new takes the place of what was not posted.
    """
    stored: dict[str, list[RemittanceClaim]] = {}
    kept_now = before.claims.exclude(state="replaced").order_by("-place")
    for kept in sorted(kept_now, key=lambda kept: kept.state == "posted"):  # these pair up first
        stored.setdefault(likeness(unpacked(kept.content)), []).append(kept)
    new = [
        claim
        for claim, like in zip(payment.claims, news.likes, strict=True)
        if not (stored.get(like) and stored[like].pop())
    ]
    gone = [kept for rest in stored.values() for kept in rest]
    recorded = Counter(map(_plb_key, before.provider_adjustments.all()))
    adjustments = []
    for each in payment.provider_adjustments:
        if recorded[_plb_key(each)] > 0:
            recorded[_plb_key(each)] -= 1
        else:
            adjustments.append(each)
    lost = bool(recorded.total()) or any(kept.state == "posted" for kept in gone)
    if not (new or adjustments) and (payment.cut or not (gone or lost)):
        return _again(payment, before.trace)
    if lost or news.aside:
        return _differs(payment, before, news)
    RemittanceClaim.objects.filter(id__in=[kept.id for kept in gone]).update(state="replaced")
    Remittance.objects.filter(id=before.id).update(digest=news.digest)
    same = len(payment.claims) - len(new)
    text = (
        f"A corrected form of a check read before: {same} of its claims are as they were, "
        f"{len(new)} take the place of {len(gone)} that were not posted."
    )
    return Taken(
        before,
        new,
        adjustments,
        claims_before=before.claims.count(),
        adjustments_before=before.provider_adjustments.count(),
        same=same,
        notices=[Problem(f"check {before.trace}", "corrected_check", text, payment.amount_cents)],
    )


def _differs(payment: Payment, before: Remittance, news: _News) -> Taken:
    key = f"{before.key[:150]}|differs {news.digest[:16]}"
    if Remittance.objects.filter(key=key).exists():
        return _again(payment, before.trace)
    row = _row(payment, news, key, balanced=False)
    text = (
        f"{_OTHER}. Nothing was posted and its {len(payment.claims)} claims are set aside; ask the "
        "payer which one stands."
    )
    problem = Problem(f"check {before.trace}", "check_differs", text, payment.amount_cents)
    return Taken(row, payment.claims, aside=_OTHER, problems=[problem])


def _row(payment: Payment, news: _News, key: str, *, balanced: bool) -> Remittance:
    return Remittance.objects.create(
        file=news.file,
        key=key,
        digest=news.digest,
        payer=payment.payer_id[:64],
        payer_name=payment.payer_name[:200],
        trace=news.trace[:80],
        method=payment.method[:10],
        cents=payment.amount_cents,
        paid_on=payment.paid_on,
        balanced=balanced,
    )
