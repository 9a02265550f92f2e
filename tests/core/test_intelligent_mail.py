"""The mail barcode against the examples of the post's own specification, USPS-B-3200."""

import pytest

from goodstanding.core.intelligent_mail import BARS, encode
from goodstanding.core.refusals import Refused

TRACKING = "01234567094987654321"
# The specification's four examples: no routing code, and one of 5, 9 and 11 digits.
EXAMPLES = {
    "": "ATTFATTDTTADTAATTDTDTATTDAFDDFADFDFTFFFFFTATFAAAATDFFTDAADFTFDTDT",
    "01234": "DTTAFADDTTFTDTFTFDTDDADADAFADFATDDFTAAAFDTTADFAAATDFDTDFADDDTDFFT",
    "012345678": "ADFTTAFDTTTTFATTADTAAATFTFTATDAAAFDDADATATDTDTTDFDTDATADADTDFFTFA",
    "01234567891": "AADTFFDFTDADTAADAATFDTDDAAADDTDTTDAFADADDDTFFFDDTTTADFAAADFTDAADA",
}


@pytest.mark.parametrize(("routing", "bars"), EXAMPLES.items())
def test_the_bars_are_those_of_the_specification(routing, bars):
    assert encode(TRACKING, routing) == bars
    assert len(bars) == BARS


def test_every_digit_changes_the_bars():
    known = {encode(TRACKING, "56301")}
    for place in range(20):
        digit = "1" if TRACKING[place] == "0" else "0"
        known.add(encode(TRACKING[:place] + digit + TRACKING[place + 1 :], "56301"))
    assert len(known) == 21


@pytest.mark.parametrize(
    ("tracking", "routing"),
    [(TRACKING[:-1], ""), (TRACKING, "5630"), ("0523456709498765432A", ""), ("05" + "0" * 18, "")],
)
def test_what_the_standard_has_no_bars_for_is_refused(tracking, routing):
    with pytest.raises(Refused, match="mail barcode"):
        encode(tracking, routing)
