"""What people type, read kindly; and money and days as pages show them. No database."""

from datetime import UTC, date, datetime

import pytest

TODAY = date(2026, 11, 23)  # a Monday


@pytest.mark.parametrize(("text", "day"), [
    ("12/4", date(2026, 12, 4)),
    ("12/4/26", date(2026, 12, 4)),
    ("12-04-2026", date(2026, 12, 4)),
    ("2026-12-04", date(2026, 12, 4)),
    (" T ", date(2026, 11, 23)),
    ("today", date(2026, 11, 23)),
    ("fri", date(2026, 11, 27)),
    ("Friday", date(2026, 11, 27)),
    ("mon", date(2026, 11, 30)),  # the next one, never today
    ("+14", date(2026, 12, 7)),
    ("-1", date(2026, 11, 22)),
])  # fmt: skip
def test_a_day_is_read_as_people_write_it(text, day):
    from goodstanding.web.forms import day_of

    assert day_of(text, TODAY) == day


@pytest.mark.parametrize(
    "text", ["", "soon", "13/1", "2/30", "4", "1/2/3/4", "+", "+99999", "٣/٤", "12/4/126"]
)
def test_what_is_no_day_is_refused(text):
    from goodstanding.web.forms import day_of

    with pytest.raises(ValueError):  # noqa: PT011 - the words are the form's
        day_of(text, TODAY)


@pytest.mark.parametrize(("text", "cents"), [
    ("1,250", 125000), ("1250.5", 125050), ("$1,250.50", 125050), ("0", 0), ("  75 ", 7500),
])  # fmt: skip
def test_an_amount_is_read_as_people_write_it(text, cents):
    from goodstanding.web.forms import amount_of

    assert amount_of(text) == cents


@pytest.mark.parametrize("text", ["", "12,50", "1e3", "NaN", "-5", "1.234", "$", "1,2500", "１２"])
def test_what_is_no_amount_is_refused(text):
    from goodstanding.web.forms import amount_of

    with pytest.raises(ValueError):  # noqa: PT011 - the words are the form's
        amount_of(text)


@pytest.mark.parametrize(("name", "given", "shown"), [
    ("money", 18420, "184.20"),
    ("money", 123456789, "1,234,567.89"),
    ("money", 0, "0.00"),
    ("money", -7650, '<span class="visually-hidden">minus </span>\N{MINUS SIGN}76.50'),
    ("lowers", 7650, '<span class="visually-hidden">minus </span>\N{MINUS SIGN}76.50'),
    ("lowers", 0, "0.00"),
    ("credit", 4500, "45.00 CR"),
    ("credit", 0, "0.00"),
    ("dollars", 18420, "$184.20"),
    ("plain", -7650, "-76.50"),
    ("day", TODAY, "11/23/2026"),
    ("short_day", TODAY, "11/23/26"),
    ("action_day", date(2026, 12, 4), "Fri 12/04"),
    ("full_day", date(2026, 12, 4), "Friday Dec 4, 2026"),
    ("clock", datetime(2026, 11, 23, 16, 14, tzinfo=UTC), "10:14 AM"),
    ("clock", None, ""),
    ("stamp", datetime(2026, 7, 1, 5, 1, tzinfo=UTC), "07/01/2026 12:01 AM"),
    ("age", 46, "46"),
    ("age", 120, "120"),
    ("age", 121, "3 mo"),
])  # fmt: skip
def test_money_and_days_have_one_form(name, given, shown):
    from goodstanding.web.templatetags import desk

    assert str(getattr(desk, name)(given)) == shown


@pytest.mark.parametrize(("due", "words"), [
    (date(2026, 12, 4), "in 11 days"), (date(2026, 11, 24), "in 1 day"), (TODAY, "today"),
    (date(2026, 11, 16), "7 days ago"), (None, ""),
])  # fmt: skip
def test_a_due_day_carries_its_distance(due, words):
    from goodstanding.web.templatetags.desk import from_day

    assert from_day(due, TODAY) == words


@pytest.mark.parametrize(("born", "age"), [
    (date(1971, 11, 23), 55),
    (date(1971, 11, 24), 54),
    (date(2004, 2, 29), 22),
    (None, "not known"),
])  # fmt: skip
def test_years_are_whole(born, age):
    from goodstanding.web.templatetags.desk import years

    assert years(born, TODAY) == age
