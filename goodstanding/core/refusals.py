"""The house says no: raised by core and actions, shown to a person as it stands."""


class Refused(Exception):
    """`why` is a whole sentence with what to do next; `rule` a rule id or "" when no law speaks."""

    def __init__(self, why: str, rule: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.rule = rule
