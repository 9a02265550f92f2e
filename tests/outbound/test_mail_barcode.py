"""The mail barcode on paper: the right bars, inside the window, with room around them."""

import io
from dataclasses import replace

import pikepdf
import pytest

from goodstanding.core.intelligent_mail import encode
from goodstanding.core.refusals import Refused
from goodstanding.outbound.mail_barcode import mail_barcode, tracking
from goodstanding.outbound.print_batch import print_letters
from tests.outbound.letter_makers import CLINIC, letter
from tests.outbound.paper import pages_of, pieces

MAILER = replace(CLINIC, mailer_id="123456")
FOUR = ("412 9th Avenue North", "Apartment 3", "St. Cloud MN 56303-1234")
BAR = 0.02  # inches


def bars(pdf: bytes) -> list[tuple[float, float, float]]:
    """(left, top, bottom) of each bar of the first page, in inches from its top left corner."""
    found, place = [], (0.0, 0.0)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        drawn: list[tuple[float, float]] = []
        for values, operator in pikepdf.parse_content_stream(opened.pages[0]):
            if str(operator) == "cm":
                place = (float(values[4]), float(values[5]))
            elif str(operator) in ("m", "l"):
                drawn = [*drawn, (float(values[0]), float(values[1]))]
            elif str(operator) == "f":
                width, height = (max(each) for each in zip(*drawn, strict=True))
                if abs(width / 72 - BAR) < 0.001:
                    top = (792 - place[1]) / 72
                    found.append((place[0] / 72, top, top + height / 72))
                drawn = []
            elif str(operator) in ("S", "n"):
                drawn = []
    return found


def test_no_mailer_id_no_barcode():
    assert mail_barcode(letter(), CLINIC) == ""
    assert bars(print_letters([letter()], CLINIC).pdf) == []


def test_the_digits_are_the_clinics_the_letters_and_the_zips():
    assert tracking(letter(reference="L-000123"), MAILER) == "00300123456000000123"
    nine = replace(CLINIC, mailer_id="987654321", mail_service="310")
    assert tracking(letter(reference="L-1234567"), nine) == "00310987654321234567"
    one = letter(reference="L-000123", address=FOUR)
    assert mail_barcode(one, MAILER) == encode("00300123456000000123", "563031234")
    with pytest.raises(Refused, match="6 or 9 digits"):
        mail_barcode(letter(reference="L-000123"), replace(CLINIC, mailer_id="12345"))


def test_the_bars_on_paper_are_the_bars_of_the_code():
    one = letter(reference="L-000123", address=FOUR)
    drawn = sorted(bars(print_letters([one], MAILER).pdf))
    middle = (min(top for _, top, _ in drawn) + max(bottom for *_, bottom in drawn)) / 2
    read = "".join(
        "TDAF"[(bottom - middle > 0.05) + 2 * (middle - top > 0.05)] for _, top, bottom in drawn
    )
    assert read == encode("00300123456000000123", "563031234")
    pitches = {round(b[0] - a[0], 4) for a, b in zip(drawn, drawn[1:], strict=False)}
    assert all(1 / 24 <= pitch <= 1 / 20 for pitch in pitches)


def test_bars_and_address_stay_in_the_window_with_room_between():
    """Inside x 1.0-4.25, y 2.625-3.375: what shows wherever the sheet slips (ADR 12)."""
    one = letter(reference="L-000123", addressee=("Maria Lopez",), address=FOUR)
    pdf = print_letters([one], MAILER).pdf
    drawn = bars(pdf)
    assert min(left for left, *_ in drawn) >= 1.0
    assert max(left for left, *_ in drawn) + BAR <= 4.25 - 0.125
    assert min(top for _, top, _ in drawn) >= 2.624
    address = [p for p in pieces(pages_of(pdf)[0]) if 2.0 < p.top < 3.63 and p.left < 5.38]
    assert len(address) == 4
    assert min(p.top for p in address) - max(bottom for *_, bottom in drawn) >= 0.028
    assert max(p.bottom for p in address) <= 3.375


def test_a_nudge_moves_the_whole_page():
    plain, moved = (
        pieces(pages_of(print_letters([letter()], clinic).pdf)[0])
        for clinic in (CLINIC, replace(CLINIC, nudge_right=4, nudge_down=-2))
    )
    shifts = {(round(b.left - a.left, 3), round(b.top - a.top, 3))
              for a, b in zip(plain, moved, strict=True)}  # fmt: skip
    assert all(abs(x - 0.125) < 0.002 and abs(y + 0.0625) < 0.002 for x, y in shifts)
