"""Every scheme through the ledger: what each party bears is what the pack's own rules, evaluated by columns, say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.risk.losses import WAN, borne, facts, ledger, loss, recovery, rules, what_if

from kejin.errors import RiskError
from kejin.facts import FactSet, Grain
from kejin.packs import shipped
from kejin.policy import Dates, Overlay, Ruleset
from kejin.policy.cases import case_dates, case_facts
from kejin.policy.documents import CaseDocument
from kejin.policy.staging import columns_of
from kejin.risk import Arrangement, Book, Event, EventKind, Ledger, Reasons, arrays
from kejin.risk.explaining import bounds_of
from kejin.risk.fees import yearly_fees
from kejin.risk.reading import CLAIMED


@dataclass(frozen=True)
class Scheme:
    """An agreement, and for each party the pack's rule of what it bears."""

    agreement: str
    rules: Mapping[str, str]

    @property
    def policy(self) -> str:
        return self.agreement.partition(".")[0]


SCHEMES = (
    Scheme("innovation_guarantee_plan.reguarantee", {"innovation_guarantee_plan.national": "national_fen", "innovation_guarantee_plan.provincial": "provincial_fen", "guarantor": "local_fen"}),
    Scheme("private_investment_guarantee.reguarantee", {"private_investment_guarantee.national": "national_fen"}),
    Scheme("tech_credit_compensation.compensation", {"tech_credit_compensation.province": "province_fen", "tech_credit_compensation.locality": "local_fen", "guarantor": "guarantor_fen"}),
    Scheme("loan_pool_shenzhen.pool", {"loan_pool_shenzhen.pool": "pool_fen"}),
    Scheme("loan_pool_zhuhai.pool", {"loan_pool_zhuhai.pool": "pool_fen"}),
    Scheme("ip_pool_guangzhou.pool", {"ip_pool_guangzhou.pool": "pool_fen"}),
    Scheme("ip_pool_huangpu.pool", {"ip_pool_huangpu.district": "district_fen"}),
    Scheme("ip_pool_zhongshan.four_parties", {"ip_pool_zhongshan.fund": "fund_fen", "insurer": "insurer_fen", "valuer": "valuer_fen"}),
    Scheme("ip_pool_zhuhai.fund", {"ip_pool_zhuhai.fund": "fund_fen"}),
    Scheme("ip_pool_jiangmen.pool", {"ip_pool_jiangmen.city": "fiscal_fen"}),
)  # fmt: skip
CASES = [
    (scheme, case)
    for scheme in SCHEMES
    for case in shipped().policy(scheme.policy).cases
    if Grain.LOAN in case.given
]


@cache
def compiled(policy: str, dates: Dates) -> Ruleset:
    return shipped().only([policy]).compile(dates)


def claims(scheme: Scheme, ruleset: Ruleset, factset: FactSet) -> list[Event]:
    """A loss for every loan that has one, on the day it turned bad or else on the law date."""
    fact = CLAIMED[Arrangement.of(ruleset, [scheme.agreement]).agreements[0].document.loss.basis]
    rows = factset.frames[Grain.LOAN].lazy().collect().to_dicts()
    return [
        Event(row.get("loan_defaulted_on") or ruleset.dates.law, EventKind.LOSS, row["loan_id"], row[fact])
        for row in rows
        # What the loan has received from others is an agreement of its own in the ledger, and a stated fact in the rules.
        if row.get(fact) and (scheme.policy != "ip_pool_huangpu" or row.get("loan_compensated_fen") == 0)
    ]


@pytest.mark.parametrize(("scheme", "case"), CASES, ids=[f"{s.agreement}-{c.id}" for s, c in CASES])
def test_the_ledger_agrees_with_the_packs_rules_on_every_case(scheme: Scheme, case: CaseDocument) -> None:
    dates = case_dates(case)
    ruleset = compiled(scheme.policy, dates)
    if not any(d.key.startswith(f"{scheme.policy}.") and d.grain is Grain.LOAN for d in ruleset.decisions):
        return
    factset = case_facts(shipped().policy(scheme.policy), case)
    check_against_rules(scheme, ruleset, factset)


