"""Invented enterprises, loans and bank-years for the example table; see make_example.py.

Nothing is drawn from real data. Sizes and shares are spread so that every policy sees firms well above, just below and
far below its thresholds, and so that some cells are missing.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

SEED = 20260630
COUNT = 200
YEARS = (2023, 2024, 2025)
CLAIM_YEAR = 2026
MANY, HUNDRED_MILLION = 10_000, 100_000_000
SEED_SIZE = 1_000_000

CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CITIES = ("广州市", "深圳市", "珠海市", "佛山市", "东莞市", "惠州市", "中山市", "江门市", "湛江市", "汕头市")
SECTORS = {"工业": "C39", "软件和信息技术服务业": "I65", "信息传输业": "I63", "其他": "M73"}
BANKS = tuple(f"示例银行{letter}" for letter in "甲乙丙丁戊己庚辛")
GUARANTORS = ("示例担保甲", "示例担保乙")
SECURITIES = ("信用", "信用", "知识产权质押", "应收账款质押", "不动产抵押")
POOL, SUBSIDY = "示例风险补偿资金池", "示例贷款贴息资金"
LOAN_KEYS = ("id", "code", "bank", "pool", "signed", "claim_year")

Cell = int | float | str | date | None
Row = dict[str, Cell]


class Dice:
    """Draws from one seeded stream; only `random()` is used, whose sequence no Python version has changed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - an example, not a secret

    def between(self, low: float, high: float) -> float:
        """A number between the two."""
        return low + (high - low) * self._random.random()

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def chance(self, share: float) -> bool:
        """True with this probability."""
        return self._random.random() < share

    def one_of(self, items: tuple[str, ...]) -> str:
        """One of the items."""
        return items[self.whole(0, len(items) - 1)]

    def leaning(self, low: float, high: float, quality: float) -> float:
        """A number between the two that leans to the high end the better the quality (0 to 1)."""
        spread = 0.6 * (high - low)
        return self.between(low + quality * spread, high - (1 - quality) * spread)

    def day(self, first: date, last: date) -> date:
        """A day from first to last."""
        return first + timedelta(days=self.whole(0, (last - first).days))


