"""`make law-due`: law that somebody should read again, before it is wrong."""

import datetime
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def due(folder: Path, day: datetime.date) -> Iterator[str]:
    from goodstanding.law import LawBook
    from goodstanding.law.due import changes, unread

    book = LawBook.load(folder)
    for change in changes(book, day):
        label = f"{change.rule.id} {change.parameter.name}".strip()
        where = f"{change.rule.topic}.toml: {label} ({change.version.place})"
        yield f"{where} {change.what} {change.on}"
    for each in unread(book, day):
        read = f"last read on {each.source.read_on}" if each.source.read_on else "never read"
        rules = ", ".join(rule.id for rule in each.rules)
        yield f"{each.rules[0].topic}.toml: {each.source.name} was {read}: {rules}"


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    today = datetime.datetime.now().astimezone().date()
    found = list(due(ROOT / "goodstanding" / "law" / "rules", today))
    print("\n".join(found) or "No law is due to be read again.")
