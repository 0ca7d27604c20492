"""ACTUS's reference contracts: every event with its date, type, payoff and the state after it."""

from typing import Any

import pytest
from tests.external.files import documents, needed

from kejin.instruments.actus import SUPPORTED, compare_case, is_case

PATTERN = "**/*.json"


def cases() -> list[Any]:
    """The cases of every file of this shape, wherever it lies and whatever its name."""
    found = []
    for _, document in documents(PATTERN):
        if isinstance(document, dict) and document and all(is_case(each) for each in document.values()):
            found += [
                pytest.param(name, case, id=f"{case['terms']['contractType']}-{name}")
                for name, case in document.items()
                if case["terms"]["contractType"] in SUPPORTED
            ]
    return found


def cases_or_skip() -> list[Any]:
    found = cases()
    return found or [pytest.param("", None, marks=needed([], PATTERN)[0].marks, id="no-files")]


@pytest.mark.parametrize(("name", "case"), cases_or_skip())
def test_every_row_is_theirs(name: str, case: Any) -> None:
    made = compare_case(name, case)
    assert made.error is None
    assert made.difference is None
    assert made.rows > 0
