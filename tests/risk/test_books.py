"""Books from files: exposures, renewals, institutions' years, probabilities, and what is refused."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.risk.losses import facts, rules

from kejin.errors import KejinError, RiskError, SchemaError
from kejin.facts import FactSet, Grain
from kejin.risk.simulation import loans as loans_of
from kejin.risk.simulation.assumptions import Assumptions, Correlation, Recovery, Shock
from kejin.risk.simulation.book_file import BookDocument, read_book, supposed
from kejin.risk.simulation.exposures import exposures_of
from kejin.risk.simulation.portfolio import Portfolio
from kejin.risk.simulation.results import bounds, by_year, carried, lent_fen, losses, pools, summary, years
from kejin.risk.simulation.running import simulate_book, without_traces
from kejin.risk.simulation.whole import compared, prepare

BOOK = {
    "title": {"zh": "测试", "en": "Test"},
    "agreements": ["loan_loss_compensation.bank_mode"],
    "facts": "nowhere",
    "starts": "2026-01-01",
    "years": 3,
    "probability": {"all": "5%"},
    "recovery": {"mean": "40%", "spread": "20%", "months": 12},
}
LAW = date(2026, 1, 1)


def document(**more: object) -> BookDocument:
    return BookDocument.model_validate(BOOK | more)


def two_loans() -> FactSet:
    loan = {
        "enterprise_id": "E", "institution_id": "bank-1", "loan_mode": "bank", "loan_enrolled": "true",
        "loan_ip_pledged": "false", "loan_monetary_tool": "false", "loan_compensated_other_mode": "false",
        "loan_city_code": "4401",
    }  # fmt: skip
    one = {"loan_id": "A", "loan_enrolled_on": "2025-12-01", "loan_signed_on": "2025-11-20", "loan_drawn_on": "2025-11-25",
           "loan_due_on": "2026-11-24", "loan_principal_fen": "120万元", "loan_balance_fen": "110万元"}  # fmt: skip
    two = {"loan_id": "B", "loan_enrolled_on": "2026-02-01", "loan_signed_on": "2026-01-10", "loan_drawn_on": "2026-01-15",
           "loan_due_on": "2029-01-14", "loan_principal_fen": "600万元", "loan_balance_fen": None}  # fmt: skip
    return facts(
        {
            Grain.LOAN: [{**loan, **{k: v for k, v in own.items() if v is not None}} for own in (one, two)],
            Grain.ENTERPRISE: [
                {"enterprise_id": "E", "key_list_enterprise": "false", "key_industry": "new_energy"}
            ],
        }
    )


def assumed(**more: object) -> Assumptions:
    return document(**more).assumptions()


def test_bullet_and_equal_repayment_month_by_month() -> None:
    frame = two_loans().frames[Grain.LOAN].lazy().collect()
    bullet = exposures_of(frame, assumed(), repayment="bullet")
    assert bullet.shape == (2, 36)
    # The first loan owes its balance through November 2026; the second is drawn in January and owed from February.
    assert bullet[0].tolist() == [110_000_000] * 11 + [0] * 25
    assert bullet[1].tolist() == [0] + [600_000_000] * 35
    equal = exposures_of(frame, assumed(), repayment="equal")
    assert equal[0, :3].tolist() == [110_000_000, 100_000_000, 90_000_000]
    assert equal[0, 10] == 10_000_000
    assert equal[0, 11] == 0
    with pytest.raises(RiskError, match="bullet, equal, level, linear"):
        exposures_of(frame, assumed(), repayment="balloon")
    with pytest.raises(RiskError, match="lacks what its course needs"):
        exposures_of(frame.with_columns(loan_due_on=pl.lit(None, pl.Date)), assumed())


@given(principal=st.integers(1, 10**13), months=st.integers(1, 36))
def test_equal_repayment_falls_evenly_to_nothing(principal: int, months: int) -> None:
    due = date(2026 + (months - 1) // 12, (months - 1) % 12 + 1, 20)
    frame = pl.DataFrame(
        {"loan_drawn_on": [date(2025, 6, 1)], "loan_due_on": [due], "loan_principal_fen": [principal],
         "loan_balance_fen": [principal]}
    )  # fmt: skip
    owed = exposures_of(frame, assumed(), repayment="equal")[0].tolist()
    assert owed[0] == principal
    assert owed[months:] == [0] * (36 - months)
    steps = -np.diff([*owed[:months], 0])
    assert max(steps) - min(steps) <= 1


def test_a_loan_that_falls_due_is_followed_by_one_like_it() -> None:
    made = loans_of.chosen(document(renew=True), two_loans())
    frame = made.frames[Grain.LOAN].lazy().collect()
    assert frame["loan_id"].to_list() == ["A", "B", "A/2", "A/3", "A/4"]
    second = frame.row(2, named=True)
    assert second["loan_drawn_on"] == date(2026, 11, 25)
    assert second["loan_due_on"] == date(2027, 11, 24)
    assert second["loan_balance_fen"] == second["loan_principal_fen"] == 120_000_000
    assert second["loan_year"] == 2026
    assert max(frame["loan_drawn_on"].to_list()) < date(2029, 1, 1)


def test_loans_are_chosen_by_fact_and_size_and_supposed_otherwise() -> None:
    made = loans_of.chosen(
        document(at_most={"loan_principal_fen": "200万元"}, suppose={"loan_ip_pledged": "true"}), two_loans()
    )
    frame = made.frames[Grain.LOAN].lazy().collect()
    assert frame["loan_id"].to_list() == ["A"]
    assert frame["loan_ip_pledged"].to_list() == [True]
    with pytest.raises(RiskError, match="No loan of the facts is in the book"):
        loans_of.chosen(document(where={"loan_city_code": ["4403"]}), two_loans())
    with pytest.raises(RiskError, match="No such fact to choose by"):
        loans_of.chosen(document(where={"loan_colour": ["red"]}), two_loans())
    with pytest.raises(RiskError, match="no loan in the facts"):
        loans_of.chosen(document(), FactSet({}))


def test_what_the_books_loans_say_of_a_banks_years_goes_before_what_is_stated_or_after_it() -> None:
    stated = facts(
        {
            Grain.INSTITUTION_YEAR: [
                {"institution_id": "bank-1", "year": "2026", "institution_enrolled_principal_fen": "1亿元"}
            ]
        }
    )
    both = FactSet({**two_loans().frames, **stated.frames})
    for way, fen in (("book", 600_000_000), ("stated", 10_000_000_000)):
        made = loans_of.with_institution_years(document(institutions=way), both, range(2026, 2029))
        rows = made.frames[Grain.INSTITUTION_YEAR].lazy().collect().to_dicts()
        assert [(r["year"], r["institution_enrolled_principal_fen"]) for r in rows] == [(2026, fen)]


@pytest.mark.parametrize(
    ("probability", "found"),
    [
        ({"all": "2%"}, [0.02, 0.02]),
        ({"all": "2%", "factor": 2}, [0.04, 0.04]),
        ({"table": "t.csv", "column": "pd"}, [0.1, 0.3]),
        ({"fact": "loan_mode", "grades": {"bank": "7%"}}, [0.07, 0.07]),
    ],
)
def test_probabilities_come_from_one_place(probability: dict[str, object], found: list[float]) -> None:
    book = document(probability=probability, sector="key_industry", city="loan_city_code")
    table = pl.DataFrame({"loan_id": ["B", "A"], "pd": [0.3, 0.1]})
    made = loans_of.portfolio_of(book, two_loans(), book.assumptions(), table=table)
    assert made.probability[:, 0].tolist() == pytest.approx(found)
    assert (made.sector, made.city) == (("new_energy",) * 2, ("4401",) * 2)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"probability": {"table": "t.csv", "column": "pd"}}, "lacks a column"),
        ({"probability": {"fact": "loan_mode", "grades": {"guarantor": "7%"}}}, "unknown or none"),
        ({"sector": "loan_flavour"}, "No such fact"),
    ],
)
def test_a_loan_without_a_probability_or_a_sector_that_is_no_fact_is_refused(
    more: dict[str, object], says: str
) -> None:
    book = document(**more)
    with pytest.raises(RiskError, match=says):
        loans_of.portfolio_of(book, two_loans(), book.assumptions(), table=None)


def test_a_run_has_frames_that_agree_with_each_other() -> None:
    prepared = prepare(document(renew=True), two_loans(), rules(LAW, "loan_loss_compensation"))
    run = without_traces(prepared.run(scenarios=2_000, seed=3))
    found = {row["party"]: row for row in losses(run).to_dicts()}
    by_party = years(run)
    for party in ("lender", "loan_loss_compensation.pool"):
        rows = by_party.filter(pl.col("party") == party)
        assert rows["mean_fen"].sum() == pytest.approx(found[party]["mean_fen"])
        assert rows["total_fen"].to_list()[-1] == pytest.approx(found[party]["mean_fen"])
    last = by_year(run).group_by("key", maintain_order=True).last()
    assert last["chance"].to_list() == bounds(run)["chance"].to_list()
    assert summary(run)["net_fen"].value == pytest.approx(found["all"]["mean_fen"])
    assert lent_fen(run) == carried(run)["lent_fen"]
    assert pools(run).is_empty()


def test_two_runs_differ_where_their_rules_do_and_must_draw_the_same() -> None:
    prepared = prepare(document(renew=True), two_loans(), rules(LAW, "loan_loss_compensation"))
    one, two, other = (
        prepared.run(scenarios=400, seed=3),
        prepared.run(scenarios=400, seed=3),
        prepared.run(scenarios=400, seed=4),
    )
    assert all(change.difference.value == 0 for change in compared(one, two))
    with pytest.raises(RiskError, match="cannot be compared"):
        compared(one, other)


def test_a_pool_that_answers_with_what_it_holds_runs_short_more_often_the_less_it_holds() -> None:
    from tests.risk.test_schemes import ZHONGSHAN_DAY, ZHONGSHAN_FACTS  # noqa: PLC0415

    course = {"loan_signed_on": "2025-01-02", "loan_drawn_on": "2025-01-02", "loan_due_on": "2028-01-02",
              "loan_principal_fen": "500万元", "loan_enrolled_on": "2025-01-02"}  # fmt: skip
    given = {**ZHONGSHAN_FACTS, Grain.LOAN: [{**loan, **course} for loan in ZHONGSHAN_FACTS[Grain.LOAN]]}
    chances = []
    for money in ("100万元", "300万元"):
        book = document(
            agreements=["ip_pool_zhongshan.four_parties"], starts="2025-01-01", probability={"all": "30%"},
            money={"ip_pool_zhongshan.fund_money": {2025: money}},
        )  # fmt: skip
        prepared = prepare(book, facts(given), rules(ZHONGSHAN_DAY, "ip_pool_zhongshan"))
        run = prepared.run(scenarios=2_000, seed=1)
        frame = pools(run)
        assert (frame["left_p1_fen"] >= 0).all()
        assert frame["received_fen"].to_list()[0] == frame["received_fen"].to_list()[-1]
        chances.append(frame["empty"].to_list()[-1])
    assert chances[0] > chances[1] > 0
    wrong = document(
        agreements=["ip_pool_zhongshan.four_parties"], money={"ip_pool_zhongshan.nothing": {2026: "1元"}}
    )
    with pytest.raises(RiskError, match="Money for a pool that holds none"):
        prepare(wrong, facts(given), rules(ZHONGSHAN_DAY, "ip_pool_zhongshan"))


@pytest.mark.parametrize("shock", [Shock(2026, 1, sector="none"), Shock(2040, 1)])
def test_a_shock_that_strikes_nothing_is_refused(shock: Shock) -> None:
    book = document(shocks=[{"year": shock.year, "deviations": shock.deviations, "sector": shock.sector}])
    with pytest.raises(RiskError, match="strikes nothing"):
        prepare(book, two_loans(), rules(LAW, "loan_loss_compensation"))


def test_bad_times_make_more_defaults_where_they_strike() -> None:
    counts = []
    for deviations in (0, 2):
        book = document(
            probability={"all": "10%"},
            correlation={"common": "20%"},
            shocks=[{"year": 2027, "deviations": deviations}],
        )
        prepared = prepare(book, two_loans(), rules(LAW, "loan_loss_compensation"))
        counts.append(prepared.run(scenarios=3_000, seed=5).paths.defaults.mean(axis=0))
    assert counts[0][0] == counts[1][0]
    assert counts[1][1] > 2 * counts[0][1]


@pytest.mark.parametrize(
    "wrong",
    [
        {"probability": {"all": "2%", "fact": "x", "grades": {"a": "1%"}}},
        {"probability": {"table": "t.csv"}},
        {"years": 0},
        {"colour": "red"},
    ],
)
def test_a_book_that_does_not_fit_is_refused(tmp_path: Path, wrong: dict[str, object]) -> None:
    import yaml  # noqa: PLC0415

    path = tmp_path / "book.yaml"
    path.write_text(yaml.safe_dump({**BOOK, **wrong}, allow_unicode=True), encoding="utf-8")
    with pytest.raises(SchemaError):
        read_book(path)


def test_other_assumptions_are_laid_over_a_book() -> None:
    book = supposed(document(), {"recovery.months": "36", "shocks": '[{year: 2027, deviations: "2"}]'})
    assert book.recovery.months == 36
    assert book.recovery.mean == "40%"
    assert book.assumptions().shocks == (Shock(2027, 2.0),)
    with pytest.raises(SchemaError):
        supposed(document(), {"recovery.speed": "1"})
    with pytest.raises(SchemaError, match="no such part"):
        supposed(document(), {"facts.one": "1"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts": date(2026, 1, 2)},
        {"years": 0},
        {"claim_months": -1},
        {"persistence": 1.0},
    ],
)
def test_a_course_of_years_that_there_is_not_is_refused(wrong: dict[str, object]) -> None:
    usual: dict[str, object] = {
        "starts": LAW,
        "years": 2,
        "correlation": Correlation(),
        "recovery": Recovery(0.5),
    }
    with pytest.raises(RiskError, match="No such course of years"):
        Assumptions(**(usual | wrong))  # type: ignore[arg-type]


def test_parts_of_a_portfolio_have_to_fit() -> None:
    with pytest.raises(RiskError, match="differ in length"):
        Portfolio(np.zeros((2, 1)), np.zeros((3, 12), np.int64), ("", ""), ("", ""))
    with pytest.raises(RiskError, match="wrong way round"):
        Portfolio(np.zeros((1, 1)), np.full((1, 12), -1, np.int64), ("",), ("",))


@pytest.mark.parametrize("asked", [(0, 1, 1), (1, 2**64, 1), (1, 1, 0), (1, -1, 1)])
def test_a_simulation_that_there_is_not_is_refused(asked: tuple[int, int, int]) -> None:
    prepared = prepare(document(), two_loans(), rules(LAW, "loan_loss_compensation"))
    scenarios, seed, workers = asked
    with pytest.raises(KejinError, match="No such simulation"):
        simulate_book(
            prepared.book, prepared.terms, prepared.plan, scenarios=scenarios, seed=seed, workers=workers
        )
