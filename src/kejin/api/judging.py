"""Whether what a caller sent lacks the form that the document gives, or has it and cannot be used all the same."""

from collections.abc import Iterable, Mapping
from typing import Any

_MOST_TOLD = 20


def lacks_form(problems: Iterable[Mapping[str, Any]]) -> bool:
    """Whether any of pydantic's problems is about the form.

    Those of our own validators are about a value, and so are the bounds of a day: the document has no word for them.
    """
    return any(not _of_a_value(each) for each in problems)


def problems_told(problems: Iterable[Mapping[str, Any]]) -> str:
    """Pydantic's problems in one line, with the place of each; not what was sent, which may be long or personal."""
    told = list(problems)[:_MOST_TOLD]
    return "; ".join(f"{'.'.join(map(str, each['loc'])) or 'the body'}: {each['msg']}" for each in told)


def _of_a_value(problem: Mapping[str, Any]) -> bool:
    if problem["type"] == "value_error":
        return True
    bounds = problem.get("ctx") or {}
    return any(isinstance(bounds.get(name), str) for name in ("ge", "le"))
