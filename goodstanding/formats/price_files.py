"""Any price list: what kind it is, and what it says."""

from goodstanding.core.price_kinds import PriceKind
from goodstanding.formats.price_cms import is_gpci, is_rvu, read_gpci, read_rvu
from goodstanding.formats.price_lists import column, read_list
from goodstanding.formats.price_rows import PriceFile
from goodstanding.formats.price_tables import table
from goodstanding.formats.problems import Problem


def read(
    content: bytes, name: str, *, kind: PriceKind | None = None, payer: str = ""
) -> tuple[PriceFile, list[Problem]]:
    """Without `kind` it is found: CMS's files by their headings, a fee schedule by its payer."""
    rows = table(content, name)
    if kind is None:
        header = {column(cell) for cell in rows[0][1]}
        of_payer = bool(payer) or "payer_id" in header
        kind = (
            PriceKind.RVU if is_rvu(rows)
            else PriceKind.GPCI if is_gpci(rows)
            else PriceKind.PAYER if of_payer
            else PriceKind.CHARGE_MASTER
        )  # fmt: skip
    if kind is PriceKind.RVU:
        return read_rvu(rows)
    if kind is PriceKind.GPCI:
        return read_gpci(rows)
    return read_list(rows, kind=kind, payer=payer)
