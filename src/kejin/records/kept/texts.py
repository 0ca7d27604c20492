"""Texts as they may be recorded: without what could mislead a reader, a terminal or a file."""

import unicodedata

# Control characters, and those that turn the direction of a line: what is shown would not be what was approved.
_BARRED = frozenset({"Cc", "Cs", "Co", "Cn"})
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def plain_text(text: str) -> str:
    """The text in composed form.

    Raises:
        ValueError: It holds a control character other than a line feed, or one that turns the direction of writing.
    """
    # Numbers and codes by the million: nothing in them can mislead or be composed.
    if text.isascii() and text.isprintable():
        return text
    for character in text:
        if character != "\n" and (unicodedata.category(character) in _BARRED or character in _TURNING):
            raise ValueError(f"the character U+{ord(character):04X} may not stand in a text")
    return unicodedata.normalize("NFC", text)