def check_against_rules(scheme: Scheme, ruleset: Ruleset, factset: FactSet) -> Ledger | None:
    events = claims(scheme, ruleset, factset)
    if not events:
        return None
    nodes = [f"{scheme.policy}.{rule}" for rule in scheme.rules.values()]
    said = {row["loan_id"]: row for row in columns_of(ruleset, factset, nodes)[Grain.LOAN].to_dicts()}
    years = range(min(e.on.year for e in events), max(e.on.year for e in events) + 1)
    arrangement = Arrangement.of(ruleset, [scheme.agreement])
    made = Ledger.of(Book.of(arrangement, factset, years, losses=True), events)
    rows = {row["loan_id"]: row for row in made.burdens().to_dicts()}
    open_loans = {a.loan_id for a in made.allocations for line in a.lines if line.what == arrays.UNDETERMINED}
    cut = {
        (a.loan_id, arrangement.parties[line.target].key): line.amount_fen
        for a in made.allocations
        for line in a.lines
        if line.what == arrays.OVER_LIMIT and line.target is not None
    }
    for event in events:
        row = rows[event.loan_id]
        assert sum(value for name, value in row.items() if name != "loan_id") == event.principal_fen
        for party, rule in scheme.rules.items():
            expected = said[event.loan_id][f"{scheme.policy}.{rule}"]
            if expected is None:
                assert event.loan_id in open_loans
                assert row[party] == 0
            else:
                # The rules show that the cap of a year is passed; the ledger pays in order and no more.
                assert expected in (row[party], row[party] + cut.get((event.loan_id, party), 0)), party
    return made


# --- the national plan ---------------------------------------------------------------------------------------------

PLAN = SCHEMES[0]
PLAN_DAY = date(2025, 6, 30)
FIRM = {
    "enterprise_id": "firm",
    "sme_sector": "software",
    "guaranteed_balance_fen": "0元",
    "little_giant_recognised": "true",
}
FILING = {"enterprise_id": "firm", "year": "2024", "staff_count": "50", "revenue_fen": "3000万元"}
GUARANTEED = {
    "enterprise_id": "firm", "institution_id": "bank-1", "loan_guarantor_id": "g-1", "loan_signed_on": "2025-03-01",
    "loan_security": "guarantee", "loan_guarantor_in_system": "true", "loan_guarantor_share": "80%",
    "loan_guaranteed_fen": "400万元", "loan_principal_fen": "500万元",
}  # fmt: skip


def guaranteed(count: int, released: str | None = "1亿元") -> dict[Grain, list[dict[str, str]]]:
    year = {"institution_id": "g-1", "year": "2025"}
    if released is not None:
        year["institution_guaranteed_released_fen"] = released
    return {
        Grain.ENTERPRISE: [FIRM],
        Grain.FILING: [FILING],
        Grain.LOAN: [{**GUARANTEED, "loan_id": f"L{n}"} for n in range(1, count + 1)],
        Grain.INSTITUTION_YEAR: [year],
    }


def test_a_little_giants_loss_is_borne_40_20_20_20() -> None:
    made = ledger(
        rules(PLAN_DAY, PLAN.policy), [PLAN.agreement], guaranteed(1), [loss("2025-06-01", "L1", 100 * WAN)]
    )
    assert borne(made) == {
        "lender": 20 * WAN,
        "innovation_guarantee_plan.national": 40 * WAN,
        "innovation_guarantee_plan.provincial": 20 * WAN,
        "guarantor": 20 * WAN,
    }


def test_above_the_payout_rate_the_national_part_falls_to_the_local_guarantor() -> None:
    # 5% of 100m released are 5m. The first loss makes payouts of 4m, the second of 4m, of which 1m is within.
    events = [loss("2025-05-01", "L1", 500 * WAN), loss("2025-06-01", "L2", 500 * WAN)]
    made = ledger(rules(PLAN_DAY, PLAN.policy), [PLAN.agreement], guaranteed(2), events)
    national = made.burdens()["innovation_guarantee_plan.national"].to_list()
    assert national == [200 * WAN, 50 * WAN]
    assert made.burdens()["guarantor"].to_list() == [100 * WAN, 250 * WAN]
    assert made.burdens()["lender"].to_list() == [100 * WAN, 100 * WAN]
    assert made.rooms().filter(kind="limit")["used_fen"].to_list() == [500 * WAN]


