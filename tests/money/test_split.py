"""A split always sums to the whole, and nobody is a whole unit off."""

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kejin.errors import MoneyOverflowError, SplitError
from kejin.money import INT64_MAX, split

totals = st.integers(-(10**15), 10**15)
weights = st.lists(st.integers(0, 10**12), min_size=1, max_size=50).filter(any)


# Hamilton's method on the first United States census (1791 bill, 120 seats): the seats of M. Balinski and
# H. P. Young, Fair Representation, 2nd ed. 2001, table 3.1.
CENSUS_1791 = {
    "Virginia": (630_560, 21),
    "Massachusetts": (475_327, 16),
    "Pennsylvania": (432_879, 14),
    "North Carolina": (353_523, 12),
    "New York": (331_589, 11),
    "Maryland": (278_514, 9),
    "Connecticut": (236_841, 8),
    "South Carolina": (206_236, 7),
    "New Jersey": (179_570, 6),
    "New Hampshire": (141_822, 5),
    "Vermont": (85_533, 3),
    "Georgia": (70_835, 2),
    "Kentucky": (68_705, 2),
    "Rhode Island": (68_446, 2),
    "Delaware": (55_540, 2),
}


def test_largest_remainders_give_the_seats_of_hamiltons_bill() -> None:
    people = [population for population, _ in CENSUS_1791.values()]
    assert split(120, people) == [seats for _, seats in CENSUS_1791.values()]


def test_a_fen_too_many_goes_to_the_largest_remainder_then_weight_then_place() -> None:
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(-100, [1, 1, 1]) == [-34, -33, -33]
    assert split(1, [2, 3, 3]) == [0, 1, 0]
    # Quarters of 2: remainders of one half each except the larger weight's, which is exact.
    assert split(2, [1, 2, 1]) == [1, 1, 0]
    # Remainders are equal (a half each) between the weights 1 and 3 of 4: the larger takes it.
    assert split(2, [1, 3]) == [0, 2]
    assert split(0, [5, 6]) == [0, 0]


@settings(max_examples=1_000)
@given(totals, weights)
def test_parts_sum_to_the_whole_and_each_is_less_than_one_unit_off(total: int, weights: list[int]) -> None:
    parts = split(total, weights)
    assert sum(parts) == total
    base = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total * weight, base)) < 1
        assert weight or part == 0


@given(totals, weights, st.randoms(use_true_random=False))
def test_the_order_of_the_parties_decides_nothing_but_equal_weights(
    total: int, weights: list[int], random: object
) -> None:
    shuffled = list(weights)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    before = sorted(zip(weights, split(total, weights), strict=True))
    after = sorted(zip(shuffled, split(total, shuffled), strict=True))
    assert before == after


@given(totals, weights, st.integers(1, 1_000))
def test_only_the_proportions_of_the_weights_count(total: int, weights: list[int], factor: int) -> None:
    assert split(total, [weight * factor for weight in weights]) == split(total, weights)


@given(totals, weights)
def test_reversing_a_whole_reverses_every_part(total: int, weights: list[int]) -> None:
    assert split(-total, weights) == [-part for part in split(total, weights)]


@given(totals, weights)
def test_a_heavier_party_never_gets_less(total: int, weights: list[int]) -> None:
    ranked = sorted(zip(weights, [abs(part) for part in split(total, weights)], strict=True))
    assert [part for _, part in ranked] == sorted(part for _, part in ranked)


@pytest.mark.parametrize("weights", [[], [0, 0]])
def test_a_whole_cannot_be_split_among_nobody(weights: list[int]) -> None:
    with pytest.raises(SplitError, match="at least one positive weight"):
        split(1, weights)


def test_a_negative_weight_and_an_oversized_whole_are_refused() -> None:
    with pytest.raises(SplitError, match="found -2"):
        split(1, [3, -2])
    with pytest.raises(MoneyOverflowError, match="a whole to be split"):
        split(INT64_MAX + 1, [1])


def test_ten_thousand_random_splits_lose_and_find_nothing() -> None:
    """Two to fifty parties, one fen to a hundred billion yuan; weights as amounts of loans are, very unequal."""
    chance = random.Random(20_260_101)  # noqa: S311 - replayed, not secret
    for _ in range(10_000):
        total = round(10 ** chance.uniform(0, 13))
        weights = [round(10 ** chance.uniform(0, 12)) for _ in range(chance.randint(2, 50))]
        parts = split(total, weights)
        whole = sum(weights)
        assert sum(parts) == total
        # Within one fen of the exact part, without a float on the way: |part × whole − total × weight| < whole.
        assert all(
            abs(part * whole - total * weight) < whole for part, weight in zip(parts, weights, strict=True)
        )
