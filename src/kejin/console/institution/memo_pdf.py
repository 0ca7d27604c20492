"""A memo as PDF, by typst. What it says reaches the page as data and never as markup."""

import json
from collections.abc import Mapping
from typing import Any

import typst

# The data come in as one JSON text; `str` values are set as text, whatever stands in them.
_PAGE = """
#let memo = json(bytes(sys.inputs.memo))
#set document(title: memo.title)
#set page(paper: "a4", margin: (x: 20mm, y: 20mm), footer: context [
  #set text(8pt, fill: luma(90))
  #memo.footer #h(1fr) #counter(page).display("1 / 1", both: true)
])
#set text(10pt, lang: memo.language, font: (
  "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", "Libertinus Serif"
))
#set par(leading: 0.65em)
#text(18pt, weight: "bold", memo.title)
#for mark in memo.marks [
  #block(fill: rgb("#fff1d6"), inset: 6pt, radius: 2pt, width: 100%, text(9pt, mark))
]
#for section in memo.sections [
  #v(6pt)
  #block(sticky: true, text(13pt, weight: "bold", section.title))
  #for sentence in section.sentences [
    #block(spacing: 0.7em, text(sentence))
  ]
  #if section.table.len() > 0 {
    table(
      columns: section.table.first().len(),
      stroke: (x, y) => (bottom: 0.4pt + luma(190)),
      inset: (x: 4pt, y: 4pt),
      table.header(..section.table.first().map(cell => text(9pt, weight: "bold", cell))),
      ..section.table.slice(1).flatten().map(cell => text(9pt, cell)),
    )
  }
]
"""


def pdf_of(memo: Mapping[str, Any]) -> bytes:
    """The file.

    Args:
        memo: The plain form of a `Memo`.
    """
    made: bytes = typst.compile(
        _PAGE.encode(), format="pdf", sys_inputs={"memo": json.dumps(memo, ensure_ascii=False)}
    )
    return made