def test_a_payout_rate_that_nobody_can_work_out_is_not_enforced_and_stays_unknown() -> None:
    events = [loss("2025-05-01", "L1", 500 * WAN)]
    made = ledger(rules(PLAN_DAY, PLAN.policy), [PLAN.agreement], guaranteed(1, released=None), events)
    assert borne(made)["innovation_guarantee_plan.national"] == 200 * WAN


def test_the_citys_pool_stands_behind_the_local_guarantor_of_the_national_plan() -> None:
    day = date(2026, 6, 30)
    given = guaranteed(1)
    given[Grain.FILING] = [{**FILING, "year": "2025"}]
    given[Grain.ENTERPRISE] = [{**FIRM, "key_list_enterprise": "true"}]
    given[Grain.LOAN] = [
        {**given[Grain.LOAN][0], "loan_signed_on": "2025-11-01", "loan_mode": "guarantor", "loan_enrolled": "true",
         "loan_enrolled_on": "2025-11-03", "loan_compensated_other_mode": "false", "loan_guarantor_paid": "true"}
    ]  # fmt: skip
    given[Grain.INSTITUTION_YEAR] = [
        {
            "institution_id": "g-1",
            "year": "2026",
            "institution_kind": "guarantor",
            "institution_guaranteed_released_fen": "10亿元",
        }
    ]
    keys = [PLAN.agreement, "loan_loss_compensation.guarantor_mode"]
    ruleset = rules(day, PLAN.policy, "loan_loss_compensation")
    events = [loss("2026-05-01", "L1", 100 * WAN), recovery("2026-06-01", "L1", 10 * WAN)]
    made = ledger(ruleset, keys, given, events)
    # The guarantor's 20% are taken by the pool, whose share is 20% of the overdue principal; then a tenth comes back.
    assert borne(made) == {
        "lender": 18 * WAN,
        "innovation_guarantee_plan.national": 36 * WAN,
        "innovation_guarantee_plan.provincial": 18 * WAN,
        "guarantor": 0,
        "loan_loss_compensation.pool": 18 * WAN,
    }


# --- Guangdong: shares that nobody has read ------------------------------------------------------------------------

PROVINCE = SCHEMES[2]
PROVINCE_DAY = date(2026, 6, 30)
PROVINCE_FACTS = {
    Grain.ENTERPRISE: [{"enterprise_id": "firm", "city_code": "4419", "in_partner_locality": "true", "recognised_tech_enterprise": "true"}],
    Grain.LOAN: [{"loan_id": "L1", "enterprise_id": "firm", "loan_lender_in_scheme": "true", "loan_enrolled": "true", "loan_five_class": "loss"}],
}  # fmt: skip


def test_shares_that_nobody_has_read_leave_the_whole_open_within_ninety_per_cent() -> None:
    ruleset = rules(PROVINCE_DAY, PROVINCE.policy)
    made = ledger(ruleset, [PROVINCE.agreement], PROVINCE_FACTS, [loss("2026-03-01", "L1", 101)])
    assert borne(made)["lender"] == 101
    (line,) = [line for a in made.allocations for line in a.lines if line.what == arrays.UNDETERMINED]
    arrangement = made.book.arrangement
    reasons = Reasons(arrangement, facts(PROVINCE_FACTS), ["L1"]).of("L1")
    assert {(bound.least_fen, bound.most_fen) for bound in bounds_of(arrangement, reasons, line)} == {(0, 90)}


percent = st.integers(0, 100)


