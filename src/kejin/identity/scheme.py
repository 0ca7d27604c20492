"""The scheme of the unified social credit code (GB 32100—2015) and the organisation code inside it (GB 11714).

position  1      2         3–8                9–17               18
          |      |         |                  |                  |
          9      1         440300             708461136          T
          who    kind of   division of the    organisation code, check character over
          registers  body  registering office with its own check the seventeen before
"""

from typing import Final

LENGTH: Final = 18

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of a code by value: digits, then letters without I, O, S, V and Z."""

VALUES: Final = {character: value for value, character in enumerate(ALPHABET)}

WEIGHTS: Final = tuple(pow(3, position, 31) for position in range(LENGTH - 1))
"""3**i mod 31, a different weight for each of the 17 places: the modulus is prime, so every slip of one
character and every swap of two neighbours changes the check."""

ORGANISATION: Final = slice(8, 17)
ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)

AUTHORITIES: Final = {
    "1": ("机构编制", "Public sector staffing"),
    "2": ("外交", "Foreign affairs"),
    "3": ("司法行政", "Justice"),
    "4": ("文化", "Culture"),
    "5": ("民政", "Civil affairs"),
    "6": ("旅游", "Tourism"),
    "7": ("宗教", "Religious affairs"),
    "8": ("工会", "Trade unions"),
    "9": ("工商", "Market regulation"),
    "A": ("中央军委改革和编制办公室", "Military staffing"),
    "N": ("农业", "Agriculture"),
    "Y": ("其他", "Other"),
}
"""Registering authorities by first character, Chinese and English; a code with another one is still well
formed."""


def check_character(first_seventeen: str) -> str:
    """The character that makes 17 characters a code: (31 − Σ value × weight mod 31) mod 31.

    Raises:
        KeyError: A character is not in the alphabet.
    """
    total = sum(VALUES[c] * weight for c, weight in zip(first_seventeen, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def organisation_check_character(body: str) -> str:
    """The ninth character of an organisation code from its first eight.

    It is 11 − Σ value × weight mod 11, where ten is written X and eleven 0. Here
    letters count from A = 10 to Z = 35, without the gaps of `ALPHABET`.
    """
    total = sum(int(c, 36) * weight for c, weight in zip(body, ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[(11 - total % 11) % 11]
