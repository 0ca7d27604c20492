"""Rules on funds and futures hedges written a second time, in exact fractions and plain Python, against the packs."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.packs.firms import WAN, YI, Truth, Value, all3, any3, mostly, near, whole, within
from tests.packs.reach import check_until_reached, not_all_three
from tests.packs.tapes import Row, half_up, run

from kejin.facts import Grain
from kejin.packs import shipped
from kejin.policy import Dates, Overlay, Ruleset

ALL = shipped()
LAW = date(2026, 3, 1)
CLASSES = {"seed": Fraction(1, 2), "angel": Fraction(2, 5), "industry": Fraction(3, 10)}
LOTS = {
    "industrial_silicon": (5000, 5),
    "lithium_carbonate": (1000, 1),
    "polysilicon": (3000, 3),
    "platinum": (1, 1000),
}
# One evaluation costs the same for one fund as for many: few examples with many funds, the same ones each time.
MANY = 12
FEW = settings(max_examples=8, derandomize=True, deadline=None)
# Margins on 2026-01-21: hedging, speculation.
MARGINS = {
    "industrial_silicon": (9, 10),
    "lithium_carbonate": (12, 13),
    "polysilicon": (15, 15),
    "platinum": (18, 18),
}


@cache
def rules_of(policy: str, law: date = LAW) -> Ruleset:
    return ALL.only([policy]).compile(Dates(law, law, date(9999, 12, 31)))


def share_within(part: int | None, base: int | None, ceiling: Fraction) -> Truth:
    return None if part is None or base is None or base <= 0 else Fraction(part, base) <= ceiling


def share_from(part: int | None, base: int | None, floor: Fraction) -> Truth:
    return None if part is None or base is None or base <= 0 else Fraction(part, base) >= floor


def summed(rows: Sequence[Row], kind: str, codes: set[str], name: str) -> int | None:
    """The sum over the rows of some codes; unknown where a code, or a value that counts, is."""
    total = 0
    for row in rows:
        code, value = row.get(kind), whole(row.get(name))
        if code is None or (code in codes and value is None):
            return None
        total += value or 0 if code in codes else 0
    return total


def chosen(row: Row, name: str, codes: set[str]) -> Truth:
    code = row.get(name)
    return None if code is None else code in codes


# --- Huangpu: a project may be lost whole, a book may not


@st.composite
def huangpu_funds(draw: st.DrawFn, name: str) -> tuple[Row, list[Row]]:
    """A fund and its investments, at, just below or just above the caps, with some facts missing."""
    rows: list[Row] = []
    for number in range(draw(st.integers(1, 4))):
        amount = draw(st.sampled_from([500 * WAN, 1000 * WAN, 500 * WAN + 1]))
        caps = [Fraction(0), *CLASSES.values(), Fraction(1)]
        edge = int(amount * draw(st.sampled_from(caps)))
        row: Row = {
            "investment_id": f"{name}-{number}",
            "enterprise_id": "firm",
            "fund_id": name,
            "investment_category": draw(mostly(st.sampled_from(["seed", "angel", "industry"]))),
            "investment_amount_fen": draw(mostly(st.just(amount))),
            "investment_loss_fen": draw(mostly(st.sampled_from([edge, edge + 1, max(edge - 1, 0)]))),
            "investment_diligent": draw(mostly(st.sampled_from([True, True, False]))),
            "investment_term_years": draw(mostly(st.sampled_from([6, 7, 8, 9, 10, 11]))),
        }
        rows.append(row)
    fund: Row = {
        "fund_id": name,
        "fund_programme": draw(mostly(st.sampled_from(["huangpu_direct"] * 6 + ["other"]))),
        "fund_new_money_fen": draw(mostly(st.just(YI))),
        "fund_direct_money_fen": draw(mostly(near(3000 * WAN, 5000 * WAN))),
    }
    return fund, rows


def huangpu_project(row: Row, fund: Row) -> tuple[Truth, Truth]:
    """Whether the loss is tolerated, and whether size and term fit."""
    ours = chosen(fund, "fund_programme", {"huangpu_direct"})
    kind, amount = row.get("investment_category"), whole(row.get("investment_amount_fen"))
    diligent = row.get("investment_diligent")
    loss = whole(row.get("investment_loss_fen"))
    lost = share_within(loss, amount, Fraction(1)) if kind in ("seed", "angel") else None
    tolerated = all3(ours, diligent if isinstance(diligent, bool) else None, lost)
    early, industry = (
        chosen(row, "investment_category", {"seed", "angel"}),
        chosen(row, "investment_category", {"industry"}),
    )
    ticket = any3(all3(early, within(amount, 500 * WAN)), all3(industry, None))
    term = {"seed": 10, "angel": 8, "industry": 6}.get(str(kind))
    years = whole(row.get("investment_term_years"))
    return tolerated, all3(ours, ticket, None if term is None else within(years, term))


def huangpu_book(rows: Sequence[Row], fund: Row) -> tuple[Truth, dict[str, int | None]]:
    """Whether every class stays within its cap, and what each may still lose."""
    parts: list[Truth] = [chosen(fund, "fund_programme", {"huangpu_direct"})]
    rooms: dict[str, int | None] = {}
    for kind, cap in CLASSES.items():
        invested = summed(rows, "investment_category", {kind}, "investment_amount_fen")
        lost = summed(rows, "investment_category", {kind}, "investment_loss_fen")
        parts.append(any3(within(invested, 0), share_within(lost, invested, cap)))
        rooms[f"{kind}_room_fen"] = None if invested is None or lost is None else int(invested * cap) - lost
    return all3(*parts), rooms


def huangpu_plan(rows: Sequence[Row], fund: Row) -> Truth:
    """Direct money of new money, and seed and angel of direct money, both at most 30%."""
    early = summed(rows, "investment_category", {"seed", "angel"}, "investment_amount_fen")
    new, direct, third = (
        whole(fund["fund_new_money_fen"]),
        whole(fund["fund_direct_money_fen"]),
        Fraction(3, 10),
    )
    ours = chosen(fund, "fund_programme", {"huangpu_direct"})
    return all3(ours, share_within(direct, new, third), share_within(early, direct, third))


def tape_of(funds: Sequence[tuple[Row, list[Row]]]) -> Mapping[Grain, Sequence[Row]]:
    """Several funds with their investments, all in one firm: one evaluation judges them together."""
    return {
        Grain.ENTERPRISE: [{"enterprise_id": "firm"}],
        Grain.FUND: [fund for fund, _ in funds],
        Grain.INVESTMENT: [row for _, rows in funds for row in rows],
    }


def test_huangpu_projects_and_books_are_judged_as_the_rules_say() -> None:
    names = ("project_tolerated", "project_shape", "book_tolerated", "plan")
    seen: dict[str, set[Truth]] = {name: set() for name in names}

    @settings(FEW)
    @given(st.tuples(*(huangpu_funds(f"fund-{n}") for n in range(MANY))))
    def check(funds: Sequence[tuple[Row, list[Row]]]) -> None:
        found = run(rules_of("huangpu_fund_tolerance"), tape_of(funds))
        for fund, rows in funds:
            for row in rows:
                tolerated, shape = huangpu_project(row, fund)
                key = (row["investment_id"],)
                assert found["project_tolerated"][key]["verdict"] is tolerated, row
                assert found["project_shape"][key]["verdict"] is shape, row
                seen["project_tolerated"].add(tolerated)
                seen["project_shape"].add(shape)
            place = (fund["fund_id"],)
            book, rooms = huangpu_book(rows, fund)
            assert found["book_tolerated"][place] == {"verdict": book, **rooms}, rows
            plan = huangpu_plan(rows, fund)
            assert found["plan"][place]["verdict"] is plan, rows
            seen["book_tolerated"].add(book)
            seen["plan"].add(plan)

    check()
    assert not_all_three(seen) == {}


def test_every_single_loss_is_tolerated_and_the_angel_book_is_over_its_cap() -> None:
    fund: Row = {"fund_id": "fund", "fund_programme": "huangpu_direct"}
    shared: Row = {
        "fund_id": "fund",
        "enterprise_id": "firm",
        "investment_category": "angel",
        "investment_diligent": True,
    }
    rows: list[Row] = [
        shared
        | {
            "investment_id": f"{n:02}",
            "investment_amount_fen": 500 * WAN,
            "investment_loss_fen": 500 * WAN if n < 9 else 0,
        }
        for n in range(20)
    ]
    found = run(rules_of("huangpu_fund_tolerance"), tape_of([(fund, rows)]))
    assert {row["verdict"] for row in found["project_tolerated"].values()} == {True}
    assert found["book_tolerated"]["fund",]["verdict"] is False
    assert found["book_tolerated"]["fund",]["angel_room_fen"] == -500 * WAN


# --- Futures: whole lots within the exposure


@st.composite
def hedges(draw: st.DrawFn) -> Row:
    material = draw(st.sampled_from([*LOTS, "other"]))
    kg, _ = LOTS.get(material, (1000, 1))
    number = draw(st.integers(0, 40))
    quantity = max(number * kg + draw(st.sampled_from([-1, 0, 1, kg - 1])), 0)
    usual: dict[str, st.SearchStrategy[Value]] = {
        "hedge_material": st.just(material),
        "hedge_side": st.sampled_from(["buys", "sells"]),
        "hedge_position": st.sampled_from(["long", "short"]),
        "hedge_exposure_kg": st.just(quantity),
        "hedge_lots": st.sampled_from([0, number, max(number - 1, 0), number + 1]),
        "hedge_price_fen": st.sampled_from([1, 33, 8_765_43, 160_000_00]),
        "hedge_booked_as_hedge": st.sampled_from([True, True, True, False]),
    }
    return {"hedge_id": "hedge", "enterprise_id": "firm", **{n: draw(mostly(v)) for n, v in usual.items()}}


def hedge_reading(row: Row) -> tuple[Truth, int | None, int | None, int | None]:
    """Verdict, most lots, value and margin on 2026-01-21."""
    material = row["hedge_material"]
    kg, units = (None, None) if material is None else LOTS.get(str(material), (None, 0))
    lots, exposure = whole(row["hedge_lots"]), whole(row["hedge_exposure_kg"])
    price, booked = whole(row["hedge_price_fen"]), row["hedge_booked_as_hedge"]
    flag = booked if isinstance(booked, bool) else None
    most = None if kg is None or exposure is None else exposure // kg
    opposite = any3(
        all3(chosen(row, "hedge_side", {"sells"}), chosen(row, "hedge_position", {"short"})),
        all3(chosen(row, "hedge_side", {"buys"}), chosen(row, "hedge_position", {"long"})),
    )
    held = None if lots is None else lots >= 1
    inside = None if lots is None or most is None else lots <= most
    listed = None if material is None else material in LOTS
    value = None if None in (price, lots, units) else (price or 0) * (lots or 0) * (units or 0)
    rates = MARGINS.get(str(material))
    rate = None if material is None or flag is None else 0 if rates is None else rates[0 if flag else 1]
    margin = None if value is None or rate is None else half_up(Fraction(value * rate, 100))
    return all3(listed, opposite, flag, held, inside), most, value, margin


def test_a_hedge_is_whole_lots_within_the_exposure_with_the_margin_of_the_day() -> None:
    seen: dict[str, set[Truth]] = {"position": set()}
    rules = rules_of("gfex_contracts", date(2026, 1, 21))

    def check(row: Row) -> None:
        tape: Mapping[Grain, Sequence[Row]] = {
            Grain.ENTERPRISE: [{"enterprise_id": "firm"}],
            Grain.HEDGE: [row],
        }
        found = run(rules, tape)["position"]["hedge",]
        verdict, most, value, margin = hedge_reading(row)
        assert found["verdict"] is verdict, row
        assert (found["most_lots"], found["contract_value_fen"], found["initial_margin_fen"]) == (
            most,
            value,
            margin,
        ), row
        seen["position"].add(verdict)

    check_until_reached(lambda: not_all_three(seen), hedges(), check)


@pytest.mark.parametrize(
    ("law", "material", "limit"),
    [
        (date(2024, 12, 26), "polysilicon", 14),
        (date(2024, 12, 27), "polysilicon", 7),
        (date(2025, 7, 13), "polysilicon", 7),
        (date(2025, 7, 14), "polysilicon", 9),
        (date(2025, 7, 24), "industrial_silicon", None),
        (date(2025, 7, 25), "industrial_silicon", 8),
        (date(2025, 11, 28), "platinum", 7),
        (date(2025, 12, 30), "lithium_carbonate", 10),
        (date(2026, 1, 5), "lithium_carbonate", None),
        (date(2026, 1, 21), "lithium_carbonate", 11),
        (date(2026, 2, 5), "palladium", 20),
        (date(2026, 2, 12), "industrial_silicon", None),
        (date(2026, 2, 25), "industrial_silicon", 8),
        (date(2026, 2, 25), "lithium_carbonate", None),
    ],
)
def test_a_price_limit_is_the_one_of_the_notice_in_force(law: date, material: str, limit: int | None) -> None:
    row: Row = {
        "hedge_id": "h",
        "enterprise_id": "firm",
        "hedge_material": material,
        "hedge_lots": 1,
        "hedge_price_fen": 10_000,
    }
    tape: Mapping[Grain, Sequence[Row]] = {Grain.ENTERPRISE: [{"enterprise_id": "firm"}], Grain.HEDGE: [row]}
    found = run(rules_of("gfex_contracts", law), tape)["position"]["h",]
    units = {"industrial_silicon": 5, "polysilicon": 3, "lithium_carbonate": 1}.get(material, 1000)
    assert found["limit_move_fen"] == (None if limit is None else 100 * units * limit)


# --- Shenzhen: the mix of rounds


@st.composite
def mixes(draw: st.DrawFn, name: str) -> tuple[Row, list[Row]]:
    """A fund of ten times a hundred million at the floors or a fen off."""
    first = draw(st.sampled_from([4 * YI, 4 * YI - 1, 5 * YI]))
    second, third = draw(st.sampled_from([2 * YI, 2 * YI - 1])), draw(st.sampled_from([2 * YI, 2 * YI + 1]))
    amounts = [(draw(st.sampled_from(["seed", "angel", "pre_a", "a"])), first), ("b", second), ("c", third)]
    amounts.append(("later", 10 * YI - first - second - third))
    rows: list[Row] = [
        {
            "investment_id": f"{name}-{n}",
            "fund_id": name,
            "enterprise_id": "firm",
            "investment_round": draw(st.sampled_from([kind] * 12 + [None])),
            "investment_amount_fen": draw(st.sampled_from([amount] * 12 + [None])),
        }
        for n, (kind, amount) in enumerate(amounts)
    ]
    fund: Row = {
        "fund_id": name,
        "fund_programme": draw(mostly(st.just("shenzhen_city"))),
        "fund_life_years": draw(mostly(st.sampled_from([14, 15, 15, 16]))),
    }
    return fund, rows


def mix_reading(rows: Sequence[Row], fund: Row) -> Truth:
    """Series A and earlier 40%, B and C 20% each, at most 15 years."""
    groups = (
        ({"seed", "angel", "pre_a", "a"}, Fraction(2, 5)),
        ({"b"}, Fraction(1, 5)),
        ({"c"}, Fraction(1, 5)),
    )
    amounts = [whole(row["investment_amount_fen"]) for row in rows]
    base = None if None in amounts else sum(amount or 0 for amount in amounts)
    parts = [
        share_from(summed(rows, "investment_round", codes, "investment_amount_fen"), base, floor)
        for codes, floor in groups
    ]
    ours = chosen(fund, "fund_programme", {"shenzhen_city"})
    return all3(ours, *parts, within(whole(fund["fund_life_years"]), 15))


def test_a_city_fund_keeps_its_mix_of_rounds() -> None:
    seen: dict[str, set[Truth]] = {"mix": set()}

    @settings(FEW)
    @given(st.tuples(*(mixes(f"fund-{n}") for n in range(MANY))))
    def check(funds: Sequence[tuple[Row, list[Row]]]) -> None:
        found = run(rules_of("seed_and_angel_funds"), tape_of(funds))["mix"]
        for fund, rows in funds:
            wanted = mix_reading(rows, fund)
            assert found[fund["fund_id"],]["verdict"] is wanted, rows
            seen["mix"].add(wanted)

    check()
    assert not_all_three(seen) == {}


# --- What is borrowed moves with its owner


def test_the_regional_fund_follows_the_national_terms() -> None:
    fund: Row = {
        "fund_id": "fund",
        "fund_programme": "gba_vc",
        "fund_tier": "sub",
        "fund_size_fen": 10 * YI,
        "fund_early_stage_amount_fen": 6 * YI,
        "fund_guidance_is_largest": False,
    }
    tape = {Grain.FUND: [fund]}
    assert run(rules_of("gba_regional_fund"), tape)["sub_fund"]["fund",]["verdict"] is False
    dates = Dates(LAW, LAW, date(9999, 12, 31))
    eased = Overlay.of("60 per cent", {"national_vc_guidance_fund.early_share_min": "60%"})
    assert (
        run(ALL.only(["gba_regional_fund"]).compile(dates, eased), tape)["sub_fund"]["fund",]["verdict"]
        is True
    )


@pytest.mark.parametrize(
    ("law", "city", "wanted"),
    [
        (date(2024, 9, 24), "4401", True),
        (date(2025, 3, 4), "4419", False),
        (date(2025, 3, 5), "4419", True),
        (date(2025, 3, 5), "other", None),
    ],
)
def test_the_pilot_widens_from_cities_to_the_province(law: date, city: str, wanted: Truth) -> None:
    tape: Mapping[Grain, Sequence[Row]] = {Grain.ENTERPRISE: [{"enterprise_id": "firm", "city_code": city}]}
    assert run(rules_of("aic_pilot", law), tape)["firm"]["firm",]["verdict"] is wanted
