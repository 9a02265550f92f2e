"""Who lives together, as far as the addresses on file say."""

import hashlib
import re
from collections.abc import Sequence

_NOT_WORD = re.compile(r"[^0-9a-z]+")
# The same street, written out or short; words that only announce a number are left out.
_SHORT = {
    "avenue": "ave", "boulevard": "blvd", "circle": "cir", "court": "ct", "drive": "dr",
    "highway": "hwy", "lane": "ln", "parkway": "pkwy", "place": "pl", "road": "rd",
    "street": "st", "terrace": "ter", "trail": "trl", "north": "n", "south": "s", "east": "e",
    "west": "w", "northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw",
    "apartment": "", "apt": "", "unit": "", "suite": "", "ste": "", "no": "",
}  # fmt: skip


# Street, second line, city, state, ZIP; "" for what is not known.
Address = Sequence[str]


def address_lines(address: Address) -> tuple[str, ...]:
    """As they stand on an envelope under the name: ("1 Test Way", "Duluth, MN 55802")."""
    street, street2, city, state, zip_code = address
    place = " ".join(part for part in (f"{city}," if city else "", state, zip_code) if part)
    return tuple(line for line in (street, street2, place) if line)


def address_mark(address: Address) -> str:
    """Alike for every spelling of one mailing address."""
    street, street2, city, state, zip_code = address
    plain = "|".join(" ".join(part.casefold().split()) for part in (street, street2, zip_code))
    place = " ".join(f"{city} {state}".casefold().split())
    return f"{household_mark(street, street2, zip_code) or plain}|{place}"


def household_mark(street: str, street2: str, zip_code: str) -> str:
    """Alike for every spelling of one address; "" when the street or the ZIP is not known. It tells
    nothing of the address itself."""
    place = zip_code.strip()[:5]
    words = _NOT_WORD.split(f"{street} {street2}".casefold())
    plain = " ".join(word for word in (_SHORT.get(w, w) for w in words) if word)
    if not street.strip() or not plain or len(place) < 5:
        return ""
    return hashlib.sha1(f"{plain}|{place}".encode(), usedforsecurity=False).hexdigest()[:16]
