"""The paper of an estimate, in the print order of CMS's model form; and the insured one in plain
words. Its words are settled when it is given, and the same paper is made of them ever after.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from goodstanding.core.estimate_compared import ELIGIBLE
from goodstanding.core.estimate_terms import OTHERS, PLACES, ForWhom, Planned, PlannedLine
from goodstanding.core.letters import ClinicFacts, in_words
from goodstanding.core.money import round_dollars, show
from goodstanding.core.pricing import ASSISTANTS
from goodstanding.law import LawOn
from goodstanding.outbound.typeset import moment_of, template

HERE = Path(__file__).parent
NOT_KNOWN = "not known"


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads((HERE / "estimate_words.toml").read_text(encoding="utf-8"))


def paper(
    planned: Planned, figures: Mapping[str, Any], whom: ForWhom, *, clinic: ClinicFacts,
    given_on: date, law: LawOn,
) -> dict[str, Any]:  # fmt: skip
    """What the template may read: strings, and lists of them."""
    shared = {
        "clinic": [clinic.registered_name, clinic.street, clinic.place, clinic.phone],
        "made": in_words(given_on),
        "name": whom.name,
        "facts": list(_facts(planned, whom)),
        "service": planned.service,
        "deposit": "" if planned.insured and not figures["at_most"] else _words()["deposit"],
    }
    if planned.insured:
        return shared | _insured(planned, figures)
    return shared | _good_faith(planned, clinic, law)


def pdf(values: Mapping[str, Any], on: date) -> bytes:
    compiler = template("estimate", values)
    return bytes(compiler.compile(format="pdf", pdf_tags=True, timestamp=moment_of(on)))


def images(values: Mapping[str, Any], dots_an_inch: int = 80) -> list[bytes]:
    made = template("estimate", values).compile(format="png", ppi=dots_an_inch)
    return [bytes(page) for page in made] if isinstance(made, list) else [bytes(made)]


def text(values: Mapping[str, Any]) -> str:
    """The paper's words line by line, as they are read aloud."""
    return "\n".join(_spoken(values))


def _spoken(values: Mapping[str, Any]) -> Iterator[str]:
    yield values["title"]
    yield values["cover"]
    yield from (": ".join(fact) for fact in values["facts"])
    for provider in values.get("providers", ()):
        yield from provider["who"]
        yield from (" | ".join(filter(None, cells)) for cells in provider["lines"])
        yield f"Total from {provider['name']}: {provider['total']}"
    yield from (": ".join(step) for step in values.get("steps", ()))
    yield f"{values['total_label']}: {values['total']}"
    if values.get("beside"):  # an older paper has none
        yield values["beside"]
    for title, paragraphs in values["after"]:
        yield title
        yield from paragraphs


def _facts(planned: Planned, whom: ForWhom) -> Iterator[list[str]]:
    """In the order of the model form: the patient, the care, its day."""
    yield ["Patient", whom.name]
    yield ["Date of birth", in_words(whom.birth_on) if whom.birth_on else NOT_KNOWN]
    yield ["Patient number", whom.patient_id]
    yield ["Address", ", ".join(whom.address) or NOT_KNOWN]
    yield ["Phone", whom.phone or NOT_KNOWN]
    if whom.email:
        yield ["Email", whom.email]
    yield ["Contact by", whom.contact or "mail"]
    yield ["Primary service", planned.service]
    if diagnosis := planned.diagnosis or _first(line.diagnosis for line in planned.lines):
        yield ["Primary diagnosis", diagnosis]
    yield ["Scheduled for", in_words(planned.service_on)]
    if planned.recurs_until is not None:
        until = in_words(planned.recurs_until)
        yield ["Comes again", f"{planned.times} times in all, to {until}"]


def _first(values: Iterable[str]) -> str:
    return next(filter(None, values), "")


