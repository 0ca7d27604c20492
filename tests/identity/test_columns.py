"""A column of codes gets row by row what one code gets."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.identity.codes import codes

from kejin.identity import (
    ALPHABET,
    CreditCodeProblem,
    check_character,
    credit_code_problem,
    credit_code_problem_expr,
    credit_code_valid_expr,
    normalise_credit_code,
    normalise_credit_code_expr,
)


@st.composite
def slips(draw: st.DrawFn) -> str:
    """A code with one character replaced, often by another of the alphabet, and its outer check mended or not."""
    code = draw(codes())
    place = draw(st.integers(0, 16))
    slip = code[:place] + draw(st.sampled_from(ALPHABET + "IOSVZ-Ｏ")) + code[place + 1 :]
    mended = draw(st.booleans()) and all(character in ALPHABET for character in slip[:-1])
    return slip[:-1] + check_character(slip[:-1]) if mended else slip


texts = st.one_of(
    codes(),
    codes().map(str.lower),
    codes().map(lambda code: f" {code[:8]}\u3000{code[8:]}\u200b"),
    slips(),
    st.text(alphabet=ALPHABET, min_size=16, max_size=20),
    st.text(alphabet="企业统一社会代码", min_size=6, max_size=6),
    st.text(max_size=20),
)


def problems(texts: list[str | None]) -> list[str | None]:
    frame = pl.DataFrame({"code": pl.Series(texts, dtype=pl.String)})
    return frame.select(credit_code_problem_expr(pl.col("code"))).to_series().to_list()


@given(st.lists(st.one_of(st.none(), texts), max_size=12))
def test_every_row_is_judged_as_the_scalar_judges_it(texts: list[str | None]) -> None:
    assert problems(texts) == [
        None if text is None else str(credit_code_problem(text) or "") for text in texts
    ]


@given(st.lists(st.one_of(st.none(), texts), max_size=12))
def test_every_row_is_normalised_as_the_scalar_normalises_it(texts: list[str | None]) -> None:
    frame = pl.DataFrame({"code": pl.Series(texts, dtype=pl.String)})
    tidy = frame.select(normalise_credit_code_expr(pl.col("code"))).to_series().to_list()
    assert tidy == [None if text is None else normalise_credit_code(text) for text in texts]


def test_each_kind_of_problem_is_told_apart() -> None:
    wrong_inside = "91440300708461137"
    assert problems(
        [
            "91440300708461136T",
            None,
            "91440300708461136",
            "9144030070846113OT",
            "91440300708461136X",
            wrong_inside + check_character(wrong_inside),
        ]
    ) == ["", None, *CreditCodeProblem]


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_a_missing_code_is_neither_valid_nor_invalid(engine: str) -> None:
    frame = pl.LazyFrame({"code": ["91440300708461136T", None, "x"]})
    valid = frame.select(credit_code_valid_expr(pl.col("code"))).collect(engine=engine)  # type: ignore[call-overload]
    assert valid.to_series().to_list() == [True, None, False]


def test_a_column_without_rows_or_without_values_is_judged_too() -> None:
    assert problems([]) == []
    assert problems([None, None]) == [None, None]


def test_the_columns_keep_their_names() -> None:
    frame = pl.DataFrame({"code": ["x"]})
    assert frame.select(credit_code_problem_expr(pl.col("code"))).columns == ["code"]
