"""One letter's own pages out of the file that was printed."""

import io

import pikepdf

from goodstanding.core.refusals import Refused


def as_mailed(batch: bytes, *, first: int, count: int, reference: str) -> bytes:
    """`count` pages from page `first` (from 1), as they were printed."""
    with pikepdf.open(io.BytesIO(batch)) as whole, pikepdf.new() as one:
        if not 1 <= first <= first + count - 1 <= len(whole.pages):
            raise Refused(f"The file of this batch does not hold {reference}. Tell your manager.")
        one.pages.extend(whole.pages[first - 1 : first - 1 + count])
        one.docinfo["/Title"] = reference
        out = io.BytesIO()
        one.save(out, deterministic_id=True)
    return out.getvalue()
