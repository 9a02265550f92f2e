"""`make law-due`: law that somebody should read again, before it is wrong."""

import datetime
import tomllib
from collections.abc import Iterator
from pathlib import Path

RULES = Path(__file__).resolve().parent.parent / "goodstanding" / "law" / "rules"
READ_WITHIN = datetime.timedelta(days=180)
ENDS_WITHIN = datetime.timedelta(days=90)


def due(folder: Path, day: datetime.date) -> Iterator[str]:
    for path in sorted(folder.glob("*.toml")):
        book = tomllib.loads(path.read_text())
        for key, source in book.get("source", {}).items():
            read_on = source.get("read_on")
            if read_on is None:
                yield f"{path.name}: source {key} was never read here: {source.get('name')}"
            elif day - read_on > READ_WITHIN:
                yield f"{path.name}: source {key} was last read on {read_on}: {source.get('name')}"
        for rule in book.get("rule", []):
            yield from ending(path.name, rule, day)


def ending(file: str, rule: dict[str, object], day: datetime.date) -> Iterator[str]:
    """Versions whose last day is near, those of the rule's parameters included."""
    for value in rule.values():
        for part in value if isinstance(value, list) else []:
            if not isinstance(part, dict):
                continue
            until = part.get("until")
            if until and day <= until <= day + ENDS_WITHIN:
                yield f"{file}: {rule['id']} ({part.get('place')}) ends on {until}"
            yield from ending(file, {**part, "id": rule["id"]}, day)


if __name__ == "__main__":
    found = list(due(RULES, datetime.datetime.now().astimezone().date()))
    print("\n".join(found) or "No law is due to be read again.")
