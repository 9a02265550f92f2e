"""A batch for a mail house: the PDF, a list of what is in it, and the seal of both."""

import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from goodstanding.core.letters import ADDRESS_LINES as MOST_LINES
from goodstanding.formats.spreadsheets import Heading, Sheet, write_csv

COLUMNS = ("place", "reference", "template", "first_page", "pages", "sheets", "name", "line_1",
           "line_2", "line_3", "barcode")  # fmt: skip
PDF_NAME, LIST_NAME, SEAL_NAME = "letters.pdf", "manifest.csv", "sha256.txt"
# Zip cannot say less; a fixed moment makes the same batch the same file.
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Piece:
    """One letter: no amount and nothing else of the account; the words are on the page."""

    place: int
    reference: str
    template: str
    first_page: int
    pages: int
    address: tuple[str, ...]
    barcode: str = ""


def mail_house_file(pdf: bytes, pieces: Sequence[Piece]) -> bytes:
    """A zip of three: each seal stands for its file, as sha256sum -c reads it."""
    listed = manifest(pieces)
    seals = "".join(
        f"{seal(content)}  {name}\n" for name, content in ((PDF_NAME, pdf), (LIST_NAME, listed))
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content, way in (
            (PDF_NAME, pdf, zipfile.ZIP_STORED),
            (LIST_NAME, listed, zipfile.ZIP_DEFLATED),
            (SEAL_NAME, seals.encode(), zipfile.ZIP_STORED),
        ):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, compress_type=way)
    return out.getvalue()


def seal(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def manifest(pieces: Sequence[Piece]) -> bytes:
    """CSV in the order of the pages; text that a spreadsheet would run is kept from it."""
    out = io.StringIO(newline="")
    headings = [Heading(name) for name in COLUMNS]
    write_csv(out, Sheet("manifest", headings, map(_row, pieces)))
    return out.getvalue().encode("utf-8-sig")


def _row(piece: Piece) -> list[str | int | None]:
    lines = [*piece.address, *[""] * (MOST_LINES - len(piece.address))]
    return [
        piece.place, piece.reference, piece.template, piece.first_page, piece.pages,
        -(-piece.pages // 2), *lines, piece.barcode,
    ]  # fmt: skip
