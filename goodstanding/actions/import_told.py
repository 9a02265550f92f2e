"""What the reading of a file tells a person: kept with the file, marked when dealt with."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from goodstanding.formats.problems import Problem
from goodstanding.records.models import ImportFile, ImportProblem, Remittance


def tell(file: ImportFile, problems: Iterable[Problem], *, level: str = "aside") -> None:
    tell_each(((file.id, problem) for problem in problems), level=level)


def tell_each(problems: Iterable[tuple[int, Problem]], *, level: str = "aside") -> None:
    """Each with the key of the file it is told of."""
    ImportProblem.objects.bulk_create(
        ImportProblem(
            file_id=file, where=p.where[:200], code=p.code, text=p.text, cents=p.cents, level=level
        )
        for file, p in problems
    )


def solved(check: Remittance, *, at: datetime) -> None:
    """What its file told of it is dealt with."""
    where = f"check {check.trace}"
    of_it = Q(where=where) | Q(where__startswith=f"{where} ")
    told = ImportProblem.objects.filter(file_id=check.file_id, solved_at__isnull=True)
    told.filter(of_it).update(solved_at=at)
