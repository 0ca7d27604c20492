"""Technology loans written a second time in plain Python: every row, every union as an OR, each loan once."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.packs.firms import Truth, Value, all3, any3, not3
from tests.packs.tapes import Row, half_up, run

from kejin.facts import Grain
from kejin.packs import HOME
from kejin.policy import Dates, PolicyStore, Ruleset

YUAN = 100
TAPES = settings(max_examples=40)
DAYS = [
    date(2025, 12, 10),
    date(2025, 12, 11),
    date(2026, 1, 27),
    date(2026, 1, 28),
    date(2026, 3, 29),
    date(2026, 3, 30),
]
TITLES = (
    "hte_certified",
    "tech_sme_registered",
    "innovative_sme_recognised",
    "specialised_sme_recognised",
    "little_giant_recognised",
    "national_demonstration_firm",
    "single_champion",
    "national_enterprise_tech_centre",
    "on_named_tech_list",
)
# A few of the 85 codes and of what lies beside them; 39 and 276 are coarser than the list.
LISTED = {"2710", "2761", "2762", "2665", "3474", "3562", "3741", "3841", "3973", "4343", "3581"}
UNLISTED = {"3587", "3831", "3964", "6520", "5163", "2661"}
COARSE = {"39", "276", "26"}
SERVICES = {"information", "testing", "rd_design", "other_services"}
STRATEGIC = {"new_it", "bio", "related_services"}
PATENT = {"ict_services", "medical"}

flags = st.sampled_from([True, True, True, False, False, None])
off = st.sampled_from([False, False, False, False, True, None])
firms = st.fixed_dictionaries(dict.fromkeys(TITLES, off))
codes = st.sampled_from(sorted(LISTED | UNLISTED | COARSE))
loans = st.fixed_dictionaries(
    {
        "loan_balance_fen": st.sampled_from([0, 1, 50 * YUAN, 10**9, None]) | st.integers(0, 10**12),
        "loan_rate": st.integers(0, 10**8),
        "loan_entrusted": off,
        "loan_written_off": off,
        "loan_transferred_out": off,
        "loan_to_unit": flags,
        "loan_borrower_class": st.sampled_from(["small", "medium", "household", "owner", None]),
        "loan_personal_consumption": off,
        "loan_used_in_china": flags,
        "loan_bill_kind": st.sampled_from(
            ["not_a_bill", "not_a_bill", "discount", "rediscount", "other_bought", None]
        ),
        "loan_bill_traced": flags,
        "loan_purpose_code": st.none() | codes | codes.map("C{}".format),
        "loan_high_tech_manufacturing_class": st.sampled_from([None, None, "electronics", "none"]),
        "loan_high_tech_services_class": st.sampled_from([None, "none", "none", *sorted(SERVICES)]),
        "loan_strategic_class": st.sampled_from([None, "none", "none", *sorted(STRATEGIC)]),
        "loan_strategic_purpose_listed": flags,
        "loan_patent_class": st.sampled_from([None, "none", "none", *sorted(PATENT)]),
    }
)


@cache
def rules(law: date) -> Ruleset:
    store = PolicyStore.read([HOME / "cn" / "tech_loan_statistics", HOME / "cn" / "industry_classes"])
    return store.only(["tech_loan_statistics"]).compile(Dates(law, law, law))


def flag(row: Row, name: str) -> Truth:
    value = row.get(name)
    return value if isinstance(value, bool) else None


def among(value: Value, wanted: Iterable[str]) -> Truth:
    return None if value is None else value in set(wanted)


def marked_or_code(stated: Value, wanted: Iterable[str], by_code: Truth) -> Truth:
    """The class that was marked decides; the code where none was."""
    return by_code if stated is None else stated in set(wanted)


def purpose_is_high_tech(code: Value) -> Truth:
    if code is None:
        return None
    digits = str(code).removeprefix("C")
    return None if digits in COARSE else digits in LISTED


def plain(firm: Row, loan: Row, law: date) -> dict[str, Truth]:
    """Every row and union of both perimeters."""
    balance = loan["loan_balance_fen"]
    books = all3(
        None if balance is None else isinstance(balance, int) and balance > 0,
        not3(flag(loan, "loan_entrusted")),
        not3(flag(loan, "loan_written_off")),
        not3(flag(loan, "loan_transferred_out")),
    )
    unit, home, traced = (flag(loan, f"loan_{n}") for n in ("to_unit", "used_in_china", "bill_traced"))
    bill = loan["loan_bill_kind"]
    rediscount = among(bill, ["rediscount"])
    traceable = any3(not3(rediscount), traced)
    pboc = all3(books, unit, traceable)
    marked_bill = traceable if law >= date(2025, 12, 11) else among(bill, ["not_a_bill"])
    if law >= date(2026, 1, 28):
        borrower = unit
    else:
        household = among(loan["loan_borrower_class"], ["household"])
        borrower = all3(not3(household), not3(flag(loan, "loan_personal_consumption")))
    s70 = all3(books, home, borrower)
    counted = False if law >= date(2026, 3, 30) else None
    s70_firm = all3(s70, unit, any3(not3(rediscount), all3(counted, traced)))
    s70_industry = all3(s70, not3(among(bill, ["rediscount", "other_bought"])))

    by_code = purpose_is_high_tech(loan["loan_purpose_code"])
    maker = marked_or_code(loan["loan_high_tech_manufacturing_class"], ["electronics"], by_code)
    services = loan["loan_high_tech_services_class"]
    eight = marked_or_code(services, SERVICES - {"other_services"}, None)
    nine = marked_or_code(services, SERVICES, None)
    strategic = all3(
        among(loan["loan_strategic_class"], STRATEGIC), flag(loan, "loan_strategic_purpose_listed")
    )
    patent = marked_or_code(loan["loan_patent_class"], PATENT, None)

    hte, sme, innovative, specialised, giant, demo, champion, centre, listed = (
        flag(firm, name) for name in TITLES
    )
    found = {
        "t01": all3(pboc, hte),
        "t02": all3(pboc, sme),
        "t03": all3(pboc, specialised),
        "t04": all3(pboc, giant),
        "t05": all3(pboc, demo),
        "t06": all3(pboc, champion),
        "t08": all3(pboc, marked_bill, home, maker),
        "t09": all3(pboc, marked_bill, eight),
        "t10": all3(pboc, strategic),
        "t11": all3(pboc, marked_bill, home, patent),
        "s70_1_1_1": all3(s70_firm, hte),
        "s70_1_1_2": all3(s70_firm, sme),
        "s70_1_1_3": all3(s70_firm, innovative),
        "s70_1_1_4": all3(s70_firm, any3(specialised, giant)),
        "s70_1_1_5": all3(s70_firm, giant),
        "s70_1_1_6": all3(s70_firm, any3(demo, champion, centre)),
        "s70_named_list": all3(s70_firm, listed),
        "s70_1_2_1": all3(s70_industry, maker),
        "s70_1_2_2": all3(s70_industry, nine),
        "s70_1_2_3": all3(s70_industry, strategic),
        "s70_1_2_4": all3(s70_industry, patent),
    }
    found["t07"] = any3(*(found[f"t0{i}"] for i in range(1, 7)))
    found["t12"] = any3(*(found[name] for name in ("t08", "t09", "t10", "t11")))
    found["pboc_total"] = any3(found["t07"], found["t12"])
    found["s70_1_1"] = any3(*(found[f"s70_1_1_{i}"] for i in range(1, 7)), found["s70_named_list"])
    found["s70_1_2"] = any3(*(found[f"s70_1_2_{i}"] for i in range(1, 5)))
    found["s70_total"] = any3(found["s70_1_1"], found["s70_1_2"])
    return found


tapes = st.lists(st.tuples(firms, loans), min_size=1, max_size=6)


@TAPES
@given(tape=tapes, law=st.sampled_from(DAYS))
def test_every_row_and_every_union_comes_out_as_in_plain_python(
    tape: list[tuple[Row, Row]], law: date
) -> None:
    firm_rows: list[Row] = [{"enterprise_id": f"f{i}", **firm} for i, (firm, _) in enumerate(tape)]
    loan_rows = [{"loan_id": f"l{i}", "enterprise_id": f"f{i}", **loan} for i, (_, loan) in enumerate(tape)]
    found = run(rules(law), {Grain.ENTERPRISE: firm_rows, Grain.LOAN: loan_rows})
    for i, (firm, loan) in enumerate(tape):
        expected = plain(firm, loan, law)
        assert {name: found[name][f"l{i}",]["verdict"] for name in expected} == expected


@TAPES
@given(tape=tapes)
def test_each_loan_counts_once_in_every_union_whatever_the_rows_say(tape: list[tuple[Row, Row]]) -> None:
    law = DAYS[-1]
    known: list[tuple[Row, Row]] = [
        ({name: bool(value) for name, value in firm.items()}, {**loan, **_settled(loan)})
        for firm, loan in tape
    ]
    firm_rows: list[Row] = [{"enterprise_id": f"f{i}", **firm} for i, (firm, _) in enumerate(known)]
    keys: Row = {"institution_id": "bank", "loan_reported_year": 2025, "loan_year": 2020}
    loan_rows: list[Row] = [
        {"loan_id": f"l{i}", "enterprise_id": f"f{i}", **keys, **loan} for i, (_, loan) in enumerate(known)
    ]
    balances = [amount(loan["loan_balance_fen"]) for _, loan in known]
    truths = [plain(firm, loan, law) for firm, loan in known]
    sums = {
        name: sum(balance for balance, truth in zip(balances, truths, strict=True) if truth[name])
        for name in truths[0]
    }
    year: Row = {
        "institution_id": "bank",
        "year": 2025,
        "institution_tech_loans_pboc_fen": sums["pboc_total"],
        "institution_tech_loans_nfra_fen": sums["s70_total"] + 1,
    }
    tape_of = {Grain.ENTERPRISE: firm_rows, Grain.LOAN: loan_rows, Grain.INSTITUTION_YEAR: [year]}
    found = run(rules(law), tape_of)
    pboc, s70 = found["pboc_agrees"]["bank", 2025], found["s70_agrees"]["bank", 2025]
    assert (pboc["verdict"], s70["verdict"]) == (True, False)
    for name in (*(f"t{i:02d}" for i in range(1, 13)), "pboc_total"):
        assert pboc[f"{name}_of_year_fen"] == sums[name]
    assert s70["s70_total_of_year_fen"] == sums["s70_total"]
    assert max(sums["t07"], sums["t12"]) <= sums["pboc_total"] <= sums["t07"] + sums["t12"]
    assert sums["t07"] <= sum(sums[f"t0{i}"] for i in range(1, 7))
    interest = sum(
        half_up(Fraction(balance * amount(loan["loan_rate"]), 10**9))
        for balance, truth, (_, loan) in zip(balances, truths, known, strict=True)
        if truth["pboc_total"]
    )
    whole = sums["pboc_total"]
    assert pboc["pboc_total_rate"] == (half_up(Fraction(interest * 10**9, whole)) if whole else None)


def amount(value: Value) -> int:
    assert isinstance(value, int)
    return value


def _settled(loan: Row) -> Row:
    """Nothing unknown: what is missing is put at an ordinary value."""
    ordinary: Row = {
        "loan_balance_fen": 7,
        "loan_borrower_class": "small",
        "loan_bill_kind": "not_a_bill",
        "loan_purpose_code": "5163",
        "loan_high_tech_manufacturing_class": "none",
        "loan_high_tech_services_class": "none",
        "loan_strategic_class": "none",
        "loan_patent_class": "none",
    }
    settled: Row = {name: ordinary.get(name, False) for name, value in loan.items() if value is None}
    if loan["loan_purpose_code"] is not None and purpose_is_high_tech(loan["loan_purpose_code"]) is None:
        settled["loan_purpose_code"] = "5163"
    return settled


@pytest.mark.parametrize("law", DAYS)
def test_no_decision_comes_near_the_width_of_its_mask(law: date) -> None:
    assert max(len(decision.leaves) for decision in rules(law).decisions) <= 40
