"""Claims of an 835 as they go by: each is balanced at once, its other fields are left for later.

Every claim takes this path and its speed is measured (docs/benchmarks.md), so it looks at nothing
but money and takes apart no segment that holds none. A claim with anything unusual in it, a
negative amount or a missing element, is read field by field instead; a test holds the two ways
against each other.
"""

from collections import defaultdict

from goodstanding.core.money import Cents
from goodstanding.formats.x12.claim_detail import fill
from goodstanding.formats.x12.envelope import Delimiters
from goodstanding.formats.x12.faults import amount_of
from goodstanding.formats.x12.remitted import Claim, Sums

# An amount is looked up in two parts, around its point: quicker than int(), and only what is an
# amount is found. Larger dollars are learnt as they come.
_DOLLARS = {str(dollars): dollars * 100 for dollars in range(10_000)}
_CENTS = {"": 0, **{str(n): n * 10 for n in range(10)}, **{f"{n:02d}": n for n in range(100)}}
_MOST_DOLLARS = 30_000


class ClaimLoop:
    """Reads claims and adds each to `sums` and `groups`; `control` is the ST02 problems name."""

    def __init__(self) -> None:
        self.dollars = _DOLLARS.copy()
        self.marked(Delimiters("*", ":", "~"))
        self.begin("")

    def marked(self, marks: Delimiters) -> None:
        self.marks = marks
        # Every element is followed by a separator, the last of a segment too.
        self.close = marks.element + marks.segment
        self.svc = f"{marks.segment}SVC{marks.element}"
        self.cas = f"{marks.segment}CAS{marks.element}"

    def begin(self, control: str) -> None:
        self.control = control
        self.sums = Sums()
        self.groups: dict[str, Cents] = defaultdict(int)

    def claim(self, segments: str, position: int) -> Claim:
        """`segments` is the claim whole, without its first four characters, "CLP*"."""
        groups = self.groups.copy()
        while True:
            try:
                return self._quickly(segments, position)
            except KeyError as unknown:
                self.groups = groups.copy()
                if not self._learn(unknown.args[0]):
                    break
            except ValueError:
                self.groups = groups
                break
        return self._carefully(segments, position)

    def _quickly(self, segments: str, position: int) -> Claim:
        marks, dollars, cents_of, sums = self.marks, self.dollars, _CENTS, self.sums
        claim = Claim.__new__(Claim)
        closed = segments.replace(marks.segment, self.close) + marks.element
        claim.claim_id, status, charge, payment, patient, rest = closed.split(marks.element, 5)
        if marks.segment in status:
            raise ValueError("CLP is cut short")
        claim.status = status
        whole, _, part = charge.partition(".")
        claim.charged_cents = charged = dollars[whole] + cents_of[part]
        whole, _, part = payment.partition(".")
        claim.paid_cents = paid = dollars[whole] + cents_of[part]
        whole, _, part = patient.partition(".")
        claim.patient_cents = owed = dollars[whole] + cents_of[part] if patient else 0
        claim.position = position
        claim.unread = (fill, segments, marks, self.control)
        if self._is_off(rest, charged - paid):
            sums.claims_off += 1
        sums.claims += 1
        sums.charged_cents += charged
        sums.paid_cents += paid
        sums.patient_cents += owed
        return claim

    def _is_off(self, closed: str, left: Cents) -> bool:
        """Whether charges less payments and adjustments leave something, of the claim or a line."""
        dollars, cents_of, groups, cas = self.dollars, _CENTS, self.groups, self.cas
        element, segment = self.marks.element, self.marks.segment
        of_line = off = False
        for some in closed.split(self.svc):
            service, *adjustments = some.split(cas)
            adjusted = 0
            for each in adjustments:
                group, reason, amount, more = each.split(element, 3)
                if segment in group or segment in reason:
                    raise ValueError("CAS is cut short")
                whole, _, part = amount.partition(".")
                cents = dollars[whole] + cents_of[part]
                if more and more[0] != segment:
                    cents += self._more(more)
                groups[group] += cents
                adjusted += cents
            if of_line:
                procedure, charge, payment, _ = service.split(element, 3)
                if segment in procedure:
                    raise ValueError("SVC is cut short")
                whole, _, part = charge.partition(".")
                cents = dollars[whole] + cents_of[part]
                whole, _, part = payment.partition(".")
                if cents - dollars[whole] - cents_of[part] != adjusted:
                    off = True
            of_line = True
            left -= adjusted
        return off or left != 0

    def _more(self, text: str) -> Cents:
        """Quantity, then the second to sixth triplet of a CAS; an empty triplet is padding."""
        parts = text.partition(self.marks.segment)[0].split(self.marks.element)
        cents = 0
        for reason, amount in zip(parts[1::3], parts[2::3], strict=False):
            if reason or amount:
                whole, _, part = amount.partition(".")
                cents += self.dollars[whole] + _CENTS[part]
        return cents

    def _learn(self, dollars: str) -> bool:
        if not (dollars.isascii() and dollars.isdigit() and len(dollars) < 10):
            return False
        if dollars in self.dollars:
            return False
        if len(self.dollars) >= _MOST_DOLLARS:
            self.dollars = _DOLLARS.copy()
        self.dollars[dollars] = int(dollars) * 100
        return True

    def _carefully(self, segments: str, position: int) -> Claim:
        marks, sums = self.marks, self.sums
        head = segments.partition(marks.segment)[0].split(marks.element)
        claim_id, status, charge, payment, patient = [*head, *("",) * 5][:5]
        charged, paid, owed = (amount_of(text) or 0 for text in (charge, payment, patient))
        claim = Claim(claim_id, status, charged, paid, owed, position=position)
        claim.unread = (fill, segments, marks, self.control)
        fill(claim)
        for some in (claim.adjustments, *(line.adjustments for line in claim.lines)):
            for adjustment in some:
                self.groups[adjustment.group] += adjustment.cents
        if not claim.balanced:
            sums.claims_off += 1
        sums.claims += 1
        sums.charged_cents += charged
        sums.paid_cents += paid
        sums.patient_cents += owed
        return claim
