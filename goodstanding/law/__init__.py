"""Law as data: what the number is. What to do with it is core's."""

from goodstanding.law.book import LawBook, LawOn, live_book
from goodstanding.law.shape import NoRule, Rule, Unknown

__all__ = ["LawBook", "LawOn", "NoRule", "Rule", "Unknown", "live_book"]
