"""Guarantee plans and risk pools: parts sum to the loss, limits hold to the fen, a second reading in exact fractions."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.packs.firms import WAN, Truth, Value, all3, mostly, near, whole
from tests.packs.tapes import Row, Tape, half_up, read, rules_of, run, what_if

from kejin.facts import Grain
from kejin.packs import load_packs

PLAN, PLAN_DAY = "cn/innovation_guarantee_plan", date(2025, 6, 30)
PRIVATE, PRIVATE_DAY = "cn/private_investment_guarantee", date(2026, 6, 30)
PROVINCE, PROVINCE_DAY = "cn_gd/tech_credit_compensation", date(2026, 6, 30)
SHENZHEN = "cn_gd_shenzhen/loan_loss_pool"
ZHUHAI, ZHUHAI_DAY = "cn_gd_zhuhai/loan_loss_pool", date(2023, 6, 30)
GUANGZHOU, GUANGZHOU_DAY = "cn_gd_guangzhou/ip_risk_pool", date(2026, 6, 30)
HUANGPU, HUANGPU_DAY = "cn_gd_guangzhou/huangpu_ip_pool", date(2024, 6, 30)
ZHONGSHAN, ZHONGSHAN_DAY = "cn_gd_zhongshan/ip_risk_pool", date(2025, 6, 30)
ZHUHAI_IP, ZHUHAI_IP_DAY = "cn_gd_zhuhai/ip_risk_pool", date(2026, 6, 30)
GENERAL = "cn_gd_guangzhou/loan_loss_compensation"

# Losses around the places where rounding turns, and of every size up to ten billion yuan.
losses = st.one_of(st.integers(0, 200), st.integers(0, 10**12))
SIZE = {"sme_sector": "software"}


def small(day: date, firm: str = "firm") -> Row:
    """A filing that makes a software firm small: 50 staff, revenue of 30m."""
    return {
        "enterprise_id": firm,
        "year": day.year - 1,
        "staff_count": 50,
        "revenue_fen": 3000 * WAN,
        "total_assets_fen": 3000 * WAN,
    }


def tape(day: date, firm: Row, loans: list[Row], **others: list[Row]) -> Tape:
    """One small firm and its loans."""
    numbered = [
        {"loan_id": f"loan-{i}", "enterprise_id": "firm", "loan_year": day.year - 1, **loan}
        for i, loan in enumerate(loans)
    ]
    frames: dict[Grain, list[Row]] = {
        Grain.ENTERPRISE: [{"enterprise_id": "firm", **SIZE, **firm}],
        Grain.FILING: [small(day)],
        Grain.LOAN: numbered,
    }
    return frames | {Grain(name): rows for name, rows in others.items()}


def parts(row: Row, *names: str) -> list[int]:
    """The named amounts of a loan, which have to be known."""
    found = [whole(row[name]) for name in names]
    assert None not in found, row
    return [value for value in found if value is not None]


# --- the national plans -------------------------------------------------------------------------------------------

CLASSES: Mapping[str, tuple[Row, tuple[int, int, int, int]]] = {
    "first": ({"little_giant_recognised": True}, (40, 20, 20, 20)),
    "second": (
        {
            "little_giant_recognised": False,
            "specialised_sme_recognised": False,
            "national_project_undertaken": False,
            "hte_certified": True,
        },
        (35, 20, 25, 20),
    ),
    "third": (
        {
            "little_giant_recognised": False,
            "specialised_sme_recognised": False,
            "national_project_undertaken": False,
            "hte_certified": False,
            "innovation_points_selected": False,
            "tech_sme_registered": True,
        },
        (30, 20, 30, 20),
    ),
}
PLAN_LOAN: Row = {
    "loan_signed_on": date(2025, 3, 1),
    "loan_security": "guarantee",
    "loan_guarantor_in_system": True,
    "loan_guarantor_share": 800_000_000,
    "loan_guaranteed_fen": 400 * WAN,
}
PARTIES = ("national_fen", "provincial_fen", "local_fen", "bank_fen")


@pytest.mark.parametrize("name", CLASSES)
@given(amounts=st.lists(losses, min_size=1, max_size=8))
def test_a_guaranteed_loss_is_shared_to_the_fen_within_every_limit_of_the_plan(
    name: str, amounts: list[int]
) -> None:
    firm, shares = CLASSES[name]
    loans = [PLAN_LOAN | {"loan_principal_loss_fen": loss} for loss in amounts]
    rows = run(rules_of(PLAN, PLAN_DAY), tape(PLAN_DAY, {"guaranteed_balance_fen": 0, **firm}, loans))
    for i, loss in enumerate(amounts):
        row = rows["reguaranteed"][f"loan-{i}",]
        assert row["verdict"] is True
        national, provincial, local, bank = found = parts(row, *PARTIES)
        assert sum(found) == loss
        assert all(
            abs(part - Fraction(share * loss, 100)) < 1 for part, share in zip(found, shares, strict=True)
        )
        assert min(found) >= 0
        assert national <= Fraction(shares[0] * loss, 100)
        assert national + provincial + local <= Fraction(80 * loss, 100)
        assert bank >= Fraction(20 * loss, 100)


@pytest.mark.parametrize("name", CLASSES)
def test_the_shares_at_the_limits_make_a_whole_and_the_derived_one_follows_from_the_others(name: str) -> None:
    firm, shares = CLASSES[name]
    loan = PLAN_LOAN | {"loan_principal_loss_fen": 100}
    found = run(rules_of(PLAN, PLAN_DAY), tape(PLAN_DAY, {"guaranteed_balance_fen": 0, **firm}, [loan]))
    row = found["reguaranteed"]["loan-0",]
    ruleset = rules_of(PLAN, PLAN_DAY)
    named = ("national_share", "provincial_share", "loan_local_share", "bank_share")
    scales = [getattr(ruleset.nodes[f"innovation_guarantee_plan.{n}"].term, "scale") for n in named]  # noqa: B009
    exact = [Fraction(whole(row[n]) or 0, scale) for n, scale in zip(named, scales, strict=True)]
    assert exact == [Fraction(share, 100) for share in shares]
    assert sum(exact) == 1


@given(loss=losses)
def test_a_loss_outside_the_plans_stays_where_it_is(loss: int) -> None:
    loan = PLAN_LOAN | {"loan_principal_loss_fen": loss, "loan_security": "credit"}
    found = run(rules_of(PLAN, PLAN_DAY), tape(PLAN_DAY, {"guaranteed_balance_fen": 0}, [loan]))
    assert parts(found["reguaranteed"]["loan-0",], *PARTIES) == [0, 0, 0, loss]


@given(loss=losses)
def test_the_national_fund_never_bears_more_than_its_share_of_a_private_investment_loan(loss: int) -> None:
    firm: Row = {
        "private_enterprise": True,
        "on_dishonest_list": False,
        "restricted_products": False,
        "incident_or_tax_evasion_three_years": False,
        "private_plan_guaranteed_fen": 0,
    }
    loan: Row = {
        "loan_signed_on": date(2026, 2, 1),
        "loan_drawn_on": date(2026, 2, 1),
        "loan_due_on": date(2028, 2, 1),
        "loan_security": "guarantee",
        "loan_guarantor_in_system": True,
        "loan_investment_use": "plant",
        "loan_principal_loss_fen": loss,
    }
    row = run(rules_of(PRIVATE, PRIVATE_DAY), tape(PRIVATE_DAY, firm, [loan]))["guaranteed"]["loan-0",]
    national, rest = parts(row, "national_fen", "rest_fen")
    assert row["verdict"] is True
    assert national + rest == loss
    assert national == loss * 40 // 100


@given(paid=st.integers(0, 10**10), released=st.integers(1, 10**10))
@pytest.mark.parametrize(("day", "cap"), [(date(2024, 7, 23), 4), (date(2024, 7, 24), 5)])
def test_payouts_are_covered_up_to_the_cap_of_their_day(
    day: date, cap: int, paid: int, released: int
) -> None:
    report: Row = {
        "institution_id": "guarantor-1",
        "year": 2024,
        "institution_guarantee_paid_fen": paid,
        "institution_guaranteed_released_fen": released,
    }
    row = run(rules_of(PLAN, day), {Grain.INSTITUTION_YEAR: [report]})["compensation_rate"][
        "guarantor-1", 2024
    ]
    assert row["verdict"] is (Fraction(paid, released) <= Fraction(cap, 100))
    assert row["covered_payout_fen"] == min(paid, released * cap // 100)


# --- pools with a share that was read -----------------------------------------------------------------------------

ZHONGSHAN_LOAN: Row = {
    "loan_lender_in_scheme": True,
    "loan_enrolled": True,
    "loan_ip_pledged": True,
    "loan_sharing_mode": "insurer",
    "loan_five_class": "loss",
}


@given(amounts=st.lists(losses.filter(bool), min_size=1, max_size=8))
def test_fund_insurer_valuer_and_bank_of_zhongshan_bear_the_loss_between_them(amounts: list[int]) -> None:
    firm: Row = {"city_code": "4420", "recognised_tech_enterprise": True}
    loans = [ZHONGSHAN_LOAN | {"loan_principal_loss_fen": loss} for loss in amounts]
    rows = run(rules_of(ZHONGSHAN, ZHONGSHAN_DAY), tape(ZHONGSHAN_DAY, firm, loans))["compensation"]
    for i, loss in enumerate(amounts):
        found = parts(rows[f"loan-{i}",], "fund_fen", "insurer_fen", "valuer_fen", "bank_fen")
        assert sum(found) == loss
        assert min(found) >= 0
        assert all(
            abs(part - Fraction(share * loss, 100)) <= 1
            for part, share in zip(found, (54, 16, 4, 26), strict=True)
        )
        assert found[0] == half_up(Fraction(54 * loss, 100))


@given(loss=losses.filter(bool))
def test_the_zhuhai_ip_fund_bears_forty_parts_of_a_hundred(loss: int) -> None:
    loan = {name: value for name, value in ZHONGSHAN_LOAN.items() if name != "loan_sharing_mode"}
    loans = [loan | {"loan_principal_loss_fen": loss}]
    found = run(rules_of(ZHUHAI_IP, ZHUHAI_IP_DAY), tape(ZHUHAI_IP_DAY, {"city_code": "4404"}, loans))
    fund, bank = parts(found["compensation"]["loan-0",], "fund_fen", "bank_fen")
    assert (fund, fund + bank) == (half_up(Fraction(40 * loss, 100)), loss)


@given(loss=losses.filter(bool), before=losses)
def test_huangpu_and_the_city_together_stay_within_three_quarters(loss: int, before: int) -> None:
    received = before % (loss + 1)
    firm: Row = {
        "city_code": "4401",
        "district_code": "440112",
        "recognised_tech_enterprise": True,
        "private_enterprise": True,
    }
    loan = ZHONGSHAN_LOAN | {"loan_principal_loss_fen": loss, "loan_compensated_fen": received}
    row = run(rules_of(HUANGPU, HUANGPU_DAY), tape(HUANGPU_DAY, firm, [loan]))["compensation"]["loan-0",]
    district, bank = parts(row, "district_fen", "bank_fen")
    assert district + bank + received == loss
    assert district <= half_up(Fraction(25 * loss, 100))
    assert district == 0 or district + received <= Fraction(75 * loss, 100)


def zhuhai_share(loan: Row) -> Fraction | None:
    """首笔90%；信用占比达到70%为70%，超过50%为50%；其余未读到。"""
    first, credit = loan.get("loan_first_loan"), whole(loan.get("loan_credit_share"))
    if first is True:
        return Fraction(90, 100)
    if first is None or credit is None or credit <= 500_000_000:
        return None
    return Fraction(70, 100) if credit >= 700_000_000 else Fraction(50, 100)


@st.composite
def zhuhai_loans(draw: st.DrawFn) -> Row:
    return {
        "loan_lender_in_scheme": True,
        "loan_enrolled": draw(st.sampled_from([True, True, True, False])),
        "loan_other_project_enrolled": False,
        "loan_five_class": "loss",
        "loan_enrolled_on": date(2022, 7, 1),
        "loan_defaulted_on": draw(st.sampled_from([date(2024, 7, 1), date(2024, 7, 2)])),
        "loan_first_loan": draw(mostly(st.booleans())),
        "loan_credit_share": draw(mostly(near(500_000_000, 700_000_000))),
        "loan_bad_principal_fen": draw(
            st.one_of(near(1000, 500 * WAN, spread=50), st.integers(1, 1000 * WAN))
        ),
    }


@given(loans=st.lists(zhuhai_loans(), min_size=1, max_size=6))
def test_zhuhai_pays_the_highest_share_that_applies_and_no_more_than_three_million(loans: list[Row]) -> None:
    firm: Row = {"city_code": "4404", "tech_sme_registered": True}
    rows = run(rules_of(ZHUHAI, ZHUHAI_DAY), tape(ZHUHAI_DAY, firm, loans))["compensation"]
    for i, loan in enumerate(loans):
        row, owed, share = rows[f"loan-{i}",], whole(loan["loan_bad_principal_fen"]) or 0, zhuhai_share(loan)
        open_ = loan["loan_enrolled"] is True and loan["loan_defaulted_on"] == date(2024, 7, 1)
        if not open_:
            assert (row["verdict"], row["pool_fen"], row["bank_fen"]) == (False, 0, owed)
        elif share is None:
            assert row["pool_fen"] is None
        else:
            pool = min(half_up(share * owed), 300 * WAN)
            assert (row["verdict"], row["pool_fen"], row["bank_fen"]) == (True, pool, owed - pool)


# --- the Guangzhou IP pool, written a second time ------------------------------------------------------------------


@st.composite
def guangzhou_loans(draw: st.DrawFn, number: int) -> Row:
    """A loan with IP alone or mixed, around the limit of one loan, with some facts missing."""
    size = draw(near(700 * WAN, 1000 * WAN, 1200 * WAN))
    mixed = draw(mostly(st.booleans()))
    return {
        "loan_lender_in_scheme": True,
        "loan_borrower_local": True,
        "loan_borrower_class": draw(st.sampled_from(["micro", "small", "medium", "large"])),
        "loan_enrolled": draw(st.sampled_from([True, True, True, False])),
        "loan_ip_pledged": True,
        "loan_five_class": draw(st.sampled_from(["loss", "loss", "doubtful", "normal"])),
        "loan_principal_fen": size,
        "loan_principal_loss_fen": draw(mostly(st.sampled_from([size, size // 3, 1, 0]))),
        "loan_mixed_security": mixed,
        "loan_ip_part_in_contract": draw(mostly(st.just(mixed))),
        "loan_ip_part_fen": size // 2 if mixed else None,
        "loan_ip_loss_fen": draw(mostly(st.just(size // 2))) if mixed else None,
        "loan_signed_on": date(2025, 1, 1 + number),
        "loan_claim_year": 2026,
        "programme_id": "pool",
        "institution_id": "bank-1",
    }


def plus(one: int | None, two: int | None) -> int | None:
    return None if one is None or two is None else one + two


def lesser(one: int | None, two: int | None) -> int | None:
    return None if one is None or two is None else min(one, two)


def guangzhou(loans: list[Row]) -> list[tuple[Truth, int | None]]:
    """For each loan, in the order of signing: whether it is compensated, and how much."""
    results: list[tuple[Truth, int | None]] = []
    taken: int | None = 0
    for loan in loans:
        mixed = loan["loan_mixed_security"]
        part = None if mixed is None else whole(loan["loan_ip_part_fen" if mixed else "loan_principal_fen"])
        loss = (
            None if mixed is None else whole(loan["loan_ip_loss_fen" if mixed else "loan_principal_loss_fen"])
        )
        takes = 0 if loan["loan_enrolled"] is False else lesser(part, 1000 * WAN)
        left = None if taken is None else 2000 * WAN - taken
        room = lesser(takes, left)
        covered = lesser(loss, None if room is None else max(0, room))
        stated = True if mixed is False else loan["loan_ip_part_in_contract"]
        case = all3(
            loan["loan_borrower_class"] != "large",
            loan["loan_enrolled"] is True,
            # Mixed or not: a contract that states the part settles it either way.
            stated if isinstance(stated, bool) and (mixed is not None or stated) else None,
            loan["loan_five_class"] != "normal",
            None if covered is None else covered > 0,
        )
        due = None if covered is None else half_up(Fraction(covered, 2))
        results.append((case, 0 if case is False else due if case else None))
        # The borrower's line is unknown once what an earlier loan takes of it is.
        taken = plus(taken, takes)
    return results


@st.composite
def guangzhou_tapes(draw: st.DrawFn) -> list[Row]:
    return [draw(guangzhou_loans(number)) for number in range(draw(st.integers(1, 5)))]


def check_guangzhou(loans: list[Row], seen: set[Truth]) -> None:
    """Every verdict and amount of a tape against the plain reading."""
    found = run(rules_of(GUANGZHOU, GUANGZHOU_DAY), tape(GUANGZHOU_DAY, {"city_code": "4401"}, loans))
    expected = guangzhou(loans)
    for i, (verdict, amount) in enumerate(expected):
        row, loss = found["compensation"][f"loan-{i}",], whole(loans[i]["loan_principal_loss_fen"])
        assert (row["verdict"], row["pool_fen"]) == (verdict, amount), loans[i]
        assert row["bank_fen"] == (None if loss is None or amount is None else loss - amount)
        seen.add(verdict)
    amounts = [amount for _, amount in expected]
    total = None if None in amounts else sum(amount for amount in amounts if amount is not None)
    assert found["year_cap"]["pool", 2026]["pool_of_year_fen"] == total
    # Half of one borrower's line; each loan may have been rounded up by half a fen.
    assert total is None or 2 * total <= 2000 * WAN + len(loans)


def test_the_guangzhou_ip_pool_covers_a_loan_a_borrower_and_a_year_as_the_text_says() -> None:
    seen: set[Truth] = set()

    @given(loans=guangzhou_tapes())
    def compare(loans: list[Row]) -> None:
        check_guangzhou(loans, seen)

    compare()
    assert seen == {True, False, None}


# --- pools whose tiers were not read -------------------------------------------------------------------------------

PROVINCE_LOAN: Row = {
    "loan_lender_in_scheme": True,
    "loan_enrolled": True,
    "loan_five_class": "loss",
}
PROVINCE_FIRM: Row = {"city_code": "4406", "in_partner_locality": True, "recognised_tech_enterprise": True}


@given(loss=losses.filter(bool))
def test_without_its_shares_the_province_gives_only_a_bound(loss: int) -> None:
    loan = PROVINCE_LOAN | {"loan_principal_loss_fen": loss}
    row = run(rules_of(PROVINCE, PROVINCE_DAY), tape(PROVINCE_DAY, PROVINCE_FIRM, [loan]))["compensation"][
        "loan-0",
    ]
    most, least = parts(row, "public_max_fen", "bank_min_fen")
    assert (row["verdict"], row["bank_fen"]) == (None, None)
    assert (most, most + least) == (loss * 90 // 100, loss)


@given(loss=losses.filter(bool))
@pytest.mark.parametrize(
    ("shares", "borne"),
    [(("50%", "20%", "10%"), (50, 20, 10, 20)), (("40%", "30%", "30%"), (40, 30, 20, 10))],
)
def test_with_shares_filled_in_the_provincial_parts_sum_to_the_loss_and_stop_at_ninety(
    shares: tuple[str, str, str], borne: tuple[int, ...], loss: int
) -> None:
    names = ("province_share", "local_share", "guarantor_share")
    changes = {f"tech_credit_compensation.{n}": share for n, share in zip(names, shares, strict=True)}
    loan = PROVINCE_LOAN | {"loan_principal_loss_fen": loss}
    found = run(what_if(PROVINCE, PROVINCE_DAY, changes), tape(PROVINCE_DAY, PROVINCE_FIRM, [loan]))
    row = found["compensation"]["loan-0",]
    made = parts(row, "province_fen", "local_fen", "guarantor_fen", "bank_fen")
    assert row["verdict"] is True
    assert sum(made) == loss
    assert all(abs(part - Fraction(share * loss, 100)) < 1 for part, share in zip(made, borne, strict=True))
    assert made[3] >= Fraction(10 * loss, 100)


@given(owed=losses.filter(bool))
@pytest.mark.parametrize(("day", "share"), [(date(2019, 6, 30), 30), (date(2026, 6, 30), None)])
def test_shenzhen_pays_what_was_read_and_never_more_than_half(
    day: date, share: int | None, owed: int
) -> None:
    loan: Row = {
        "loan_lender_in_scheme": True,
        "loan_borrower_local": True,
        "loan_borrower_class": "small",
        "loan_enrolled": True,
        "loan_principal_fen": 500 * WAN,
        "loan_five_class": "substandard",
        "loan_bad_principal_fen": owed,
    }
    row = run(rules_of(SHENZHEN, day), tape(day, {"city_code": "4403"}, [loan]))["compensation"]["loan-0",]
    most, least = parts(row, "pool_max_fen", "bank_min_fen")
    assert (most, most + least) == (owed // 2, owed)
    if share is None:
        assert (row["verdict"], row["pool_fen"], row["bank_fen"]) == (None, None, None)
    else:
        pool, bank = parts(row, "pool_fen", "bank_fen")
        assert (pool, pool + bank) == (half_up(Fraction(share * owed, 100)), owed)


# --- what the offers read ------------------------------------------------------------------------------------------

FOLDERS = (
    PLAN,
    PRIVATE,
    PROVINCE,
    SHENZHEN,
    ZHUHAI,
    GUANGZHOU,
    HUANGPU,
    ZHONGSHAN,
    ZHUHAI_IP,
    "cn_gd_jiangmen/ip_risk_pool",
    GENERAL,
)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_sharing_pack_says_what_it_brings_to_an_enterprise(folder: str) -> None:
    (policy,) = read(folder).policies.values()
    assert policy.supports
    assert all(support.basis == "share_of_loss" for support in policy.supports.values())
    assert all(policy.decisions[s.decision].grain is Grain.ENTERPRISE for s in policy.supports.values())


def test_double_use_is_excluded_where_a_text_excludes_it() -> None:
    store = load_packs()
    rules: dict[str, tuple[str, set[str]]] = {
        f"{policy.id}.{rule.id}": (rule.kind, set(rule.members))
        for policy in store.policies.values()
        if policy.head.jurisdiction != "demonstration"
        for rule in policy.stacking.values()
    }
    assert rules["loan_loss_compensation.no_double_use"] == (
        "one_of",
        {"loan_loss_compensation.bank", "loan_loss_compensation.guarantor", "ip_pool_guangzhou.pool"},
    )
    assert rules["loan_loss_compensation.one_mode"][0] == "one_of"
    assert rules["loan_pool_zhuhai.highest_applies"][0] == "one_of"
    assert rules["ip_pool_huangpu.with_the_city"][0] == "ceiling"
    # No text was read that keeps the two national plans apart.
    both = {"innovation_guarantee_plan.national", "private_investment_guarantee.national"}
    assert not any(both <= members for _, members in rules.values())


def test_a_value_is_never_invented() -> None:
    open_: dict[str, set[Value]] = {
        PROVINCE: {"province_share", "local_share", "guarantor_share"},
        SHENZHEN: {"pool_share", "loan_size_max"},
        ZHUHAI: {"other_share"},
        GUANGZHOU: {"bank_year_share_max"},
    }
    for folder, expected in open_.items():
        (policy,) = read(folder).policies.values()
        missing = {name for name, p in policy.parameters.items() if p.versions[-1].value is None}
        assert missing == expected
