"""Frames against the dictionary: what passes, and that everything wrong is said at once."""

from datetime import date

import polars as pl
import pytest

from kejin.errors import BoundsError, FactErrors, GrainError, KeyFactError, KindError, UnknownFactError
from kejin.facts import Grain, check_frame

FILING = {"enterprise_id": ["a", "b"], "year": [2024, 2024]}


def problems(frame: pl.DataFrame, grain: Grain) -> list[tuple[type, str]]:
    with pytest.raises(FactErrors) as caught:
        check_frame(frame, grain)
    return [(type(problem), str(problem)) for problem in caught.value.problems]


def test_a_good_frame_comes_back_cast_and_in_order() -> None:
    frame = pl.DataFrame(
        {**FILING, "revenue_fen": pl.Series([3, None], dtype=pl.Int16), "accounts_audited": [True, None]}
    )
    checked = check_frame(frame, Grain.FILING)
    assert checked["revenue_fen"].dtype == pl.Int64
    assert checked["revenue_fen"].to_list() == [3, None]
    assert checked["year"].to_list() == [2024, 2024]


def test_a_column_of_nothing_takes_the_type_of_its_fact() -> None:
    checked = check_frame(pl.DataFrame({**FILING, "revenue_fen": [None, None]}), Grain.FILING)
    assert checked["revenue_fen"].dtype == pl.Int64


def test_a_lazy_frame_stays_lazy_and_is_checked_all_the_same() -> None:
    frame = pl.DataFrame({**FILING, "revenue_fen": [1, 2]}).lazy()
    assert isinstance(check_frame(frame, Grain.FILING), pl.LazyFrame)
    with pytest.raises(FactErrors, match="out of bounds"):
        check_frame(frame.with_columns(revenue_fen=-1), Grain.FILING)


def test_every_problem_is_named_with_row_and_value() -> None:
    frame = pl.DataFrame(
        {
            "enterprise_id": ["a", "a", None, "b"],
            "year": [2024, 2024, 2023, 1066],
            "revenue_fen": [1, 2, -3, 10**15 + 1],
        }
    )
    found = problems(frame, Grain.FILING)
    assert [kind for kind, _ in found] == [BoundsError, BoundsError, BoundsError, KeyFactError, KeyFactError]
    text = "\n".join(message for _, message in found)
    for said in (
        "found 1066 (year, row 4)",
        "found -3 (revenue_fen, row 3)",
        "(revenue_fen, row 4)",
        "row 3",
        "row 1, row 2",
    ):
        assert said in text


def test_rows_are_named_as_the_person_sees_them_where_that_is_known() -> None:
    frame = pl.DataFrame({**FILING, "revenue_fen": [1, -1], "_row": pl.Series([7, 9], dtype=pl.UInt32)})
    assert problems(frame, Grain.FILING)[0][1].endswith("(revenue_fen, row 9)")


def test_an_unknown_column_is_refused_with_a_suggestion() -> None:
    ((kind, message),) = problems(pl.DataFrame({**FILING, "revnue_fen": [1, 2]}), Grain.FILING)
    assert kind is UnknownFactError
    assert "revenue_fen" in message


def test_a_fact_of_another_grain_is_refused() -> None:
    ((kind, message),) = problems(pl.DataFrame({**FILING, "loan_principal_fen": [1, 2]}), Grain.FILING)
    assert kind is GrainError
    assert "expected loan, found 'filing'" in message


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("revenue_fen", [1.0, 2.0]),
        ("revenue_fen", ["1", "2"]),
        ("accounts_audited", [1, 0]),
        ("year", ["2024", "2023"]),
    ],
)
def test_a_wrong_type_is_refused_even_where_it_could_be_cast(column: str, values: list[object]) -> None:
    ((kind, message),) = problems(pl.DataFrame({**FILING, column: values}), Grain.FILING)
    assert kind is KindError
    assert column in message


def test_a_missing_key_column_is_refused() -> None:
    ((kind, message),) = problems(pl.DataFrame({"enterprise_id": ["a"]}), Grain.FILING)
    assert kind is KeyFactError
    assert "year" in message


def test_choices_take_codes_only_and_texts_their_length_only() -> None:
    frame = pl.DataFrame(
        {
            "enterprise_id": ["a", "b", "c"],
            "city_code": ["4401", "广州", None],
            "enterprise_name": ["x" * 200, "x" * 201, ""],
        }
    )
    text = "\n".join(message for _, message in problems(frame, Grain.ENTERPRISE))
    assert "found '广州'" in text
    assert text.count("1 to 200 characters") == 2


def test_an_unsigned_column_is_compared_and_does_not_wrap() -> None:
    frame = pl.DataFrame({**FILING, "revenue_fen": pl.Series([2**64 - 1, 0], dtype=pl.UInt64)})
    assert problems(frame, Grain.FILING)[0][0] is BoundsError


def test_a_loan_gets_its_year_from_its_day_and_its_parents_as_unknown() -> None:
    loans = check_frame(pl.DataFrame({"loan_id": ["l"], "loan_signed_on": [date(2025, 5, 1)]}), Grain.LOAN)
    assert loans["loan_year"].to_list() == [2025]
    assert loans.select("enterprise_id", "institution_id", "programme_id").row(0) == (None, None, None)


def test_a_year_that_is_not_the_year_of_signing_is_refused() -> None:
    frame = pl.DataFrame({"loan_id": ["l"], "loan_signed_on": [date(2025, 5, 1)], "loan_year": [2024]})
    ((kind, message),) = problems(frame, Grain.LOAN)
    assert kind is BoundsError
    assert "loan_signed_on" in message


def test_many_wrong_rows_are_named_up_to_a_limit_and_the_rest_counted() -> None:
    frame = pl.DataFrame(
        {"enterprise_id": [str(i) for i in range(500)], "year": [2024] * 500, "revenue_fen": [-1] * 500}
    )
    found = problems(frame, Grain.FILING)
    assert len(found) == 101
    assert "and 400 more rows like these" in found[-1][1]
