"""Premiums taken apart, experience and its credibility, tails, triangles, and a pool's parts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejin.errors import RiskError
from kejin.facts import Label
from kejin.risk.insurance.aggregate import Aggregate, compound
from kejin.risk.insurance.credibility import buhlmann_straub
from kejin.risk.insurance.frequency import Exactly, NegativeBinomial, Poisson
from kejin.risk.insurance.pool import Member, fair_shares, parts, shares_within
from kejin.risk.insurance.premium import Cover, Loads, Premium, price, surprise, uncertain_number
from kejin.risk.insurance.reserving import chain_ladder
from kejin.risk.insurance.severity import Fixed, Gamma, Lognormal
from kejin.risk.insurance.tails import fit_tail, spliced

YUAN = 100.0
COVER = Cover(deductible=1_000 * YUAN, limit=50_000 * YUAN, share=0.9, year_limit=2_000_000 * YUAN)
CLAIM = Lognormal.of(15_000 * YUAN, 1.8)
SIZE = 2**13


def sums(premium: Premium) -> int:
    return (
        premium.expected_fen
        + premium.experience_fen
        + premium.uncertainty_fen
        + premium.capital_fen
        + premium.expense_fen
    )


@given(
    cost=st.floats(0, 0.3),
    error=st.floats(0, 0.5),
    expenses=st.floats(0, 0.6),
    fixed=st.integers(0, 10**9),
    experience=st.floats(0, 3),
)
def test_the_parts_of_a_premium_sum_to_it_to_the_fen(
    cost: float, error: float, expenses: float, fixed: int, experience: float
) -> None:
    loads = Loads(capital_cost=cost, parameter_error=error, expense_rate=expenses, fixed_fen=fixed)
    made = price(Poisson(20), CLAIM, COVER, loads=loads, experience=experience, size=SIZE)
    premium = made.premium
    assert sums(premium) == premium.gross_fen
    assert min(premium.capital_fen, premium.uncertainty_fen, premium.expense_fen, premium.expected_fen) >= 0
    assert premium.expense_fen >= expenses * premium.gross_fen - 1


def test_each_load_moves_its_own_part() -> None:
    plain = price(Poisson(20), CLAIM, COVER, loads=Loads(), size=SIZE).premium
    assert plain.gross_fen == plain.expected_fen
    loaded = price(
        Poisson(20), CLAIM, COVER, loads=Loads(capital_cost=0.1, parameter_error=0.3), size=SIZE
    ).premium
    assert loaded.expected_fen == plain.expected_fen
    assert loaded.capital_fen > 0
    assert loaded.uncertainty_fen > 0
    by_var = price(Poisson(20), CLAIM, COVER, loads=Loads(capital_cost=0.1, measure="var"), size=SIZE).premium
    assert 0 < by_var.capital_fen < loaded.capital_fen


def test_not_knowing_the_mean_widens_the_number_and_leaves_it_where_it_is() -> None:
    wide = uncertain_number(Poisson(10), 0.3)
    assert wide.mean == 10
    assert wide.variance == pytest.approx(10 + 9)
    both = uncertain_number(NegativeBinomial(10, 0.2), 0.3)
    assert both.variance == pytest.approx(10 + 100 * (1.2 * 1.09 - 1))
    assert uncertain_number(Exactly(4), 0.3) == Exactly(4)


def test_a_back_test_would_have_flagged_the_loss_ratio_of_chip_insurance() -> None:
    # China Finance 2023-18: 2011 to 2020, cover 3.3 trillion, paid 6.055 billion, a loss ratio of 249%; 5.738 billion of
    # it were fires. Priced at the premium's own 2.43 billion with 127 firms, one claim in ten firms over the ten years.
    premium, paid = 2.43e9 * YUAN, 6.055e9 * YUAN
    priced_for = Lognormal.of(premium * 0.7 / 12.7, 2)
    decade = compound(Poisson(12.7), priced_for, size=2**14)
    assert decade.mean == pytest.approx(premium * 0.7, rel=1e-3)
    assert surprise(decade, paid) < 0.03
    assert surprise(decade, premium) > 0.15
    assert surprise(decade, 0) == pytest.approx(1)


@pytest.mark.parametrize(
    "wrong", [{"capital_cost": -1}, {"level": 1.0}, {"expense_rate": 1.0}, {"parameter_error": -0.1}]
)
def test_loads_that_there_are_not_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(RiskError, match="No such loads"):
        Loads(**wrong)  # type: ignore[arg-type]


# --- experience ------------------------------------------------------------------------------------------------------


def test_groups_that_do_not_differ_are_not_believed() -> None:
    found = buhlmann_straub([[1, 3], [3, 1]], [[1, 1], [1, 1]])
    assert (found.between, found.collective, found.z.tolist()) == (0, 2, [0, 0])
    assert found.premium.tolist() == [2, 2]


def test_a_year_that_is_missing_counts_nothing() -> None:
    whole = buhlmann_straub([[1.0, 1.2, 0.9], [2.0, 2.4, np.nan]], [[5, 5, 5], [4, 6, 3]])
    without = buhlmann_straub([[1.0, 1.2, 0.9], [2.0, 2.4, 7.0]], [[5, 5, 5], [4, 6, 0]])
    assert whole.premium == pytest.approx(without.premium)
    assert whole.own.tolist() == [pytest.approx(31 / 30), pytest.approx(2.24)]
    assert whole.premium[0] > whole.own[0]
    assert whole.premium[1] < whole.own[1]


@pytest.mark.parametrize(
    ("ratios", "weights"),
    [
        ([[1, 2]], [[1, 1]]),
        ([[1], [2]], [[1], [1]]),
        ([[1, 2], [1, 2]], [[1, 1]]),
        ([[1, 2], [3, 4]], [[1, -1], [1, 1]]),
    ],
)
def test_too_little_experience_is_refused(ratios: list[list[float]], weights: list[list[float]]) -> None:
    with pytest.raises(RiskError):
        buhlmann_straub(ratios, weights)


# --- tails and triangles ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("xi", "beta"), [(0.5, 2.0), (0.0, 3.0), (-0.3, 4.0)])
def test_a_tail_is_found_again_in_its_own_quantiles(xi: float, beta: float) -> None:
    u = (np.arange(4_000) + 0.5) / 4_000
    over = -beta * np.log(1 - u) if xi == 0 else beta / xi * ((1 - u) ** -xi - 1)
    found = fit_tail(over + 7, 7)
    assert found.number == 4_000
    assert found.fitted.xi == pytest.approx(xi, abs=0.02)
    assert found.fitted.beta == pytest.approx(beta, rel=0.02)


def test_claims_below_the_threshold_stay_as_they_were_seen() -> None:
    rng = np.random.default_rng(1)
    claims = 1 + rng.pareto(2.5, 500)
    tail = fit_tail(claims, 2)
    made = spliced(claims, tail)
    assert made.below(np.array([1.5]))[0] == pytest.approx(np.mean(claims <= 1.5))
    assert made.below(np.array([2.0]))[0] == pytest.approx(np.mean(claims <= 2))
    with pytest.raises(RiskError, match="Too few claims"):
        fit_tail(claims, 1_000)


def test_a_triangle_without_noise_runs_off_without_error() -> None:
    triangle = np.array([[100, 150, 165], [200, 300, np.nan], [120, np.nan, np.nan]])
    found = chain_ladder(triangle)
    assert found.factors.tolist() == [1.5, pytest.approx(1.1)]
    assert found.ultimate.tolist() == [165, pytest.approx(330), pytest.approx(198)]
    assert found.total == pytest.approx(30 + 78)
    assert found.error == 0


@pytest.mark.parametrize(
    "wrong",
    [
        [[1.0, 2.0], [np.nan, 3.0]],
        [[1.0]],
        [[1.0, np.nan, 2.0], [1.0, 2.0, np.nan]],
        [[0.0, 0.0], [1.0, np.nan]],
    ],
)
def test_what_is_no_triangle_is_refused(wrong: list[list[float]]) -> None:
    with pytest.raises(RiskError):
        chain_ladder(np.array(wrong))


# --- the pool --------------------------------------------------------------------------------------------------------


def members(*shares: int, capacities: tuple[int | None, ...] = ()) -> list[Member]:
    room = capacities or (None,) * len(shares)
    return [
        Member(f"m{k}", Label("成员", "Member"), share, capacity)
        for k, (share, capacity) in enumerate(zip(shares, room, strict=True))
    ]


@given(shares=st.lists(st.integers(0, 10**9), min_size=1, max_size=8).filter(lambda values: sum(values) > 0))
def test_a_pools_parts_sum_to_the_whole_to_the_fen(shares: list[int]) -> None:
    made = price(Poisson(7), Gamma.of(333_333, 1.3), Cover(), loads=LOADS, size=2**10)
    found = parts(made, members(*shares), most_fen=1_000_000_001, loads=LOADS)
    assert sum(part.premium_fen for part in found) == made.premium.gross_fen
    assert sum(part.expected_fen for part in found) == round(made.year_paid.mean)
    assert sum(part.capital_fen for part in found) == made.premium.capital_needed_fen
    assert sum(part.most_fen or 0 for part in found) == 1_000_000_001
    assert all(part.premium_fen == 0 for part in found if part.member.share_ppb == 0)


LOADS = Loads(capital_cost=0.08, expense_rate=0.2)


def test_a_member_that_cannot_bear_its_part_gives_the_rest_to_the_others() -> None:
    made = price(Poisson(7), Fixed(1_000), Cover(), loads=LOADS, size=2**10)
    found = parts(made, members(5, 3, 2, capacities=(None, 100, None)), most_fen=1_000, loads=LOADS)
    assert [part.most_fen for part in found] == [500, 300, 200]
    assert [part.over_capacity_fen for part in found] == [0, 200, 0]
    assert [part.within_fen for part in found] == [643, 100, 257]
    short = parts(made, members(1, 1, capacities=(100, 200)), most_fen=1_000, loads=LOADS)
    assert [part.within_fen for part in short] == [None, None]
    with pytest.raises(RiskError, match="Nobody shares"):
        parts(made, members(0, 0), most_fen=None, loads=LOADS)


@given(
    wanted=st.lists(st.integers(0, 100), min_size=1, max_size=6),
    capacities=st.lists(st.one_of(st.none(), st.integers(0, 2_000)), min_size=6, max_size=6),
    most=st.integers(0, 3_000),
)
def test_capacities_are_kept_and_the_whole_is_borne_or_refused(
    wanted: list[int], capacities: list[int | None], most: int
) -> None:
    own = capacities[: len(wanted)]
    room = sum(most if c is None else c for c, w in zip(own, wanted, strict=True) if w > 0)
    if room < most:
        with pytest.raises(RiskError, match="cannot bear"):
            shares_within(wanted, own, most)
        return
    found = shares_within(wanted, own, most)
    assert sum(found) == most
    assert all(0 <= part <= (most if c is None else c) for part, c in zip(found, own, strict=True))
    assert all(part == 0 for part, w in zip(found, wanted, strict=True) if w == 0)


def test_fair_shares_sum_to_every_total_and_keep_each_members_mean() -> None:
    lines = [
        compound(Poisson(2), Gamma.of(4, 1.5), unit=1, size=256),
        compound(NegativeBinomial(1, 2), Fixed(5), unit=1, size=256),
        Aggregate(1.0, np.array([0.5, 0.0, 0.0, 0.5])),
    ]
    found = fair_shares(lines)
    totals = np.arange(found.shape[1], dtype=float)
    seen = np.isfinite(found).all(axis=0)
    assert found[:, seen].sum(axis=0) == pytest.approx(totals[seen])
    likely = lines[0].likely
    for line in lines[1:]:
        likely = np.convolve(likely, line.likely)
    for k, line in enumerate(lines):
        assert float(
            (likely[: found.shape[1]] * np.nan_to_num(found[k][: len(likely)])).sum()
        ) == pytest.approx(line.mean, rel=1e-6)
    with pytest.raises(RiskError, match="different grids"):
        fair_shares([lines[0], Aggregate(2.0, np.array([1.0]))])


def test_fair_shares_of_two_coins_by_brute_force() -> None:
    first, second = Aggregate(1.0, np.array([0.5, 0.5])), Aggregate(1.0, np.array([0.25, 0, 0.75]))
    found = fair_shares([first, second])
    # Totals 0, 1, 2, 3: 1 comes from the first alone, 2 from the second alone, 3 from both.
    assert found[0, :4].tolist() == pytest.approx([0, 1, 0, 1], abs=1e-9)
    assert found[1, :4].tolist() == pytest.approx([0, 0, 2, 2], abs=1e-9)
