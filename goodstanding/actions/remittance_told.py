"""What the reading of an 835 tells a person: kept with its file, marked when dealt with."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from goodstanding.actions.remittance_posting import Desk
from goodstanding.formats.problems import Problem
from goodstanding.records.models import ImportFile, ImportProblem, Remittance


def tell(file: ImportFile, problems: Iterable[Problem], *, level: str) -> None:
    ImportProblem.objects.bulk_create(
        ImportProblem(
            file=file, where=p.where[:200], code=p.code, text=p.text, cents=p.cents, level=level
        )
        for p in problems
    )


def tell_elsewhere(desk: Desk) -> None:
    ImportProblem.objects.bulk_create(
        ImportProblem(
            file_id=file, where=p.where[:200], code=p.code, text=p.text, cents=p.cents,
            level="aside",
        )
        for file, p in desk.elsewhere
    )  # fmt: skip


def solved(check: Remittance, *, at: datetime) -> None:
    """What its file told of it is dealt with."""
    where = f"check {check.trace}"
    of_it = Q(where=where) | Q(where__startswith=f"{where} ")
    told = ImportProblem.objects.filter(file_id=check.file_id, solved_at__isnull=True)
    told.filter(of_it).update(solved_at=at)
