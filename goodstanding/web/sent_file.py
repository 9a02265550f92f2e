"""A file as the answer of a page, named for the person who keeps it."""

from collections.abc import Iterable

from django.http import HttpResponse, StreamingHttpResponse

CSV = "text/csv; charset=utf-8"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
PNG = "image/png"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"


def sent_file(content: bytes, name: str, kind: str, *, inline: bool = False) -> HttpResponse:
    """To be kept, or `inline` to be looked at in the browser. `name` is ours: letters, digits,
    hyphens and a point.
    """
    return HttpResponse(content, content_type=kind, headers=_named(name, inline=inline))


def sent_as_read(lines: Iterable[bytes | str], name: str, kind: str) -> StreamingHttpResponse:
    """Goes out while it is read: for what may be too long to be held."""
    return StreamingHttpResponse(lines, content_type=kind, headers=_named(name))


def _named(name: str, *, inline: bool = False) -> dict[str, str]:
    way = "inline" if inline else "attachment"
    return {"Content-Disposition": f'{way}; filename="{name}"'}
