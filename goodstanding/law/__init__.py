"""Law as data: what the number is. What to do with it is core's."""

from goodstanding.law.book import LawBook, LawOn, live_book
from goodstanding.law.shape import NoRule, Rule

__all__ = ["LawBook", "LawOn", "NoRule", "Rule", "live_book"]
