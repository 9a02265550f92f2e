"""A letter as a Word document, for the office's own edits. What a person made of it is not ours any
more: it is not in a batch and does not count as sent.
"""

import io

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Inches, Pt
from docx.text.paragraph import Paragraph

from goodstanding.core.letters import BODY_PT, Block, FilledLetter, Run, SumRow, VisitRow
from goodstanding.outbound.word_files import letter_kind

FONT = "Arial"
OWN_EDIT = "The office's own edit of letter {}. Not checked, not counted as sent."
_BEFORE = ("sender",)
_BODY = ("front", "left", "right", "below", "back", "form", "sheet")
_SLIP = ("tear", "mail_to", "slip")


def word_copy(letter: FilledLetter) -> bytes:
    """The letter's words in the order of the page; layout and window are Word's, not ours."""
    document = Document()
    _dress(document, letter)
    regions = dict(letter.regions)
    for name in _BEFORE:
        _blocks(document, regions.get(name, ()))
    _sums(document, letter.head)
    for line in ("", *letter.address, ""):
        _plain(document, line)
    document.add_heading(letter.subject, level=1)
    for name in (*_BODY, *_SLIP):
        _blocks(document, regions.get(name, ()))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _dress(document: DocumentType, letter: FilledLetter) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(BODY_PT)
    language = style.element.get_or_add_rPr().makeelement(
        qn("w:lang"), {qn("w:val"): letter.language}
    )
    style.element.get_or_add_rPr().append(language)
    (section,) = document.sections
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(0.75)
    section.top_margin = section.bottom_margin = Inches(0.7)
    section.header.paragraphs[0].text = OWN_EDIT.format(letter.reference)
    section.footer.paragraphs[0].text = f"{letter.account_id} · {letter.reference}"
    kept = document.core_properties
    kept.title, kept.author = letter_kind(letter.kind).title, letter.registered_name
    kept.comments = OWN_EDIT.format(letter.reference)


def _blocks(document: DocumentType, blocks: tuple[Block, ...]) -> None:
    for block in blocks:
        if block.kind == "sum":
            _sums(document, block.sum_rows)
        elif block.kind == "visits":
            _visits(document, block.visit_rows)
        elif block.kind == "heading":
            document.add_heading(block.text, level=2)
        else:
            _paragraph(document, block)


def _paragraph(document: DocumentType, block: Block) -> None:
    made = document.add_paragraph()
    if block.kind == "item":
        made.paragraph_format.left_indent = Inches(0.25)
        made.paragraph_format.first_line_indent = Inches(-0.25)
        mark = {"box": "☐", "-": "•"}.get(block.mark, block.mark)
        made.add_run(f"{mark} ")
    if block.kind == "line":
        made.paragraph_format.space_after = Pt(0)
    heavy = block.kind in ("main", "notice")
    _runs(made, block.runs, bold=heavy)


def _runs(paragraph: Paragraph, runs: tuple[Run, ...], *, bold: bool) -> None:
    for run in runs:
        paragraph.add_run(run.text.replace("____", "_" * 24)).bold = bold or run.bold


def _plain(document: DocumentType, text: str) -> None:
    document.add_paragraph(text).paragraph_format.space_after = Pt(0)


def _sums(document: DocumentType, rows: tuple[SumRow, ...]) -> None:
    table = document.add_table(rows=0, cols=2)
    for row in rows:
        label, amount = table.add_row().cells
        label.paragraphs[0].add_run(row.label).bold = row.total
        amount.paragraphs[0].add_run(row.amount).bold = row.total
        amount.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _visits(document: DocumentType, rows: tuple[VisitRow, ...]) -> None:
    heads, *visits = rows
    table = document.add_table(rows=0, cols=len(heads.cells))
    table.style = "Table Grid"
    for cell, words in zip(table.add_row().cells, heads.cells, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    for row in visits:
        for cell, words in zip(table.add_row().cells, row.cells, strict=True):
            cell.text = words
        if row.note:
            first, *others = table.add_row().cells
            (first.merge(others[-1]) if others else first).text = row.note
