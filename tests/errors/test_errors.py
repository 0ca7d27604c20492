"""The error tree: one readable message, the parts for machines, and the way back from a worker process."""

import inspect
import json
import pickle
from datetime import date

import pytest

from kejin import errors
from kejin.errors import BoundsError, CellError, CellErrors, FactError, FactErrors, InputError, KejinError


def every_error() -> list[type[KejinError]]:
    return [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, KejinError)]


def test_a_message_says_what_expected_found_where_and_what_was_kept() -> None:
    error = CellError(
        "not an amount",
        expected="a number",
        found="三百",
        where="firms.xlsx, 2024!D17",
        kept="Nothing was imported.",
    )
    assert str(error) == (
        "not an amount: expected a number, found '三百' (firms.xlsx, 2024!D17). Nothing was imported."
    )


def test_absent_parts_leave_no_trace_in_the_message() -> None:
    assert str(KejinError("nothing to read")) == "nothing to read"
    assert str(KejinError("nothing to read", where="a.csv")) == "nothing to read (a.csv)"
    assert str(BoundsError("too many", found=0)) == "too many: found 0"


def test_the_parts_are_json() -> None:
    parts = BoundsError("too early", expected="2000-01-01 or later", found=date(1999, 12, 31)).as_dict()
    assert json.loads(json.dumps(parts)) == {
        "code": "facts.bounds",
        "message": "too early: expected 2000-01-01 or later, found 1999-12-31",
        "what": "too early",
        "expected": "2000-01-01 or later",
        "found": "1999-12-31",
    }


def test_several_problems_are_all_in_the_parts_and_the_first_twenty_in_the_message() -> None:
    problems = [CellError("not a date", where=f"A{row}") for row in range(1, 24)]
    error = CellErrors(problems, kept="Nothing was imported.")
    lines = str(error).splitlines()
    assert lines[0] == "23 problems:"
    assert lines[1] == "  - not a date (A1)"
    assert lines[-2:] == ["  … and 3 more", "Nothing was imported."]
    assert [problem["where"] for problem in error.as_dict()["problems"]] == [
        f"A{row}" for row in range(1, 24)
    ]


def test_an_error_about_several_problems_has_at_least_one() -> None:
    with pytest.raises(ValueError, match="at least one"):
        FactErrors([])


def test_a_handler_of_a_branch_catches_what_is_below_it() -> None:
    assert issubclass(CellErrors, InputError)
    assert issubclass(FactErrors, FactError)
    with pytest.raises(FactError, match="1 problem:"):
        raise FactErrors([BoundsError("too many")])


def test_every_code_is_one_of_a_kind_and_lies_under_its_parent() -> None:
    public = [kind for kind in every_error() if not kind.__name__.startswith("_")]
    codes = [kind.code for kind in public]
    assert len(set(codes)) == len(codes)
    for kind in public:
        parents = [base for base in kind.__mro__[1:] if base in public and base is not KejinError]
        assert all(kind.code.startswith(f"{parent.code}.") for parent in parents)


@pytest.mark.parametrize("kind", [kind for kind in every_error() if kind.__init__ is KejinError.__init__])
def test_an_error_survives_the_way_back_from_a_worker_process(kind: type[KejinError]) -> None:
    error = kind("wrong", expected="a", found="b", where="c", kept="d")
    revived = pickle.loads(pickle.dumps(error))
    assert type(revived) is kind
    assert revived.as_dict() == error.as_dict()
    assert revived.args == error.args


def test_several_problems_survive_the_way_back_from_a_worker_process() -> None:
    error = CellErrors([CellError("not a date", where="A1"), CellError("not a number", where="B1")])
    revived = pickle.loads(pickle.dumps(error))
    assert revived.as_dict() == error.as_dict()
