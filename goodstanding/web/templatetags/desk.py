"""Money, days and icons as pages show them (UX.md 3.4, 3.5): cents and dates in, text out."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from goodstanding.core.days import add_months, clock_words
from goodstanding.core.money import Cents
from goodstanding.core.money import plain as plain_amount

register = template.Library()

MINUS = "\N{MINUS SIGN}"
_DAYS_UNTIL_MONTHS = 120


def _digits(cents: Cents) -> str:
    whole, part = divmod(abs(cents), 100)
    return f"{whole:,}.{part:02d}"


@register.filter
def money(cents: Cents) -> str | SafeString:
    """For a column: 184.20, or a true minus with the word for those who listen."""
    if cents >= 0:
        return _digits(cents)
    return format_html('<span class="visually-hidden">minus </span>{}', MINUS + _digits(cents))


@register.filter
def plain(cents: Cents) -> str:
    """184.20 or -76.50: what a spreadsheet takes as a number."""
    return plain_amount(cents)


@register.filter
def lowers(cents: Cents) -> str | SafeString:
    """Money in, which lowers what is owed: shown with a minus; nothing is 0.00."""
    return money(-cents)


@register.filter
def credit(cents: Cents) -> str:
    """What we owe: 45.00 CR."""
    return f"{_digits(cents)} CR" if cents else _digits(0)


@register.filter
def dollars(cents: Cents) -> str | SafeString:
    """For sentences, totals and single amounts: $184.20."""
    if cents >= 0:
        return f"${_digits(cents)}"
    return format_html('<span class="visually-hidden">minus </span>{}', f"{MINUS}${_digits(cents)}")


@register.filter
def said(cents: Cents | None) -> str | SafeString:
    """What a payer told; what it did not tell is never 0.00."""
    return "not said" if cents is None else dollars(cents)


@register.filter
def share(rate: Decimal | None) -> str:
    """0.2 -> 20 %; what was not told is not 0 %."""
    return "not said" if rate is None else f"{(rate * 100).normalize():f} %"


@register.filter
def signed(count: int) -> str | SafeString:
    """+12, a true minus, or 0: what changes."""
    if count >= 0:
        return f"+{count:,}" if count else "0"
    return format_html('<span class="visually-hidden">minus </span>{}', f"{MINUS}{-count:,}")


@register.filter
def tenths(count: int) -> str:
    """331 tenths -> 33.1"""
    return f"{count // 10:,}.{count % 10}"


@register.filter
def of(words: Mapping[str, str], key: str) -> str:
    """What a table says of this key; "" when nothing."""
    return words.get(key, "")


@register.filter
def day(on: date | None) -> str | SafeString:
    """11/23/2026; an en dash where no day applies."""
    if on is None:
        return format_html('<span aria-hidden="true">–</span>{}', _hidden("none"))
    return f"{on:%m/%d/%Y}"


@register.filter
def short_day(on: date | None) -> str | SafeString:
    """11/23/26: the dense ledger only."""
    return f"{on:%m/%d/%y}" if on else day(None)


@register.filter
def action_day(on: date | None) -> str | SafeString:
    """Fri 12/04: a day on which something is to be done."""
    return f"{on:%a %m/%d}" if on else day(None)


@register.filter
def full_day(on: date) -> str:
    """Monday Nov 23, 2026"""
    return f"{on:%A} {on:%b} {on.day}, {on.year}"


@register.filter
def from_day(due: date | None, on: date) -> str:
    """ "in 11 days", "today", "7 days ago": how far `due` is from the page's own day."""
    if due is None:
        return ""
    days = (due - on).days
    if days == 0:
        return "today"
    words = f"{abs(days)} day" + ("" if abs(days) == 1 else "s")
    return f"in {words}" if days > 0 else f"{words} ago"


@register.filter
def days_old(since: date, on: date) -> str:
    """ "today", "1 day old": how long ago something was found out."""
    days = (on - since).days
    return "today" if days <= 0 else f"{days} day{'' if days == 1 else 's'} old"


@register.filter
def late(due: date, on: date) -> str:
    """ "6 days late": a day of ours that has passed."""
    days = (on - due).days
    return f"{days} day{'' if days == 1 else 's'} late"


@register.filter
def clock(at: datetime | None) -> str:
    """10:14 AM, clinic time; "" when the hour is not known."""
    if at is None:
        return ""
    return clock_words(timezone.localtime(at))


@register.filter
def stamp(at: datetime | None) -> str | SafeString:
    """11/23/2026 10:14 AM, clinic time."""
    return f"{timezone.localtime(at):%m/%d/%Y} {clock(at)}" if at else day(None)


@register.filter
def age(days: int | None) -> str | SafeString:
    """Days up to 120, then months."""
    if days is None:
        return day(None)
    if days <= _DAYS_UNTIL_MONTHS:
        return str(days)
    return f"{days * 12 // 365} mo"


@register.filter
def years(born: date | None, on: date) -> int | str:
    """Whole years on a day."""
    if born is None:
        return "not known"
    return on.year - born.year - (add_months(born, 12 * (on.year - born.year)) > on)


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """Always beside words, so hidden from those who listen."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f"icon-{size}" if size else "",
        static("icons.svg"),
        name,
    )


@register.simple_tag
def key(letters: str) -> SafeString:
    return format_html('<kbd class="key" aria-hidden="true">{}</kbd>', letters)


def _hidden(words: str) -> SafeString:
    return format_html('<span class="visually-hidden">{}</span>', words)
