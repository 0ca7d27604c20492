"""Texts that leave us in a table: a spreadsheet program must never take one for a formula."""

from kejin.enterprises.importing.problems import shortened

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SEPARATORS = (",", ";", "\t", '"', "'")


def safe_text(text: str) -> str:
    """The text in one short line, with an apostrophe before it when a spreadsheet program might compute it."""
    return guarded(shortened(text))


def guarded(text: str) -> str:
    """The whole text, with an apostrophe before it when a spreadsheet program might compute it.

    A program that splits a field at another separator than ours would find a formula start behind that separator, so
    those are looked at too.
    """
    pieces = [text, text.lstrip()]
    for separator in _SEPARATORS:
        pieces.extend(part.lstrip() for piece in list(pieces) for part in piece.split(separator)[1:])
    return f"'{text}" if any(piece.startswith(_STARTS) for piece in pieces) else text
