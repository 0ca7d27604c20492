"""What is wrong with a terms file, in words: each message names the term, the value and the rule."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from pydantic import ValidationError

from kejin.errors import SeveralTermsErrors, TermsError

KINDS: Final = ("loan", "line", "revenueBased", "renewal", "servicedLoan")
_KEPT = "No schedule was made."


def refused(error: ValidationError) -> TermsError | SeveralTermsErrors:
    """The error of a document that does not fit its shape: every term that breaks a rule."""
    details = error.errors(include_url=False)
    inner = [each["loc"] for each in details]
    # A list whose items were refused is called too short as well: the items say it.
    details = [
        each
        for each in details
        if each["type"] != "too_short"
        or not any(len(loc) > len(each["loc"]) and loc[: len(each["loc"])] == each["loc"] for loc in inner)
    ]
    problems = [_problem(each) for each in details]
    if len(problems) == 1:
        return problems[0]
    return SeveralTermsErrors(
        problems, what=f"{len(problems)} terms of the contract break a rule", kept=_KEPT
    )


def _problem(detail: Mapping[str, Any]) -> TermsError:
    places = [part if isinstance(part, str) else str(part + 1) for part in detail["loc"]]
    where = ": ".join(places[1:] if places and places[0] in KINDS else places) or "contractType"
    kind, value = detail["type"], detail["input"]
    if kind == "missing":
        return TermsError("a term is missing", expected=places[-1], where=where, kept=_KEPT)
    if kind == "extra_forbidden":
        return TermsError("a term is not known here", found=value, where=where, kept=_KEPT)
    if kind in {"union_tag_invalid", "union_tag_not_found"}:
        return _untold(detail, where)
    return TermsError("a term breaks a rule", expected=_rule(detail), found=value, where=where, kept=_KEPT)


def _untold(detail: Mapping[str, Any], where: str) -> TermsError:
    """A document that does not say which of several it is."""
    context, value = detail["ctx"], detail["input"]
    name = "contractType" if where == "contractType" else context["discriminator"].split("'")[1]
    found = value.get(name) if isinstance(value, Mapping) else value
    expected = context.get("expected_tags", "").replace("'", "") or f"a {name} that says which it is"
    if name == "contractType":
        expected = ", ".join(KINDS)
    at = name if name == where else f"{where}: {name}"
    return TermsError("a term breaks a rule", expected=expected, found=found, where=at, kept=_KEPT)


def _rule(detail: Mapping[str, Any]) -> str:
    context, kind = detail.get("ctx", {}), detail["type"]
    if kind in _TYPES:
        return _TYPES[kind]
    if kind in _LIMITS:
        return _LIMITS[kind](context)
    return str(context.get("rule") or context.get("expected") or detail["msg"])


_A_DAY, _A_NUMBER, _TERMS, _A_TEXT = (
    "a day such as 2026-03-31",
    "a whole number",
    "terms by their names",
    "a text",
)
_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "date_from_datetime_parsing": _A_DAY,
        "date_from_datetime_inexact": _A_DAY,
        "date_parsing": _A_DAY,
        "date_type": _A_DAY,
        "int_parsing": _A_NUMBER,
        "int_type": _A_NUMBER,
        "bool_parsing": "true or false",
        "bool_type": "true or false",
        "model_type": _TERMS,
        "model_attributes_type": _TERMS,
        "tuple_type": "a list",
        "string_type": _A_TEXT,
        "string_too_short": _A_TEXT,
    }
)
_LIMITS: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = MappingProxyType(
    {
        "too_short": lambda context: f"at least {context['min_length']}",
        "greater_than_equal": lambda context: f"at least {context['ge']}",
        "less_than_equal": lambda context: f"at most {context['le']}",
    }
)
