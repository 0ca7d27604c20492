"""One enterprise's row of the matrix, its statuses, and what obtaining a status would open."""

from tests.planning.sample import WAN, catalogue, firms

from kejin.assessment import answer_for
from kejin.assessment.statuses import Status, status_frame, statuses_of
from kejin.facts import Label
from kejin.planning import INSTRUMENTS, offers
from kejin.planning.opening import openings
from kejin.planning.row import Cell, Row, row_of
from kejin.policy import Verdict


def row(**facts: object) -> Row:
    given = firms(facts)
    return row_of(offers(catalogue(), given), answer_for(catalogue().ruleset, given, "e1"))


def cell(of: Row, instrument: str) -> Cell:
    return next(one for one in of.cells if one.instrument == instrument)


def test_a_row_has_a_cell_for_each_of_the_six_instruments() -> None:
    assert [one.instrument for one in row(revenue_fen=2000 * WAN).cells] == list(INSTRUMENTS)


def test_a_cell_leads_with_its_best_offer_and_says_what_it_costs() -> None:
    loans = cell(row(revenue_fen=2000 * WAN, hte_certified=True, gazelle_recognised=False), "loan")
    assert loans.verdict is Verdict.ELIGIBLE
    assert loans.lead is not None
    assert loans.lead.net_cost == Label("3.8%（首年 38 万元）", "3.8% (CNY 380,000.00 in the first year)")
    assert [support.key for support in loans.lead.applied] == [
        "market.interest", "market.fee_help", "market.city_pool",
    ]  # fmt: skip
    terms = {what.en: text.en for what, text in loans.lead.terms}
    assert terms["Amount"] == "CNY 10 million"
    assert terms["Term"] == "36 months"
    assert terms["Answer promised within"] == "5 days"
    assert terms["Taken off in the first year"] == "CNY 140,000.00"


def test_a_product_for_another_stage_is_named_and_does_not_count() -> None:
    seed = row(revenue_fen=60 * WAN)
    assert seed.stage == "seed"
    loans = cell(seed, "loan")
    assert loans.verdict is None
    assert [offer.fits_stage for offer in loans.offers] == [False]
    assert loans.fitting == ()


def test_what_is_nearly_open_says_the_smallest_step() -> None:
    (offer,) = cell(row(revenue_fen=45 * WAN), "loan").offers
    assert offer.verdict is Verdict.NEARLY
    assert [step.label.en for step in offer.steps] == ["Revenue reached"]
    assert offer.reason is not None


def test_without_facts_nothing_is_promised_and_the_stage_stays_open() -> None:
    empty = row()
    assert (empty.stage, empty.stage_label) == (None, None)
    assert cell(empty, "loan").verdict is Verdict.UNDETERMINED
    assert cell(empty, "loan").offers[0].net_cost is None


def test_a_status_can_be_held_without_being_met_and_met_without_being_held() -> None:
    ruleset = catalogue().ruleset
    frame = status_frame(
        ruleset,
        firms(
            {"revenue_fen": 10 * WAN, "gazelle_recognised": True},
            {"revenue_fen": 900 * WAN, "gazelle_recognised": False},
            {},
        ),
    )
    label = Label("高成长", "Fast growing")
    assert [statuses_of(ruleset, frame, code) for code in ("e1", "e2", "e3")] == [
        (Status("market.fast", label, held=True, met=Verdict.NOT_ELIGIBLE),),
        (Status("market.fast", label, held=False, met=Verdict.ELIGIBLE),),
        (Status("market.fast", label, held=None, met=Verdict.UNDETERMINED),),
    ]


def test_a_status_opens_what_was_closed_or_open_without_it_and_nothing_that_was_there() -> None:
    given = firms(
        {"revenue_fen": 900 * WAN, "gazelle_recognised": False},
        {"revenue_fen": 900 * WAN, "gazelle_recognised": True},
        {"revenue_fen": 900 * WAN},
    )
    found = openings(catalogue(), given, ["e1", "e2", "e3"])
    assert found == {"e1": {"market.fast": ("market.grant",)}, "e3": {"market.fast": ("market.grant",)}}


def test_only_the_enterprises_asked_for_are_looked_at() -> None:
    given = firms({"gazelle_recognised": False}, {"gazelle_recognised": False})
    assert set(openings(catalogue(), given, ["e2"])) == {"e2"}