@given(
    shares=st.tuples(percent, percent, percent), fen=st.one_of(st.integers(1, 300), st.integers(1, 10**12))
)
def test_with_any_shares_the_parts_are_those_of_the_rules_and_stay_within_the_ceiling(
    shares: tuple[int, int, int], fen: int
) -> None:
    names = ("province_share", "local_share", "guarantor_share")
    changes = {f"{PROVINCE.policy}.{n}": f"{s}%" for n, s in zip(names, shares, strict=True)}
    if not 0 < sum(shares) <= 100:
        return
    ruleset = what_if(PROVINCE_DAY, [PROVINCE.policy], changes)
    rows = [{**PROVINCE_FACTS[Grain.LOAN][0], "loan_principal_loss_fen": f"{fen / 100:.2f}元"}]
    made = check_against_rules(PROVINCE, ruleset, facts({**PROVINCE_FACTS, Grain.LOAN: rows}))
    assert made is not None
    assert borne(made)["lender"] >= -(-fen // 10)


# --- pools that answer with what they hold -------------------------------------------------------------------------

ZHONGSHAN = SCHEMES[7]
ZHONGSHAN_DAY = date(2025, 6, 30)
ZHONGSHAN_FACTS = {
    Grain.ENTERPRISE: [{"enterprise_id": "firm", "city_code": "4420", "sme_sector": "software", "recognised_tech_enterprise": "true"}],
    Grain.FILING: [FILING],
    Grain.LOAN: [
        {"loan_id": f"L{n}", "enterprise_id": "firm", "loan_lender_in_scheme": "true", "loan_enrolled": "true",
         "loan_ip_pledged": "true", "loan_sharing_mode": "insurer", "loan_five_class": "loss"}
        for n in (1, 2)
    ],
}  # fmt: skip


def test_zhongshans_proportion_of_54_26_16_4() -> None:
    made = ledger(
        rules(ZHONGSHAN_DAY, ZHONGSHAN.policy),
        [ZHONGSHAN.agreement],
        ZHONGSHAN_FACTS,
        [loss("2025-03-01", "L1", 100 * WAN)],
    )
    # The worked proportion of the national IP office's account: of a loss of 1m, 540,000, 260,000, 160,000, 40,000.
    assert borne(made) == {
        "lender": 26 * WAN,
        "ip_pool_zhongshan.fund": 54 * WAN,
        "insurer": 16 * WAN,
        "valuer": 4 * WAN,
    }


def test_a_fund_answers_with_what_it_holds_and_what_comes_back_can_be_paid_again() -> None:
    money = Event(
        date(2025, 1, 2), EventKind.CONTRIBUTION, principal_fen=60 * WAN, limit="ip_pool_zhongshan.fund_money"
    )
    events = [
        money,
        loss("2025-03-01", "L1", 100 * WAN),
        loss("2025-04-01", "L2", 50 * WAN),
        recovery("2025-05-01", "L1", 50 * WAN),
        loss("2025-06-01", "L2", 50 * WAN),
    ]
    made = ledger(rules(ZHONGSHAN_DAY, ZHONGSHAN.policy), [ZHONGSHAN.agreement], ZHONGSHAN_FACTS, events)
    fund = made.burdens()["ip_pool_zhongshan.fund"].to_list()
    # 54 of 60 are paid; 6 of 27 follow; 27 come back with half of the loss; then 27 can be paid.
    assert fund == [27 * WAN, 33 * WAN]
    assert made.burdens()["insurer"].to_list() == [8 * WAN, 16 * WAN]
    rooms = made.rooms().row(0, named=True)
    assert (rooms["amount_fen"], rooms["used_fen"], rooms["room_fen"]) == (60 * WAN, 60 * WAN, 0)


# --- Zhuhai: the term of enrolment, the most of one loan -------------------------------------------------------------

ZHUHAI = SCHEMES[4]
ZHUHAI_FACTS = {
    Grain.ENTERPRISE: [{"enterprise_id": "firm", "city_code": "4404", "tech_sme_registered": "true"}],
    Grain.LOAN: [
        {"loan_id": "L1", "enterprise_id": "firm", "loan_lender_in_scheme": "true", "loan_enrolled": "true",
         "loan_enrolled_on": "2022-08-01", "loan_other_project_enrolled": "false", "loan_first_loan": "false",
         "loan_credit_share": "70%", "loan_five_class": "substandard"}
    ],
}  # fmt: skip


@pytest.mark.parametrize(("on", "fen"), [("2024-08-01", 70 * WAN), ("2024-08-02", 0)])
def test_a_loan_that_turns_bad_after_two_years_of_enrolment_is_not_compensated(on: str, fen: int) -> None:
    made = ledger(
        rules(date(2024, 12, 31), ZHUHAI.policy),
        [ZHUHAI.agreement],
        ZHUHAI_FACTS,
        [loss(on, "L1", 100 * WAN)],
    )
    assert borne(made)["loan_pool_zhuhai.pool"] == fen


def test_one_loan_gets_at_most_3m_over_all_its_losses() -> None:
    events = [
        loss("2023-01-05", "L1", 400 * WAN),
        loss("2023-02-05", "L1", 100 * WAN),
        recovery("2023-03-05", "L1", 100 * WAN),
    ]
    made = ledger(rules(date(2023, 6, 30), ZHUHAI.policy), [ZHUHAI.agreement], ZHUHAI_FACTS, events)
    lines = [(line.what, line.amount_fen) for a in made.allocations for line in a.lines]
    assert (arrays.OVER_LIMIT, 50 * WAN) in lines
    assert borne(made) == {"lender": 160 * WAN, "loan_pool_zhuhai.pool": 240 * WAN}


# --- Guangzhou's IP pool with Huangpu's, and what may not go together -------------------------------------------------

IP_DAY = date(2026, 6, 30)
IP_FACTS = {
    Grain.ENTERPRISE: [
        {"enterprise_id": "firm", "city_code": "4401", "district_code": "440112", "recognised_tech_enterprise": "true",
         "private_enterprise": "true", "key_list_enterprise": "false", "sme_sector": "software"}
    ],
    Grain.FILING: [{**FILING, "year": "2025"}],
    Grain.LOAN: [
        {"loan_id": "L1", "enterprise_id": "firm", "institution_id": "bank-1", "loan_signed_on": "2025-11-01",
         "loan_lender_in_scheme": "true", "loan_borrower_local": "true", "loan_borrower_class": "small",
         "loan_enrolled": "true", "loan_enrolled_on": "2025-11-03", "loan_ip_pledged": "true", "loan_mixed_security": "false",
         "loan_principal_fen": "1200万元", "loan_five_class": "loss", "loan_mode": "bank",
         "loan_monetary_tool": "false", "loan_compensated_other_mode": "false"}
    ],
}  # fmt: skip
CITY, DISTRICT = "ip_pool_guangzhou.pool", "ip_pool_huangpu.pool"


def test_of_a_loan_of_12m_the_citys_pool_shares_10m_and_the_district_adds_its_quarter() -> None:
    ruleset = rules(IP_DAY, "ip_pool_guangzhou", "ip_pool_huangpu")
    made = ledger(ruleset, [CITY, DISTRICT], IP_FACTS, [loss("2026-03-01", "L1", 1200 * WAN)])
    # The worked vector: half of 10m is 5m. The district bears a quarter of 12m; both stay below 75%.
    assert borne(made) == {"lender": 400 * WAN, CITY: 500 * WAN, "ip_pool_huangpu.district": 300 * WAN}


@pytest.mark.parametrize(("share", "district"), [("25%", 25), ("40%", 25), ("20%", 20)])
def test_city_and_district_together_bear_at_most_three_quarters(share: str, district: int) -> None:
    changes = {"ip_pool_huangpu.district_share": share}
    ruleset = what_if(IP_DAY, ["ip_pool_guangzhou", "ip_pool_huangpu"], changes)
    made = ledger(ruleset, [CITY, DISTRICT], IP_FACTS, [loss("2026-03-01", "L1", 100 * WAN)])
    assert borne(made)["ip_pool_huangpu.district"] == district * WAN


def test_one_loan_under_the_general_scheme_and_the_ip_pool_is_refused() -> None:
    ruleset = rules(IP_DAY, "ip_pool_guangzhou", "loan_loss_compensation")
    with pytest.raises(RiskError, match="不得重复享受"):
        ledger(ruleset, ["loan_loss_compensation.bank_mode", CITY], IP_FACTS, [loss("2026-03-01", "L1", 100)])


def test_mixed_security_shares_no_more_than_the_stated_loss_on_the_ip_part() -> None:
    mixed = {
        "loan_mixed_security": "true",
        "loan_ip_part_in_contract": "true",
        "loan_ip_part_fen": "600万元",
        "loan_ip_loss_fen": "600万元",
    }
    given = {**IP_FACTS, Grain.LOAN: [{**IP_FACTS[Grain.LOAN][0], **mixed}]}
    made = ledger(rules(IP_DAY, "ip_pool_guangzhou"), [CITY], given, [loss("2026-03-01", "L1", 1200 * WAN)])
    # The worked vector: with 6m on IP, 3m.
    assert borne(made) == {"lender": 900 * WAN, CITY: 300 * WAN}


# --- clawback ------------------------------------------------------------------------------------------------------


def test_a_clawback_returns_all_that_the_pool_still_bears_and_later_losses_are_the_banks() -> None:
    back = Event(date(2026, 5, 1), EventKind.CLAWBACK, "L1", agreement=CITY)
    events = [
        loss("2026-03-01", "L1", 100 * WAN),
        recovery("2026-04-01", "L1", 20 * WAN),
        back,
        loss("2026-06-01", "L1", 10 * WAN),
    ]
    made = ledger(rules(IP_DAY, "ip_pool_guangzhou"), [CITY], IP_FACTS, events)
    assert borne(made) == {"lender": 90 * WAN, CITY: 0}
    assert (arrays.CLAWBACK, 40 * WAN) in [
        (line.what, line.amount_fen) for a in made.allocations for line in a.lines
    ]


def test_a_share_may_be_supposed_where_nobody_has_read_one() -> None:
    supposed = Overlay.of(
        "suppose", {"loan_pool_shenzhen.pool_share": "40%", "loan_pool_shenzhen.loan_size_max": "3000"}
    )
    dates = Dates(IP_DAY, IP_DAY, IP_DAY)
    row = {"loan_id": "L1", "enterprise_id": "firm", "loan_lender_in_scheme": "true", "loan_borrower_local": "true",
           "loan_borrower_class": "small", "loan_enrolled": "true", "loan_principal_fen": "500万元", "loan_five_class": "substandard"}  # fmt: skip
    given = {Grain.LOAN: [row]}
    key = "loan_pool_shenzhen.pool"
    as_read = shipped().only(["loan_pool_shenzhen"]).compile(dates)
    made = ledger(as_read, [key], given, [loss("2026-03-01", "L1", 101)])
    assert borne(made)[key] == 0
    made = ledger(
        shipped().only(["loan_pool_shenzhen"]).compile(dates, supposed),
        [key],
        given,
        [loss("2026-03-01", "L1", 101)],
    )
    assert borne(made)[key] == 40


# --- fees ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("guaranteed_yuan", "fee_fen"), [("500万元", 1_500_000), ("5000000.01元", 2_500_000)]
)
def test_the_reguarantee_fee_is_the_rate_of_the_loans_size(guaranteed_yuan: str, fee_fen: int) -> None:
    given = guaranteed(1)
    given[Grain.LOAN] = [{**given[Grain.LOAN][0], "loan_guaranteed_fen": guaranteed_yuan}]
    arrangement = Arrangement.of(rules(PLAN_DAY, PLAN.policy), [PLAN.agreement])
    (row,) = yearly_fees(arrangement, facts(given)).to_dicts()
    # 0.3% up to 5m, 0.5% above, rounded down to the fen.
    assert (row["payer"], row["payee"], row["fee_fen"]) == (
        "guarantor",
        "innovation_guarantee_plan.national",
        fee_fen,
    )
