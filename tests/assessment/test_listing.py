"""Distance to listing: the sets of a board, each with what is met and what stands between."""

from datetime import date

from kejin.assessment import answer_for
from kejin.assessment.listing import distances, listing_keys
from kejin.facts import FactSet, Grain
from kejin.packs import shipped
from kejin.policy import Dates, Ruleset, Verdict
from kejin.policy.cases import facts_frame

DAY = date(2025, 6, 30)
YI = 10**10


def star() -> Ruleset:
    return shipped().only(["star_market"]).compile(Dates(DAY, DAY, DAY))


def firm(**facts: object) -> FactSet:
    years = [
        {"enterprise_id": "e1", "year": year, "revenue_fen": 4 * YI, "accounts_audited": True}
        for year in (2022, 2023, 2024)
    ]
    return FactSet(
        {
            Grain.ENTERPRISE: facts_frame(Grain.ENTERPRISE, [{"enterprise_id": "e1", **facts}]),
            Grain.FILING: facts_frame(Grain.FILING, years),
        }
    )


def test_every_set_of_the_board_is_a_line_and_a_met_one_has_no_step() -> None:
    ruleset = star()
    boards = listing_keys(ruleset)
    answer = answer_for(ruleset, firm(expected_market_value_fen=30 * YI), "e1")
    found = {one.key: one for one in distances(answer, boards)}
    assert boards == ("star_market.listing",)
    assert {f"star_market.set_{number}" for number in range(1, 6)} <= set(found)
    fourth = found["star_market.set_4"]
    assert (fourth.verdict, fourth.steps) == (Verdict.ELIGIBLE, ())
    assert fourth.met == 3


def test_a_set_that_is_missed_says_by_how_much() -> None:
    ruleset = star()
    answer = answer_for(ruleset, firm(expected_market_value_fen=29 * YI), "e1")
    found = {one.key: one for one in distances(answer, listing_keys(ruleset))}
    (step,) = found["star_market.set_4"].steps
    assert "1 亿元" in step.sentence.zh
    assert found["star_market.set_4"].verdict is Verdict.NEARLY
