"""The post's Intelligent Mail barcode: 65 bars from a tracking code and a routing code.

After USPS-B-3200 (Intelligent Mail Barcode 4-State Specification): the digits become one number,
the number gets an 11-bit check, both become ten characters of 13 bits, and the bits of the
characters say of each bar whether it ascends and descends. A bar is F (full), A, D or T (track).
"""

from goodstanding.core.refusals import Refused

TRACKING, ROUTING = 20, (0, 5, 9, 11)
BARS = 65
_POLYNOMIAL, _FIRST_CHECK = 0x0F35, 0x07FF
_OFFSET = {0: 0, 5: 1, 9: 100_001, 11: 1_000_100_001}
_SPLIT = (636, *(1_365,) * 9)  # from the last word to the first


def encode(tracking: str, routing: str = "") -> str:
    """The bars from left to right. Refuses digits the standard has no bars for."""
    if len(tracking) != TRACKING or len(routing) not in ROUTING:
        raise Refused("A mail barcode takes 20 digits of tracking and 0, 5, 9 or 11 of routing.")
    if not (tracking + routing).isdecimal() or tracking[1] > "4":
        raise Refused("A mail barcode takes digits only, and its second digit is 0 to 4.")
    number = _number(tracking, routing)
    check = _check(number)
    return _bars(_characters(number, check))


def _number(tracking: str, routing: str) -> int:
    number = (int(routing) if routing else 0) + _OFFSET[len(routing)]
    number = number * 10 + int(tracking[0])
    number = number * 5 + int(tracking[1])
    return number * 10**18 + int(tracking[2:])


def _check(number: int) -> int:
    """Eleven bits over the 102 of the number, in thirteen bytes."""
    check = _FIRST_CHECK
    content = number.to_bytes(13, "big")
    for place, byte in enumerate(content):
        # Of the first byte two bits belong to no digit.
        bits, value = (6, byte << 5) if place == 0 else (8, byte << 3)
        for _ in range(bits):
            turn = (check ^ value) & 0x400
            check = ((check << 1) ^ (_POLYNOMIAL if turn else 0)) & 0x7FF
            value <<= 1
    return check


def _characters(number: int, check: int) -> list[int]:
    words = []
    for size in _SPLIT:
        number, word = divmod(number, size)
        words.append(word)
    words.reverse()
    words[9] *= 2
    words[0] += 659 if check >> 10 else 0
    found = [_FIVE[word] if word < len(_FIVE) else _TWO[word - len(_FIVE)] for word in words]
    return [one ^ 0x1FFF if check >> place & 1 else one for place, one in enumerate(found)]


def _bars(characters: list[int]) -> str:
    return "".join(
        "TDAF"[(characters[d] >> db & 1) + 2 * (characters[a] >> ab & 1)]
        for d, db, a, ab in _PLACES
    )


def _of_thirteen(ones: int, size: int) -> tuple[int, ...]:
    """The standard's order of 13-bit characters with so many ones: each followed by itself read
    backwards; those that read the same both ways from the end.
    """
    found = [0] * size
    low, high = 0, size - 1
    for character in range(1 << 13):
        if character.bit_count() != ones:
            continue
        backwards = int(f"{character:013b}"[::-1], 2)
        if backwards == character:
            found[high] = character
            high -= 1
        elif backwards > character:
            found[low : low + 2] = [character, backwards]
            low += 2
    return tuple(found)


_FIVE, _TWO = _of_thirteen(5, 1_287), _of_thirteen(2, 78)
# The standard's last table, a bar each: the character and bit that make it descend, and ascend.
_TABLE = (
    "7.2.4.3 1.10.0.0 9.12.2.8 5.5.6.11 8.9.3.1 0.1.5.12 2.5.1.8 4.4.9.11 6.3.8.10 3.9.7.6 "
    "5.11.1.4 8.5.2.12 9.10.0.2 7.1.6.7 3.6.4.9 0.3.8.6 6.4.2.7 1.1.9.9 7.10.5.2 4.0.3.8 "
    "6.2.0.4 8.11.1.0 9.8.3.12 2.6.7.7 5.1.4.10 1.12.6.9 7.3.8.0 5.8.9.7 4.6.2.10 3.4.0.5 "
    "8.4.5.7 7.11.1.9 6.0.9.6 0.6.4.8 2.1.3.2 5.9.8.12 4.11.6.1 9.5.7.4 3.3.1.2 0.7.2.0 "
    "1.3.4.1 6.10.3.5 8.7.9.4 2.11.5.6 0.8.7.12 4.2.8.1 5.10.3.0 9.3.0.9 6.5.2.4 7.8.1.7 "
    "5.0.4.5 2.3.0.10 6.12.9.2 3.11.1.6 8.8.7.9 5.4.0.11 1.5.2.2 9.1.4.12 8.3.6.6 7.0.3.7 "
    "4.7.7.5 0.12.1.11 2.9.9.0 6.8.5.3 3.10.8.2"
)
_PLACES = tuple(tuple(map(int, bar.split("."))) for bar in _TABLE.split(" "))
