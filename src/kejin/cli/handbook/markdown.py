"""Markdown made of texts that may hold anything: escaped, in one line, in tables that no pipe breaks."""

import re
from collections.abc import Iterable, Sequence

# What Markdown would read as markup wherever it stands.
_MARKUP = re.compile(r"[\\`*_\[\]|#~]")
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LISTED = re.compile(r"^(\d+)([.)])(?=\s|$)")
_SIGN = re.compile(r"^([+-])(?=\s|$)")


def escaped(text: str) -> str:
    """The text as Markdown shows it letter by letter, in one line."""
    line = " ".join(text.split())
    line = "".join(_HTML.get(char, char) for char in line)
    return _MARKUP.sub(lambda found: "\\" + found.group(), line)


def paragraph(text: str) -> str:
    """A line of its own: a figure or a sign at its beginning does not make it an item of a list."""
    return _SIGN.sub(r"\\\1", _LISTED.sub(r"\1\\\2", text))


def heading(level: int, text: str) -> str:
    """A heading of text that is escaped already."""
    return f"{'#' * level} {text}"


def link(text: str, target: str) -> str:
    """A link whose text is escaped already."""
    return f"[{text}]({target})"


def anchor(name: str) -> str:
    """A place that a link can lead to; headings in Chinese make no usable name of their own."""
    return f'<a id="{name}"></a>'


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table of cells that are escaped already; nothing where there is no row."""
    lines = [f"| {' | '.join(cell or ' ' for cell in row)} |" for row in rows]
    if not lines:
        return []
    return [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}", *lines, ""]


def item(text: str, depth: int = 0) -> str:
    """An item of a list; four blanks for each level."""
    return f"{'    ' * depth}- {paragraph(text)}"