def credit_code(number: int) -> str:
    """An invented unified social credit code with right check characters (GB 32100-2015, GB 11714-1997)."""
    body = f"XN{number:06d}"
    values = [int(c) if c.isdigit() else ord(c) - ord("A") + 10 for c in body]
    rest = 11 - sum(v * w for v, w in zip(values, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    text = "91440000" + body + {10: "X", 11: "0"}.get(rest, str(rest))
    total = sum(CODE_LETTERS.index(c) * pow(3, place, 31) for place, c in enumerate(text))
    return text + CODE_LETTERS[(31 - total % 31) % 31]


@dataclass(slots=True)
class Firm:
    """One invented enterprise; money in yuan. `facts` are per enterprise, `years` per year, by column name.

    `size` is its revenue of the last year, `quality` goes from 0 to 1.
    """

    number: int
    code: str
    name: str
    size: float
    quality: float
    facts: dict[str, Cell] = field(default_factory=dict)
    years: dict[str, dict[int, Cell]] = field(default_factory=dict)


def yes(value: bool) -> str:  # noqa: FBT001 - one obvious argument
    """A flag as people write it."""
    return "是" if value else "否"


def make_firm(number: int, dice: Dice, *, size: float, quality: float) -> Firm:
    """One enterprise: from its size (revenue in yuan) and its quality (0 to 1) everything else."""
    firm = Firm(number, credit_code(number), f"示例科技{number:03d}有限公司", size, quality)
    founded = dice.day(*_founding(size))
    _accounts(firm, dice, size=size, quality=quality, founded=founded)
    _identity(firm, dice, founded=founded, quality=quality)
    _titles(firm, dice, quality)
    _property(firm, dice, size=size, quality=quality)
    _scores(firm, dice, quality)
    _listing(firm, dice, size=size, quality=quality)
    return firm


def _founding(size: float) -> tuple[date, date]:
    if size < SEED_SIZE:
        return date(2024, 12, 1), date(2026, 4, 30)
    return date(2008, 1, 1), date(2020, 12, 31) if size > 3e7 else date(2025, 11, 30)


def _accounts(firm: Firm, dice: Dice, *, size: float, quality: float, founded: date) -> None:
    growth = dice.leaning(-0.12, 0.36, quality)
    rd_share = dice.leaning(0.008, 0.12, quality) * (1.4 if size < 2e7 else 1)
    margin, debt = dice.leaning(-0.12, 0.22, quality), 1 - dice.leaning(0.12, 0.75, quality)
    main, hightech = dice.leaning(0.7, 0.995, quality), dice.leaning(0.42, 0.97, quality)
    home, head = dice.leaning(0.5, 1.1, quality), dice.between(420_000, 1_050_000)
    tech, research = dice.leaning(0.05, 0.42, quality), dice.leaning(0.03, 0.3, quality)
    audited = dice.chance(0.35 + 0.6 * quality)
    for year in YEARS:
        if year < founded.year:
            continue
        revenue = size / (1 + growth) ** (2025 - year) * dice.between(0.97, 1.03)
        staff, rd = max(3, round(revenue / head)), revenue * rd_share * dice.between(0.92, 1.08)
        profit, assets = revenue * margin * dice.between(0.8, 1.2), revenue * dice.between(0.7, 1.4)
        if size < SEED_SIZE:
            # A firm at the seed stage spends others' money: R&D many times its revenue, and a loss.
            staff, rd, profit, assets = 6 + staff, rd * 40, -rd * 40, assets * 8
        row: dict[str, Cell] = {
            "revenue": revenue, "income": revenue * dice.between(1.0, 1.03), "main": revenue * main,
            "hightech": revenue * hightech * dice.between(0.97, 1.03),
            "cost": revenue * dice.between(0.82, 0.97) + (rd if size < SEED_SIZE else 0),
            "rd": rd, "rd_home": rd * min(home, 1), "profit": profit, "profit_ex": profit * dice.between(0.7, 1),
            "cash": profit * dice.between(0.5, 1.6), "assets": assets, "debts": assets * debt,
            "net": assets * (1 - debt), "staff": staff, "tech_staff": round(staff * tech),
            "rd_staff": round(staff * research), "audited": yes(audited),
        }  # fmt: skip
        for key, value in row.items():
            firm.years.setdefault(key, {})[year] = value
    # Of the year of the claims only two figures are known when the table is made.
    firm.years["declared"] = {CLAIM_YEAR: size * rd_share * dice.between(0.2, 0.6)}
    firm.years["received"] = {CLAIM_YEAR: 0.0 if dice.chance(0.8) else dice.between(1, 60) * MANY}


def _identity(firm: Firm, dice: Dice, *, founded: date, quality: float) -> None:
    sector = dice.one_of(tuple(SECTORS))
    raised = dice.between(300, 6000) * MANY if dice.chance(0.3) else 0.0
    firm.facts |= {
        "city": dice.one_of(CITIES), "founded": founded, "industry": SECTORS[sector], "sector": sector,
        "manufacturer": yes(sector == "工业"), "field": yes(dice.chance(0.7 + 0.3 * quality)),
        "emerging": yes(dice.chance(0.6)), "listed": yes(False), "independent": yes(dice.chance(0.95)),
        "restricted": yes(dice.chance(0.02)), "dishonest": yes(dice.chance(0.03)), "incident": yes(dice.chance(0.03)),
        "incident_2y": yes(dice.chance(0.03)), "incident_3y": yes(dice.chance(0.03)), "key_list": yes(dice.chance(0.2)),
        "equity_2y": raised, "equity_3y": raised + (dice.between(0, 2000) * MANY if dice.chance(0.3) else 0),
        "dishonest_list": yes(dice.chance(0.02)), "encouraged": yes(dice.chance(0.75)),
        "subsidy_field": dice.one_of(("制造业", "高新技术企业")),
        "niche": max(0, 2025 - founded.year - dice.whole(0, 3)),
    }  # fmt: skip


def _titles(firm: Firm, dice: Dice, quality: float) -> None:
    hte, specialised = dice.chance(1.1 * quality - 0.2), dice.chance(quality - 0.25)
    firm.facts |= {
        "hte": yes(hte), "hte_until": dice.day(date(2026, 9, 1), date(2028, 12, 31)) if hte else None,
        "tech_sme": yes(dice.chance(quality)), "innovative": yes(dice.chance(quality)), "specialised": yes(specialised),
        "giant": yes(specialised and dice.chance(0.25)), "champion": yes(specialised and dice.chance(0.06)),
        "award": dice.day(date(2019, 1, 1), date(2025, 12, 31)) if dice.chance(0.04) else None,
        "rd_body": yes(quality > 0.7 and dice.chance(0.3)),
        "standard": dice.day(date(2018, 1, 1), date(2025, 12, 31)) if dice.chance(0.05) else None,
    }  # fmt: skip


def _property(firm: Firm, dice: Dice, *, size: float, quality: float) -> None:
    inventions = round(dice.leaning(0, 9, quality) + size / 2e8 * dice.leaning(0, 10, quality))
    class1, share = inventions + dice.whole(0, 2), dice.leaning(0.5, 16, quality)
    used = round(class1 * dice.leaning(0.4, 1, quality))
    firm.facts |= {
        "inventions": inventions, "core_inventions": round(inventions * dice.between(0.6, 1)), "class1": class1,
        "class1_used": used, "class1_own": round(used * dice.between(0.7, 1)), "class1_exempt": yes(dice.chance(0.03)),
        "class2": dice.whole(0, 30), "core_ip": yes(class1 > 0 or dice.chance(0.5)), "share": round(share, 2),
        "rank": dice.whole(1, 40) if share < 10 else dice.whole(1, 4), "near_top": yes(share > 6),
        "foundation": yes(dice.chance(0.3 + 0.5 * quality)), "key_link": yes(dice.chance(0.3 + 0.5 * quality)),
    }  # fmt: skip


def _scores(firm: Firm, dice: Dice, quality: float) -> None:
    wholes = {"hte_ip": 30, "hte_conversion": 30, "hte_organisation": 20, "hte_growth": 20, "sme_score": 90}
    wholes |= {"development_score": 88}
    firm.facts |= {key: round(whole * dice.leaning(0.35, 1, quality), 1) for key, whole in wholes.items()}


def _listing(firm: Firm, dice: Dice, *, size: float, quality: float) -> None:
    five = dice.chance(0.08)
    firm.facts |= {
        "star_field": yes(dice.chance(0.6 + 0.4 * quality)), "value": size * dice.leaning(2, 9, quality),
        "star_set5": dice.one_of(("生物医药", "人工智能")) if five else "不属于", "phase2": yes(five),
        "market": yes(five and dice.chance(0.8)), "results": yes(five and dice.chance(0.8)),
        "edge": yes(dice.chance(quality)), "leading": yes(dice.chance(0.1)), "state_award": yes(dice.chance(0.03)),
        "national_project": yes(dice.chance(0.05)), "substitution": yes(dice.chance(0.15)),
    }  # fmt: skip


def _last(firm: Firm, key: str, value: float) -> None:
    if 2025 in firm.years.get(key, {}):
        firm.years[key][2025] = value


def short_of_rd(firm: Firm) -> None:
    """A little less R&D than the share asked for, in every year."""
    for year, revenue in firm.years["revenue"].items():
        if isinstance(revenue, int | float):
            floor = 0.05 if revenue <= 5e7 else 0.04 if revenue <= 2e8 else 0.03
            firm.years["rd"][year] = revenue * floor * 0.975


def short_of_score(firm: Firm) -> None:
    """A high-tech score of 69.5 where 70 passes."""
    firm.facts |= {"hte_ip": 22, "hte_conversion": 21.5, "hte_organisation": 14, "hte_growth": 12}


def too_many_staff(firm: Firm) -> None:
    """A few people above 500."""
    _last(firm, "staff", 506)


def small_revenue(firm: Firm) -> None:
    """Just below the revenue floor of 1,500 or of 5,000 万元, everything else of the last year in proportion."""
    revenue = firm.years["revenue"].get(2025)
    if not isinstance(revenue, int | float):
        return
    goal = (1_470 if revenue < 3e7 else 4_880) * MANY
    for key in ("revenue", "income", "main", "hightech", "rd", "rd_home"):
        last = firm.years[key][2025]
        if isinstance(last, int | float):
            _last(firm, key, last * goal / revenue)


def short_of_value(firm: Firm) -> None:
    """An expected market value a little below 10 亿元."""
    firm.facts["value"] = 9.8 * HUNDRED_MILLION


def too_few_rights(firm: Firm) -> None:
    """Three class I rights in use where four are asked for."""
    firm.facts |= {"class1": 4, "class1_used": 3, "class1_own": 3, "inventions": 6}


# What is just missed, and the size of firm for which missing it decides something.
NEAR_MISSES: tuple[tuple[Callable[[Firm], None], float], ...] = (
    (short_of_rd, 4.4e7),
    (short_of_score, 2.6e7),
    (too_many_staff, 1.3e8),
    (small_revenue, 1.6e7),
    (small_revenue, 5.5e7),
    (short_of_value, 4.2e8),
    (too_few_rights, 9e7),
)
SIZES = (7e6, 2.2e7, 4.3e7, 1.2e8, 3.6e8, 1.1e9)


def make_firms() -> list[Firm]:
    """All enterprises: every fourth just misses a threshold, a few are at the seed stage. Cells go missing."""
    firms = []
    for number in range(1, COUNT + 1):
        dice = Dice(SEED * 1_000 + number)
        if number % 4 == 0:
            miss, usual = NEAR_MISSES[number // 4 % len(NEAR_MISSES)]
            firm = make_firm(number, dice, size=usual * dice.between(0.9, 1.1), quality=dice.between(0.8, 1))
            miss(firm)
        elif number % 16 == 13:
            firm = make_firm(number, dice, size=dice.between(1e5, 9e5), quality=dice.between(0.3, 1))
        else:
            size = SIZES[dice.whole(0, len(SIZES) - 1)] * dice.between(0.6, 1.5)
            firm = make_firm(number, dice, size=size, quality=dice.between(0, 1))
        _lose_cells(firm, dice)
        firms.append(firm)
    return firms


def _lose_cells(firm: Firm, dice: Dice) -> None:
    # One firm in three sent a complete form; the others left something out, a few a great deal.
    careless = (0.0, 0.03, 0.25)[0 if dice.chance(0.4) else 1 if dice.chance(0.85) else 2]
    for key in firm.facts:
        if key not in ("city", "founded") and dice.chance(careless):
            firm.facts[key] = None
    for values in firm.years.values():
        for year in values:
            if dice.chance(careless / 2):
                values[year] = None


def make_loans(firms: list[Firm]) -> list[Row]:
    """About one loan for each enterprise: some bad and claimed from the pool, some claiming the interest subsidy."""
    loans: list[Row] = []
    for firm in firms:
        dice = Dice(SEED * 2_000 + firm.number)
        for _ in range((0, 1, 1, 2)[dice.whole(0, 3)]):
            loan = _loan(firm, dice, len(loans) + 1)
            loan |= _claimed_loss(loan, dice) if dice.chance(0.55) else _claimed_subsidy(loan, dice)
            for key in loan:
                if key not in LOAN_KEYS and dice.chance(0.012):
                    loan[key] = None
            loans.append(loan)
    return loans


def _loan(firm: Firm, dice: Dice, number: int) -> Row:
    signed = dice.day(date(2025, 8, 1), date(2026, 2, 28))
    revenue = firm.years.get("revenue", {}).get(2025)
    size = revenue if isinstance(revenue, int | float) else 0
    guarantor, tens = dice.chance(0.2), 30 if firm.size < SEED_SIZE else 320
    return {
        "id": f"示例-{number:04d}", "code": firm.code, "bank": dice.one_of(BANKS), "city": firm.facts["city"],
        "signed": signed, "drawn": signed + timedelta(days=dice.whole(1, 20)),
        "due": signed + timedelta(days=365 * dice.whole(1, 3)), "principal": dice.whole(8, tens) * 10.0 * MANY,
        "rate": round(dice.between(2.4, 4.4), 2), "mode": "担保" if guarantor else "银行",
        "guarantor": dice.one_of(GUARANTORS) if guarantor else None,
        "security": "贷款担保" if guarantor else dice.one_of(SECURITIES), "in_scheme": yes(dice.chance(0.95)),
        "class": "微型企业" if size < 3e6 else "小型企业" if size < 2e7 else "中型企业" if size < 4e8 else "大型企业",
        "local": yes(firm.facts["city"] == "广州市" or dice.chance(0.5)), "tool": yes(dice.chance(0.3)),
        "claim_year": CLAIM_YEAR,
    }  # fmt: skip


def _claimed_loss(loan: Row, dice: Dice) -> Row:
    drawn, principal, guarantor = loan["drawn"], loan["principal"], loan["mode"] == "担保"
    assert isinstance(drawn, date)  # noqa: S101 - made a line earlier
    assert isinstance(principal, float)  # noqa: S101 - likewise
    bad, enrolled = dice.chance(0.7), dice.chance(0.92)
    loss = round(principal * dice.between(0.3, 1), 2) if bad else 0.0
    return {
        "pool": POOL, "product": "流动资金贷款", "purpose": "流动资金", "use": "日常周转", "balance": principal,
        "ip": yes(loan["security"] == "知识产权质押"), "enrolled": yes(enrolled),
        "enrolled_on": drawn + timedelta(days=dice.whole(1, 40)) if enrolled else None,
        "grade": "损失" if bad else "正常", "defaulted": drawn + timedelta(days=dice.whole(60, 110)) if bad else None,
        "loss": loss, "overdue": loss if guarantor else None, "called": yes(bad) if guarantor else None,
        "other_mode": yes(dice.chance(0.04)), "elsewhere": yes(dice.chance(0.05)),
    }  # fmt: skip


def _claimed_subsidy(loan: Row, dice: Dice) -> Row:
    drawn, principal, rate = loan["drawn"], loan["principal"], loan["rate"]
    assert isinstance(drawn, date)  # noqa: S101 - made a line earlier
    assert isinstance(principal, float)  # noqa: S101 - likewise
    assert isinstance(rate, float)  # noqa: S101 - likewise
    start, end = max(drawn, date(2026, 1, 1)), date(2026, 3, 31)
    fixed = dice.chance(0.5)
    return {
        "pool": SUBSIDY, "balance": principal, "ip": yes(False), "enrolled": yes(False), "grade": "正常",
        "product": "固定资产贷款" if fixed else "流动资金贷款", "purpose": "固定资产" if fixed else "流动资金",
        "use": dice.one_of(("购买设备", "技术改造", "建设厂房") if fixed else ("科技研发", "科技研发", "日常周转")),
        "refinances": yes(dice.chance(0.05)), "land": yes(dice.chance(0.04)), "finance": yes(dice.chance(0.03)),
        "property": yes(dice.chance(0.03)), "inside": yes(dice.chance(0.95)), "provincial": yes(dice.chance(0.06)),
        "central": yes(dice.chance(0.05)), "subsidised_from": start, "from": start, "to": end, "paid": 0.0,
        "interest": round(principal * rate / 100 * ((end - start).days + 1) / 360, 2),
    }  # fmt: skip


def make_institution_years() -> list[Row]:
    """A row for each bank, guarantor and year: most far below the stop line of 3%, a few just above, some silent."""
    rows: list[Row] = []
    for place, name in enumerate((*BANKS, *GUARANTORS)):
        dice, bank = Dice(SEED * 3_000 + place), name in BANKS
        for year in (2025, 2026):
            whole = dice.between(30_000, 90_000) * MANY
            share = {(1, 2026): 0.0325, (5, 2026): 0.041, (9, 2026): 0.0318}.get(
                (place, year), dice.between(0.006, 0.025)
            )
            part: Cell = None if (place, year) in {(3, 2026), (4, 2025)} else whole * share
            row: Row = {
                "institution": name,
                "name": name,
                "year": year,
                "kind": "银行" if bank else "担保机构",
            }
            row |= {"enrolled": whole, "lost": part} if bank else {"released": whole, "called": part}
            rows.append(row)
    return rows


def make_programme_years() -> list[Row]:
    """The year's budget and the loans supported so far, for the pool and for the subsidy."""
    return [
        {"programme": POOL, "name": POOL, "year": 2026, "budget": 1.5e9, "paid": 3.2e8, "supported": 2.1e10},
        {
            "programme": SUBSIDY,
            "name": SUBSIDY,
            "year": 2026,
            "budget": 1.4e9,
            "paid": 4.5e8,
            "supported": 1.2e11,
        },
    ]
