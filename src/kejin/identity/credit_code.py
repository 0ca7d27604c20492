"""One unified social credit code: normalised, checked, taken apart."""

from dataclasses import dataclass
from enum import StrEnum
from string import ascii_lowercase
from typing import Final

from kejin.errors import CreditCodeError
from kejin.identity.scheme import (
    ALPHABET,
    AUTHORITIES,
    LENGTH,
    ORGANISATION,
    check_character,
    organisation_check_character,
)

# Blanks, and the invisible characters that come along when a code is pasted from a web page.
_SPACES: Final = (*range(0x09, 0x0E), 0x20, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)
_INVISIBLE: Final = (*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF)
_PRINTABLE: Final = range(0x21, 0x7F)

# One character at a time, and nothing else: Unicode's compatibility form would make a 1 of a circled ①, and upper()
# two letters of one.
TIDY: Final = (
    dict.fromkeys(map(chr, _SPACES + _INVISIBLE), "")
    | {letter: letter.upper() for letter in ascii_lowercase}
    | {chr(code + 0xFEE0): chr(code).upper() for code in _PRINTABLE}
)
"""What a character of a code as typed becomes: full-width and small letters half-width capitals, blanks nothing."""

_TRANSLATION: Final = str.maketrans(TIDY)

_CODE_PLACES: Final = frozenset(ALPHABET)
_DIGITS: Final = frozenset("0123456789")
_ORGANISATION_CHECKS: Final = frozenset("0123456789X")
_ALLOWED: Final = (
    (_CODE_PLACES, f"one of {ALPHABET}"),
    (_DIGITS, "a digit of the administrative division"),
    (_ORGANISATION_CHECKS, "a digit or X, the check of the organisation code"),
)
_WHICH: Final = (0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0)


class CreditCodeProblem(StrEnum):
    """The first thing wrong with a code; a code without a problem has none of these."""

    LENGTH = "length"
    CHARACTER = "character"
    CHECK = "check"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A valid unified social credit code; made by `parse_credit_code` only.

    Attributes:
        value: The 18 characters.
    """

    value: str

    @property
    def authority(self) -> str:
        """The registering authority, character 1: 9 is market regulation (enterprises)."""
        return self.value[0]

    @property
    def authority_label(self) -> tuple[str, str] | None:
        """The registering authority in Chinese and English; None when the standard names none."""
        return AUTHORITIES.get(self.authority)

    @property
    def category(self) -> str:
        """The kind of body within its authority, character 2: 91 is an enterprise, 92 a sole trader."""
        return self.value[1]

    @property
    def region(self) -> str:
        """The administrative division of the registering office, characters 3 to 8 (GB/T 2260).

        Where the body was registered at first, which is not always where it is now.
        """
        return self.value[2:8]

    @property
    def organisation(self) -> str:
        """The organisation code of older registers, characters 9 to 17 (GB 11714), without its hyphen."""
        return self.value[ORGANISATION]

    def __str__(self) -> str:
        return self.value


def normalise_credit_code(text: str) -> str:
    """The text in half-width capitals without blanks or invisible characters. Nothing is checked."""
    return text.translate(_TRANSLATION)


def credit_code_problem(text: str) -> CreditCodeProblem | None:
    """The first thing wrong with a text as a credit code, after normalising it; None when it is valid."""
    error = _fault(normalise_credit_code(text))
    return error.problem if error else None


def parse_credit_code(text: str) -> CreditCode:
    """A credit code from a text, which may be full-width, lower-case or spaced.

    Raises:
        CreditCodeError: The text is not a valid code; the message names the character and what was expected.
    """
    code = normalise_credit_code(text)
    fault = _fault(code)
    if fault is None:
        return CreditCode(code)
    raise CreditCodeError(
        "not a unified social credit code", expected=fault.expected, found=fault.found, where=fault.where
    )


@dataclass(frozen=True, slots=True)
class _Fault:
    problem: CreditCodeProblem
    expected: str
    found: str
    where: str | None = None


def _fault(code: str) -> _Fault | None:
    """The first fault of a normalised code: its length, its characters from the left, the outer check, the inner."""
    if len(code) != LENGTH:
        shown = code if len(code) <= 2 * LENGTH else code[: 2 * LENGTH] + "…"
        return _Fault(CreditCodeProblem.LENGTH, f"{LENGTH} characters, not {len(code)}", shown)
    for place, (character, which) in enumerate(zip(code, _WHICH, strict=True), start=1):
        allowed, expected = _ALLOWED[which]
        if character not in allowed:
            return _Fault(CreditCodeProblem.CHARACTER, expected, character, f"character {place} of {code}")
    if (check := check_character(code[:-1])) != code[-1]:
        return _Fault(
            CreditCodeProblem.CHECK, f"the check character {check}", code[-1], f"character 18 of {code}"
        )
    body = code[ORGANISATION][:-1]
    if (check := organisation_check_character(body)) != code[16]:
        expected = f"{check}, the check of the organisation code {body}"
        return _Fault(CreditCodeProblem.ORGANISATION, expected, code[16], f"character 17 of {code}")
    return None
