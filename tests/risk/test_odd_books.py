"""Books under odd rules: shares and caps of nought, certain defaults, whole recoveries, several agreements on a loan."""

import numpy as np
import polars as pl
import pytest
from tests.risk.test_books import LAW, document, two_loans

from kejin.facts import FactSet, Grain
from kejin.packs import load_packs
from kejin.policy import Dates, Overlay
from kejin.risk.simulation import loans as loans_of
from kejin.risk.simulation.running import Run
from kejin.risk.simulation.whole import prepare

POLICY = "loan_loss_compensation"
POOL, LENDER = f"{POLICY}.pool", "lender"


def under(changes: dict[str, str], **assumed: object) -> Run:
    store = load_packs(()).only([POLICY])
    overlay = (
        Overlay.of("odd", {f"{POLICY}.{name}": value for name, value in changes.items()}) if changes else None
    )
    ruleset = store.compile(Dates(LAW, LAW, LAW), overlay)
    return prepare(document(**assumed), two_loans(), ruleset).run(scenarios=300, seed=5)


def with_honest_borrower() -> FactSet:
    found = two_loans()
    firm = found.frames[Grain.ENTERPRISE].lazy().collect().with_columns(on_dishonest_list=pl.lit(value=False))
    return FactSet({**found.frames, Grain.ENTERPRISE: firm})


def borne(run: Run, party: str) -> int:
    places = [k for k, one in enumerate(run.book.arrangement.parties) if one.key == party]
    return int(run.paths.net[:, :, places].sum())


TIERS = {f"bank_tier#{row}": "0%" for row in ("up_to_5m", "up_to_15m", "at_15m", "up_to_30m")}
SURE = {"probability": {"all": "100%"}}


@pytest.mark.parametrize(
    "changes",
    [
        TIERS,
        {"year_cap": "0"},
        {"bank_stop_share": "0%"},
        {"bank_stop_share": "20%"},
        {"year_cap": "0.0001"},
    ],
    ids=["share nought", "cap nought", "line nought", "line high", "cap of a yuan"],
)
def test_no_rule_makes_a_fen_appear_or_vanish(changes: dict[str, str]) -> None:
    plain, odd = under({}, **SURE), under(changes, **SURE)
    # What is lost and recovered does not depend on the rules; what is borne by all together is that and no more.
    assert np.array_equal(plain.paths.lost, odd.paths.lost)
    assert np.array_equal(plain.paths.net.sum(axis=2), odd.paths.net.sum(axis=2))
    assert borne(plain, POOL) > 0
    if changes is TIERS or changes == {"year_cap": "0"}:
        assert borne(odd, POOL) == 0
    if changes == {"year_cap": "0.0001"}:
        assert (odd.paths.net[:, :, 1] <= 10_000 * 100).all()


def test_what_is_recovered_whole_and_at_once_leaves_nothing_with_anybody() -> None:
    done = under({}, **SURE, recovery={"mean": "100%", "months": 0})
    assert done.paths.lost.sum() > 0
    assert not done.paths.net.sum(axis=(1, 2)).any()
    assert borne(done, POOL) == borne(done, LENDER) == 0


def test_nothing_defaults_where_nothing_can() -> None:
    done = under({}, probability={"all": "0%"})
    assert not done.paths.lost.any()
    assert not done.paths.net.any()


def test_a_stop_line_that_nobody_reaches_again_lets_suspended_payment_be_taken_up() -> None:
    kept, resumed = (
        under({"bank_stop_share": "0%"}, **SURE),
        under({"bank_stop_share": "0%"}, **SURE, resume=True),
    )
    assert kept.paths.open[:, 0].sum() > resumed.paths.open[:, 0].sum()
    assert borne(resumed, POOL) > borne(kept, POOL)
    assert np.array_equal(kept.paths.net.sum(axis=(1, 2)), resumed.paths.net.sum(axis=(1, 2)))


def test_two_agreements_on_one_loan_share_between_them_what_one_leaves() -> None:
    day = Dates(LAW, LAW, LAW)
    ruleset = load_packs(()).only([POLICY, "demo_insurance"]).compile(day)
    both = document(
        agreements=[f"{POLICY}.bank_mode", "demo_insurance.coinsurance"],
        suppose={"loan_sharing_mode": "insurer"},
        **SURE,
    )
    made = prepare(both, with_honest_borrower(), ruleset).run(scenarios=300, seed=5)
    alone = under({}, **SURE)
    assert borne(made, "demo_insurance.lead") > 0
    # The pool comes first and pays what it would pay alone; the insurers relieve the bank of a part of the rest.
    # Of a recovery a fen may fall to another where more share in it.
    assert np.abs(made.paths.net[:, :, 1] - alone.paths.net[:, :, 1]).max() <= 2
    assert made.paths.net[:, :, 0].sum() < alone.paths.net[:, :, 0].sum()
    assert np.array_equal(made.paths.net.sum(axis=(1, 2)), alone.paths.net.sum(axis=(1, 2)))


def test_what_follows_a_book_that_was_taken_up_at_once_is_enrolled_when_it_is_drawn() -> None:
    asked = document(renew=True, suppose={"loan_enrolled_on": "2026-01-01"})
    frame = loans_of.chosen(asked, two_loans()).frames[Grain.LOAN].lazy().collect()
    for row in frame.iter_rows(named=True):
        renewed = "/" in row["loan_id"]
        assert str(row["loan_enrolled_on"]) == (str(row["loan_drawn_on"]) if renewed else "2026-01-01")
