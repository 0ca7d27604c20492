"""How headers and choices are compared: by their letters, digits and Chinese characters, and by nothing else."""

import unicodedata
from difflib import SequenceMatcher

_SHORT = 3


def fold(text: str) -> str:
    """The text with width, case, blanks, underscores and punctuation taken away.

    "Ｒ＆Ｄ expense", "rd_expense" and "R&D Expense" fold to the same "rdexpense".
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in plain if character.isalnum())


def likeness(left: str, right: str) -> float:
    """How alike two folded texts are, from 0 to 1; one that contains the other counts as rather alike."""
    if not left or not right:
        return 0.0
    if min(len(left), len(right)) <= _SHORT and (left + right).isascii() and left != right:
        # "foo" and "cfo" share two letters of three, and that means nothing.
        return 0.0
    ratio = SequenceMatcher(None, left, right, autojunk=False).ratio()
    contained = left in right or right in left
    return max(ratio, 0.7) if contained else ratio
