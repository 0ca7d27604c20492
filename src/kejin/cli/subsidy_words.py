"""A subsidy in words on the command line: "of=interest share=35% claimed=quarter cap=2000万元 years=1"."""

from collections.abc import Iterator, Mapping
from typing import Final, TypeVar

from kejin.errors import TermsError
from kejin.instruments.costs import Basis, Claim, Subsidy
from kejin.money import Rate, parse_yuan

_T = TypeVar("_T")

_OF: Final = {
    "interest": Basis.INTEREST,
    "points": Basis.POINTS,
    "fee": Basis.FEE,
    "premium": Basis.PREMIUM,
    "cost": Basis.COST,
}
_CLAIMED: Final = {
    "payment": Claim.WITH_PAYMENT,
    "quarter": Claim.BY_QUARTER,
    "year": Claim.BY_YEAR,
    "end": Claim.AFTER_REPAYMENT,
}
_KEYS: Final = ("of", "share", "claimed", "cap", "covers", "years", "after")


def parsed_subsidy(text: str, number: int) -> Subsidy:
    """A subsidy from words such as "of=interest share=35% claimed=quarter cap=2000万元 years=1".

    Raises:
        TermsError: A word is not one of them, or is missing.
    """
    where = f"--subsidy {number}"
    words = dict(_words(text, where))
    if "of" not in words or "share" not in words:
        raise TermsError("a subsidy is not complete", expected='"of=" and "share="', found=text, where=where)
    return Subsidy(
        key=f"subsidy {number}",
        basis=_choice(_OF, words["of"], where),
        value_ppb=Rate.parse(words["share"]).ppb,
        covered_max=parse_yuan(words["covers"]) if "covers" in words else None,
        yearly_cap=parse_yuan(words["cap"]) if "cap" in words else None,
        years=_count(words["years"], where) if "years" in words else None,
        claimed=_choice(_CLAIMED, words.get("claimed", "year"), where),
        paid_after_days=_count(words.get("after", "0"), where),
    )


def _words(text: str, where: str) -> Iterator[tuple[str, str]]:
    for word in text.split():
        key, sign, value = word.partition("=")
        if not sign or key not in _KEYS:
            raise TermsError(
                "a word of a subsidy is not known", expected=", ".join(_KEYS), found=word, where=where
            )
        yield key, value


def _choice(choices: Mapping[str, _T], name: str, where: str) -> _T:
    if name not in choices:
        raise TermsError(
            "a word of a subsidy is not known", expected=", ".join(choices), found=name, where=where
        )
    return choices[name]


def _count(text: str, where: str) -> int:
    if not text.isdecimal():
        raise TermsError("a number of a subsidy is none", expected="a whole number", found=text, where=where)
    return int(text)
