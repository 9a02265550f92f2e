"""Which of the numbers that were pasted are accounts of ours."""

from collections.abc import Sequence

from goodstanding.records.models import Guarantor


def known(written: Sequence[str]) -> dict[str, str]:
    """Our number by what was written. Excel drops zeros in front: they are added where that is the
    only account it can mean.
    """
    exact = set(Guarantor.objects.filter(number__in=written).values_list("number", flat=True))
    found = {each: each for each in written if each in exact}
    bare = [each for each in written if each.isdecimal() and each not in found]
    if bare:
        longer = {f"{'0' * zeros}{each}": each for each in bare for zeros in range(1, 5)}
        meant: dict[str, list[str]] = {}
        for number in Guarantor.objects.filter(number__in=list(longer)).values_list(
            "number", flat=True
        ):
            meant.setdefault(longer[number], []).append(number)
        found |= {each: ours[0] for each, ours in meant.items() if len(ours) == 1}
    return found