def _good_faith(planned: Planned, clinic: ClinicFacts, law: LawOn) -> dict[str, Any]:
    words = _words()
    whole = planned.times * sum(line.cents or 0 for line in planned.lines)
    window = law.number(ELIGIBLE, "filing_window")
    put_in = {
        "limit": round_dollars(law.cents(ELIGIBLE, "substantially_in_excess")),
        "days": str(window),
        "months": str(window // 30),
        "fee": round_dollars(law.cents(ELIGIBLE, "patient_admin_fee")),
    }
    ask = words["apart_ask"].format(phone=clinic.phone)
    apart = [words["apart"], *_others(planned), ask] if planned.others else [words["apart_none"]]
    return {
        "kind": "good_faith",
        "title": "Good Faith Estimate for Health Care Items and Services",
        "cover": words["good_faith_cover"],
        "providers": list(_providers(planned, clinic)),
        "total_label": "Total expected cost",
        "total": show(whole),
        "beside": _beside(planned),
        "after": [
            ["Scheduled apart from this care", apart],
            ["About this estimate", [each.format(**put_in) for each in words["disclaimers"]]],
            ["If you are billed more", [each.format(**put_in) for each in words["dispute"]]],
        ],
    }


def _providers(planned: Planned, clinic: ClinicFacts) -> Iterator[dict[str, Any]]:
    """Each with its lines: the dispute right counts by provider."""
    by: dict[tuple[str, str, str], list[PlannedLine]] = {}
    for line in planned.lines:
        by.setdefault((line.provider, line.npi, line.tin), []).append(line)
    for (name, npi, tin), lines in by.items():
        total = planned.times * sum(line.cents or 0 for line in lines)
        yield {
            "name": name,
            "who": [name, f"NPI {npi} · tax number {tin}",
                    f"{clinic.registered_name}, {clinic.street}, {clinic.place}"],
            "lines": [_cells(planned, line) for line in lines],
            "total": show(total),
            "each": f"for {planned.times} visits" if planned.times > 1 else "",
        }  # fmt: skip


def _cells(planned: Planned, line: PlannedLine) -> list[str]:
    """In the columns of the model form. The first line is the planned care itself."""
    code = " ".join((line.code, *line.modifiers))
    what = line.said or (planned.service if line is planned.lines[0] else "")
    if not what and ASSISTANTS.intersection(line.modifiers):
        what = "Assistant at the surgery"
    elsewhere = planned.facility if line.place != "office" else ""
    return [
        what, elsewhere or PLACES[line.place], line.diagnosis, code, str(line.units),
        show(line.cents or 0),
    ]  # fmt: skip


def _insured(planned: Planned, figures: Mapping[str, Any]) -> dict[str, Any]:
    words = _words()
    steps = [
        [said, "" if note else NOT_KNOWN if cents is None else show(cents)]
        for said, cents, note in figures["steps"]
    ]
    share, most = figures["share"], figures["at_most"]
    likely = f"You are likely to pay{planned.of_visits}"
    if figures["unknown"]:
        label, total = f"You may pay{planned.of_visits} from", f"{show(share)} to {show(most)}"
    elif most > share:
        label, total = likely, f"{show(share)}, and at most {show(most)}"
    else:
        label, total = likely, show(share)
    others = [["Who else may bill", [words["coverage"], *_others(planned)]]]
    return {
        "kind": "insured",
        "title": "Estimate of what you will pay",
        "cover": words["insured_cover"],
        "steps": steps[:-1],
        "total_label": label,
        "total": total,
        "after": [
            ["Why it may change", figures["reasons"]],
            *(others if planned.others else []),
            ["Good to know", [_told(planned), *words["insured_end"]]],
        ],
    }


def _beside(planned: Planned) -> str:
    """Under the sum, where it is read: the list itself stands overleaf."""
    if not planned.others:
        return ""
    named = [f"{OTHERS[key][:1].lower()}{OTHERS[key][1:]}" for key in planned.others]
    return str(_words()["beside"]).format(others="; ".join(named))


def _others(planned: Planned) -> list[str]:
    return [f"{OTHERS[key]}." for key in planned.others]


def _told(planned: Planned) -> str:
    if planned.told is None or planned.told.on is None:
        return "We have no benefits of your plan on file for this estimate."
    return f"Your plan told us your benefits on {in_words(planned.told.on)}."
