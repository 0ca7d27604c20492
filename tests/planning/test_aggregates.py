"""The aggregates of a run: counted by hand, added up over parts, beside the summary and the matrix, as files."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tests.planning.sample import WAN, catalogue, firms

from kejin.assessment import summarise
from kejin.enterprises.synthetic.block import make_block
from kejin.enterprises.synthetic.world import AS_OF
from kejin.errors import FileError, MoneyOverflowError
from kejin.facts import FactSet
from kejin.packs import shipped
from kejin.planning import matrix, offers
from kejin.planning.aggregates import (
    COUNTED,
    DIMENSIONS,
    FOLDER,
    TABLES,
    Aggregates,
    Counts,
    Scheme,
    aggregates,
    counted,
    merged,
    read_aggregates,
    standing_frame,
    summary_of,
    write_aggregates,
)
from kejin.policy import Dates, Evaluation, Verdict, evaluate

FIRMS: Sequence[Mapping[str, object]] = (
    {"revenue_fen": 2000 * WAN, "gazelle_recognised": True, "city_code": "4401"},  # growth; loan, grant
    {"revenue_fen": 300 * WAN, "gazelle_recognised": False, "city_code": "4403"},  # growth; loan only
    {"revenue_fen": 90 * WAN, "city_code": "4401"},  # seed: the loan is not meant for it; grant open question
    {"gazelle_recognised": True},  # stage not known: products of any stage
)


def counts_of(scheme: Scheme, facts: FactSet) -> Counts:
    made = offers(scheme.catalogue, facts) if scheme.catalogue.products else None
    standing = standing_frame(scheme.ruleset, facts)
    return counted(scheme, facts, [evaluate(scheme.ruleset, facts)], standing=standing, offers=made)


@cache
def sample_scheme() -> Scheme:
    return Scheme.of(catalogue().ruleset)


@cache
def found() -> Aggregates:
    return aggregates(sample_scheme(), [counts_of(sample_scheme(), firms(*FIRMS))])


def row(table: str, **keys: object) -> dict[str, object]:
    rows = found()[table]
    for name, value in keys.items():
        rows = rows.filter(pl.col(name).eq_missing(pl.lit(value)))
    return rows.row(0, named=True)


def test_every_enterprise_stands_in_one_place() -> None:
    assert found().enterprises == 4
    assert row("enterprises", city_code="4401", stage="growth")["enterprises"] == 1
    assert row("enterprises", city_code=None, stage=None)["enterprises"] == 1


def test_each_dimension_adds_up_to_the_whole() -> None:
    for table in ("decisions", "products", "amounts"):
        keys = [key for key in TABLES[table].keys if key not in {"dimension", "value"}]
        whole = found().split(table).drop("value").sort(keys)
        for dimension in DIMENSIONS:
            split = found().split(table, dimension).drop("value").group_by(keys).sum().sort(keys)
            assert_frame_equal(whole, split.select(whole.columns))


def test_a_product_is_open_to_those_of_its_stage_and_their_amounts_are_added_up() -> None:
    loans = matrix(offers(catalogue(), firms(*FIRMS))).cells.filter(instrument="loan")
    product = next(p.key for p in catalogue().products if p.instrument == "loan")
    assert row("products", product=product, dimension="stage", value="growth")["amount"] == 1150 * WAN
    assert row("products", product=product, dimension="")["open"] == loans["open"].sum()


def test_the_matrix_is_that_of_the_offers_whole_and_split() -> None:
    made = offers(catalogue(), firms(*FIRMS))
    for dimension in ("", "city_code", "tier"):
        cells = matrix(made, by=dimension).cells.with_columns(pl.col("stage").cast(pl.String))
        names = [name for name in cells.columns if name != dimension]
        mine = found().split("matrix", dimension).select(names)
        assert_frame_equal(mine, cells.select(names), check_row_order=False)


firm = st.fixed_dictionaries(
    {},
    optional={
        "revenue_fen": st.integers(0, 5000).map(lambda wan: wan * WAN),
        "gazelle_recognised": st.booleans(),
        "city_code": st.sampled_from(["4401", "4403", "4412"]),
    },
)


@settings(max_examples=15)
@given(st.lists(firm, min_size=1, max_size=6), st.lists(firm, min_size=1, max_size=6))
def test_the_counts_of_two_parts_add_up_to_those_of_the_whole(
    one: list[Mapping[str, object]], other: list[Mapping[str, object]]
) -> None:
    parts = merged(counts_of(sample_scheme(), firms(*part)) for part in (one, other))
    whole = counts_of(sample_scheme(), firms(*one, *other))
    for name in COUNTED:
        assert_frame_equal(parts[name], whole[name])


def test_a_sum_beyond_64_bits_is_refused() -> None:
    row = {
        "decision": "a.b",
        "amount": "a.c",
        "dimension": "",
        "value": "",
        "total": 2**63 - 1,
        "known": 1,
        "unknown": 0,
    }
    part = {"amounts": pl.DataFrame([row], schema=dict(COUNTED["amounts"].columns))}
    with pytest.raises(MoneyOverflowError, match="64 bits"):
        merged([part, part])


def test_a_value_that_is_not_confirmed_says_how_many_answers_rest_on_it() -> None:
    values = real()[1]["values"]
    whole = real()[1].split("decisions")
    weak = values.filter(pl.col("kind") != "missing").row(0, named=True)
    resting = whole.filter(pl.col("decision").is_in(weak["decisions"]))
    assert weak["answers"] == resting.select(pl.sum_horizontal(*[v.value for v in Verdict])).sum().item()
    assert weak["value_zh"]


@cache
def real() -> tuple[FactSet, Aggregates, Evaluation]:
    """Three hundred synthetic enterprises under all the packs that ship."""
    frames = make_block(5, 0, first=0, count=300).facts
    facts = FactSet(frames, frozenset(frames))
    scheme = Scheme.of(shipped().compile(Dates(AS_OF, AS_OF, AS_OF)))
    return facts, aggregates(scheme, [counts_of(scheme, facts)]), evaluate(scheme.ruleset, facts)


def test_the_aggregates_say_what_the_summary_of_the_same_facts_says() -> None:
    facts, sums, evaluation = real()
    scheme = Scheme.of(evaluation.ruleset)
    told = tuple(d for d in evaluation.decisions if d.key in scheme.told)
    summary = summarise(Evaluation(evaluation.ruleset, told, evaluation.frames), facts)
    assert summary_of(scheme, sums) == summary
    assert summary.failed
    assert summary.missing
    assert summary.amounts


def test_everything_counted_is_called_something() -> None:
    _, sums, _ = real()
    kinds = {"conditions": "condition", "missing": "fact", "amounts": "amount"}
    for table, kind in kinds.items():
        keys = set(sums[table][kind])
        assert keys <= set(sums["labels"].filter(kind=kind)["key"])
    assert set(sums["decisions"]["decision"]) <= set(sums["questions"]["decision"])
    assert set(sums["products"]["product"]) <= set(sums["catalogue"]["product"])


def test_the_questions_that_enterprises_are_told_are_those_that_are_theirs() -> None:
    _, sums, _ = real()
    questions = sums["questions"]
    assert set(questions.filter(pl.col("audience") == "enterprise")["decision"]) == set(
        questions.filter("asked")["decision"]
    )
    assert "loan_loss_compensation.compensation" in set(
        questions.filter(pl.col("audience") == "institution")["decision"]
    )


def test_the_files_of_aggregates_read_back_as_they_were(tmp_path: Path) -> None:
    write_aggregates(found(), tmp_path)
    back = read_aggregates(tmp_path)
    for name in TABLES:
        assert_frame_equal(back[name], found()[name])
    assert back.label("instrument", "loan") == ("贷款", "Loan")
    assert back.label("instrument", "barter") == ("barter", "barter")


def test_aggregates_that_are_not_there_or_not_ours_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="kejin run"):
        read_aggregates(tmp_path)
    write_aggregates(found(), tmp_path)
    (tmp_path / FOLDER / "matrix.parquet").write_bytes(b"no table")
    with pytest.raises(FileError, match=r"matrix\.parquet"):
        read_aggregates(tmp_path)
    found()["decisions"].write_parquet(tmp_path / FOLDER / "matrix.parquet")
    with pytest.raises(FileError, match="columns dimension"):
        read_aggregates(tmp_path)
    (tmp_path / FOLDER / "format.json").write_text('{"format": 0}')
    with pytest.raises(FileError, match="format 1"):
        read_aggregates(tmp_path)
