"""What the codes of official lists are called: counties (GB/T 2260) and divisions of industry (GB/T 4754-2017).

Facts keep codes as text, for sources write them in many ways; a reader wants the name beside the code. A code that is
on no list has no name, and nothing is refused for that.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from kejin.errors import FactError
from kejin.facts.book import dictionary
from kejin.facts.label import Label
from kejin.facts.yamltext import read_strict

_CITY_DIGITS, _PLACE_DIGITS, _DIVISION_DIGITS = 4, 6, 2
_SECTION_LETTER = 1


def place_name(code: str) -> Label | None:
    """A county, or the city where the code ends there: `440112`, `440100`, `4401`. None for any other text."""
    if not code.isdecimal() or len(code) not in {_CITY_DIGITS, _PLACE_DIGITS}:
        return None
    found = _names("districts").get(code)
    if found is not None:
        return found
    whole = len(code) == _CITY_DIGITS or code.endswith("00")
    return _cities().get(code[:_CITY_DIGITS]) if whole else None


def industry_name(code: str) -> Label | None:
    """The division that an industry code begins with: `3525`, `C3525`, `35`. None for any other text."""
    digits = code[_SECTION_LETTER:] if code[:_SECTION_LETTER].isalpha() else code
    if not digits.isdecimal():
        return None
    return _names("industries").get(digits[:_DIVISION_DIGITS])


_BY_FACT = {"district_code": place_name, "industry_code": industry_name}


def with_name(fact: str, code: str) -> Label:
    """A value of a fact with the name of its code where the fact has codes that are on a list; else as it is."""
    named = _BY_FACT.get(fact)
    found = named(code) if named is not None else None
    return Label(code, code) if found is None else Label(f"{code} {found.zh}", f"{code} {found.en}")


@cache
def _cities() -> Mapping[str, Label]:
    return {choice.code: choice.label for choice in dictionary()["city_code"].choices}


@cache
def _names(what: str) -> Mapping[str, Label]:
    path = files("kejin.facts") / "codes" / f"{what}.yaml"
    plain = read_strict(path.read_text(encoding="utf-8"), where=path.name, error=FactError)
    assert isinstance(plain, dict)  # noqa: S101 - a file of ours
    rows = plain["names"]
    assert isinstance(rows, dict)  # noqa: S101
    return {
        code: Label(str(row["zh"]), str(row["en"])) for code, row in rows.items() if isinstance(row, dict)
    }
