"""One transaction (ST to SE) of a 270 or 271: its levels, and an exchange for each patient."""

from collections.abc import Iterator

from goodstanding.formats.problems import Problem
from goodstanding.formats.x12 import eligibility_loops as loops
from goodstanding.formats.x12.eligibility_loops import Level, at
from goodstanding.formats.x12.eligibility_values import Exchange, Party, Rejection, Trace
from goodstanding.formats.x12.envelope import Row
from goodstanding.formats.x12.faults import bad_date, day_of, place, quoted
from goodstanding.formats.x12.rejections import rejection_words

LEVELS = {"20": "payer", "21": "provider", "22": "subscriber", "23": "dependent"}
_ABOVE = {"payer": "", "provider": "payer", "subscriber": "provider", "dependent": "subscriber"}
_PASSED_OVER = frozenset({"PER", "PRV", "N2", "N3", "N4", "HI", "MPI", "LS", "LE", "AMT"})
_ASK = "Ask the sender for the file anew."
_PROBLEMS_KEPT = 50


class SetWalk:
    """`rows` are the transaction's segments from ST on; `marks` the repetition and component mark;
    `ended` says that an SE closed it. Read `exchanges` once."""

    def __init__(self, rows: list[Row], marks: tuple[str, str], *, ended: bool) -> None:
        self.rows, self.marks, self.ended = rows, marks, ended
        self.kind, self.control = at(rows[0], 1), at(rows[0], 2)
        self.head: Row = []
        self.level = ""
        self.payer: Party | None = None
        self.provider: Party | None = None
        self.above: list[Rejection] = []
        self.subscriber: Level | None = None
        self.dependent: Level | None = None
        self.open: Level | None = None
        self.emitted = self.untold = False
        self.levels: dict[str, str] = {}
        self.childless: dict[str, tuple[str, str]] = {}
        self.problems: list[Problem] = []
        self.place = place(self.control, 1, "ST")

    def exchanges(self) -> Iterator[Exchange]:
        self._check_frame()
        for number, row in enumerate(self.rows, start=1):
            self.place = place(self.control, number, row[0])
            if row[0] == "HL":
                yield from self._hierarchy(row)
            else:
                self._take(row)
        self.place = place(self.control, 1, "ST")
        yield from self._close("")
        if self.untold or not self.emitted:
            if not self.above:
                self._note("no_person", "No patient stands in this transaction. " + _ASK)
            yield self._exchange(None, None)

    # ---- levels

    def _hierarchy(self, row: Row) -> Iterator[Exchange]:
        number, parent, level = at(row, 1), at(row, 2), LEVELS.get(at(row, 3), "")
        if not level:
            self._note("level_order", "HL03 is no level of an eligibility file. " + _ASK)
            return
        yield from self._close(level)
        needed = _ABOVE[level]
        if needed and self.levels.get(parent) != needed:
            self._note(
                "level_order",
                f"This {level} names a level above it (HL02) that is no {needed}. {_ASK}",
            )
        self.levels[number] = level
        if self.childless.pop(parent, ("", ""))[1] == "0":
            self._note("level_child", "HL04 of the level above says that nothing is below it.")
        self.childless[number] = (self.place, at(row, 4))
        self.level = level
        if level == "payer":
            self.payer, self.provider, self.above = None, None, []
        elif level == "provider":
            self.provider = None
            self.above = [one for one in self.above if one.level == "payer"]
        else:
            self.open = Level(level, self.place)
            if level == "subscriber":
                self.subscriber = self.open
            else:
                self.dependent = self.open

    def _close(self, following: str) -> Iterator[Exchange]:
        """What ends where a level of this name, or the transaction, follows."""
        if self.dependent is not None:
            yield self._exchange(self.subscriber, self.dependent)
            if self.subscriber is not None and following == "dependent":
                self.subscriber.rejections = []
        elif self.subscriber is not None and (following != "dependent" or self.subscriber.lines):
            yield self._exchange(self.subscriber, None)
        elif self.untold and following in ("payer", self.level):
            yield self._exchange(None, None)
        self.dependent = self.open = None
        if following != "dependent":
            self.subscriber = None

    def _exchange(self, subscriber: Level | None, dependent: Level | None) -> Exchange:
        last = dependent or subscriber
        heard = [level for level in (subscriber, dependent) if level is not None]
        if last is not None:
            self._check_person(last)
        rejections = [*self.above, *(each for level in heard for each in level.rejections)]
        problems, self.problems = tuple(self.problems), []
        self.emitted, self.untold = True, False
        return Exchange(
            kind=self.kind, control=self.control, reference=at(self.head, 3),
            purpose=at(self.head, 2), made_on=day_of(at(self.head, 4)),
            payer=self.payer, provider=self.provider,
            subscriber=subscriber.person if subscriber else None,
            dependent=dependent.person if dependent else None,
            traces=tuple(each for level in heard for each in level.traces),
            rejections=tuple(rejections), lines=tuple(last.lines) if last else (),
            questions=tuple(last.questions) if last else (), problems=problems,
            where=last.where if last else self.place,
        )  # fmt: skip

    # ---- segments

    def _take(self, row: Row) -> None:
        tag = row[0]
        if tag in ("ST", "SE") or tag in _PASSED_OVER:
            return
        if tag == "BHT":
            self.head = row
        elif tag == "NM1":
            self._name(row)
        elif tag == "AAA":
            self._reject(row)
        elif self.open is not None and tag in _OF_PERSON:
            getattr(self, _OF_PERSON[tag])(self.open, row)
        elif tag in _OF_PERSON:
            if tag != "REF":
                self._note(
                    "stray_segment", "The segment stands where no patient is, and was left out."
                )
        else:
            self._note("unknown_segment", "A segment that does not belong here was left out.")

    def _name(self, row: Row) -> None:
        person = self.open
        if at(row, 2) not in ("1", "2"):
            text = (
                f"NM102 {quoted(_digits(at(row, 2)))} says neither person nor organization. {_ASK}"
            )
            self._note("bad_entity_type", text)
        if self.level == "payer":
            self.payer = self.payer or loops.party_of(row)
        elif self.level == "provider":
            self.provider = self.provider or loops.party_of(row)
        elif person is not None and person.in_benefit:
            person.last(parties=(*person.lines[-1].parties, loops.party_of(row)))
        elif person is not None and not person.named:
            loops.name_person(person, row)
        else:
            self._note("stray_segment", "A name that does not belong here was left out.")

    def _reject(self, row: Row) -> None:
        code, follow_up = at(row, 3), at(row, 4)
        benefit = self.open is not None and self.open.in_benefit
        level = "benefit" if benefit else self.level or "payer"
        found = Rejection(level, code, follow_up, rejection_words(code, follow_up), self.place)
        if self.open is None:
            self.untold = True
        (self.open.rejections if self.open is not None else self.above).append(found)

    def _trace(self, person: Level, row: Row) -> None:
        person.traces.append(Trace(at(row, 1), at(row, 2), at(row, 3)))

    def _about(self, person: Level, row: Row) -> None:
        birth = loops.birth_of(row)
        if birth is None and at(row, 2):
            self.problems.append(bad_date(self.place, "DMG02", _digits(at(row, 2))))
        person.about(birth_on=birth, sex=at(row, 3))

    def _relation(self, person: Level, row: Row) -> None:
        person.about(relation=at(row, 2))

    def _date(self, person: Level, row: Row) -> None:
        found = loops.dated_of(row)
        if found is None:
            self.problems.append(bad_date(self.place, "DTP03", _digits(at(row, 3))))
        else:
            loops.add_date(person, found)

    def _reference(self, person: Level, row: Row) -> None:
        loops.add_reference(person, row)

    def _benefit(self, person: Level, row: Row) -> None:
        line, wrong = loops.line_of(row, self.marks)
        person.lines.append(line)
        person.measures, person.measured = 0, False
        for element in wrong:
            code = "bad_benefit" if element == "EB01" else "bad_amount"
            self._note(code, f"{element} cannot be read; it counts as not said.")

    def _question(self, person: Level, row: Row) -> None:
        person.questions.append(loops.asked_of(row, self.marks))

    def _message(self, person: Level, row: Row) -> None:
        if person.in_benefit and (text := at(row, 1)):
            person.last(messages=(*person.lines[-1].messages, text))

    def _limit(self, person: Level, row: Row) -> None:
        if person.in_benefit:
            loops.add_place(person, row)

    def _measure(self, person: Level, row: Row) -> None:
        if person.in_benefit:
            loops.add_measure(person, row)

    # ---- checks

    def _check_frame(self) -> None:
        last = self.rows[-1]
        if not self.ended:
            self._note("truncated", "The transaction has no end (SE): the file was cut. " + _ASK)
            return
        counted = at(last, 1)
        if counted != str(len(self.rows)):
            self._note(
                "segment_count",
                f"SE01 says {quoted(_digits(counted))} segments, {len(self.rows)} were read.",
            )
        if at(last, 2) != self.control:
            self._note("control_differs", "SE02 is not the number that ST02 says.")

    def _check_person(self, last: Level) -> None:
        if self.payer is None and not self.above:
            self._note("no_payer", "No payer is named above this patient. " + _ASK)
        if not last.named:
            self._note("no_person", "The patient's level has no name (NM1). " + _ASK)
        if not (last.heard or self.above):
            what = "asked (EQ)" if self.kind == "270" else "told (EB) and nothing rejected (AAA)"
            self._note("nothing_said", f"Nothing is {what} of this patient.")

    def _note(self, code: str, text: str) -> None:
        if len(self.problems) < _PROBLEMS_KEPT:
            self.problems.append(Problem(self.place, code, text))


def _digits(text: str) -> str:
    """The text, or a mark that is not shown: a broken file may have a name anywhere."""
    return text if not text.strip("0123456789-.") else "?"


_OF_PERSON = {
    "TRN": "_trace", "DMG": "_about", "INS": "_relation",
    "DTP": "_date", "REF": "_reference", "EB": "_benefit", "EQ": "_question", "MSG": "_message",
    "III": "_limit", "HSD": "_measure",
}  # fmt: skip
