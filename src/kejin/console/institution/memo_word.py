"""A memo as a Word document that can be edited."""

import io
import re
from collections.abc import Mapping
from typing import Any

import docx
from docx.oxml.ns import qn

# Characters that XML cannot hold.
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def word_of(memo: Mapping[str, Any]) -> bytes:
    """The file.

    Args:
        memo: The plain form of a `Memo`.
    """
    made = docx.Document()
    style = made.styles["Normal"]
    style.font.name = "Arial"
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Microsoft YaHei")
    made.core_properties.title = _text(memo["title"])
    made.core_properties.author = ""
    made.add_heading(_text(memo["title"]), level=0)
    for mark in memo["marks"]:
        made.add_paragraph(_text(mark), style="Intense Quote")
    for section in memo["sections"]:
        made.add_heading(_text(section["title"]), level=1)
        for sentence in section["sentences"]:
            made.add_paragraph(_text(sentence))
        if section["table"]:
            _table(made, section["table"])
    made.sections[0].footer.paragraphs[0].text = _text(memo["footer"])
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def _table(made: Any, rows: Any) -> None:
    table = made.add_table(rows=len(rows), cols=len(rows[0]), style="Light Grid Accent 1")
    for line, row in enumerate(rows):
        for place, text in enumerate(row):
            table.cell(line, place).text = _text(text)


def _text(value: str) -> str:
    return _NO_XML.sub("", value)
