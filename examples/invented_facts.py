"""Further invented facts of the enterprises: what products, funds, boards abroad and local programmes ask for.

Each line is one column: its header as people write it and how its cell is drawn. The unit stands in the header.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from examples.invented import CLAIM_YEAR, HUNDRED_MILLION, MANY, SEED, YEARS, Cell, Dice, Firm, yes

AS_OF = date(2026, 6, 30)
MATERIALS = ("工业硅", "碳酸锂", "多晶硅", "铂", "钯")
DISTRICTS = {
    "广州市": ("黄埔区", "南沙区", "天河区", "番禺区"),
    "深圳市": ("南山区", "福田区", "宝安区", "龙岗区"),
    "珠海市": ("香洲区", "金湾区"),
    "佛山市": ("南海区", "顺德区"),
    "东莞市": ("松山湖",),
    "惠州市": ("仲恺区",),
    "中山市": ("火炬开发区",),
    "江门市": ("江海区", "新会区"),
    "湛江市": ("赤坎区",),
    "汕头市": ("龙湖区",),
}
PLATFORMS = {"珠海市": "横琴", "深圳市": "前海", "广州市": "南沙"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """What further facts are drawn from: the firm, its size (revenue in yuan), its quality (0 to 1), its dice."""

    firm: Firm
    size: float
    quality: float
    dice: Dice

    def says(self, key: str) -> bool:
        """Whether a fact drawn earlier is a yes."""
        return self.firm.facts.get(key) == "是"

    def number(self, key: str) -> float:
        """A number drawn earlier; nothing where there is none."""
        value = self.firm.facts.get(key)
        return float(value) if isinstance(value, int | float) else 0.0

    @property
    def city(self) -> str:
        """The city as it stands in the table."""
        return str(self.firm.facts["city"])

    @property
    def age(self) -> float:
        """Years since founding on the day of the table."""
        founded = self.firm.facts["founded"]
        return (AS_OF - founded).days / 365.25 if isinstance(founded, date) else 5.0


Draw = Callable[[Drawn], Cell]


@dataclass(frozen=True, slots=True)
class Extra:
    """One further column: key, header, how a cell is drawn."""

    key: str
    header: str
    draw: Draw


def chance(share: float, quality: float = 0.0) -> Draw:
    """Yes with this probability, raised by so much for the best firms."""
    return lambda d: yes(d.dice.chance(share + quality * d.quality))


def money(low: float, high: float, share: float = 1.0) -> Draw:
    """Such a part of the year's revenue, for the given share of firms; else nothing."""
    return lambda d: d.size * d.dice.between(low, high) if d.dice.chance(share) else 0.0


def pick(*items: str) -> Draw:
    """One of the items."""
    return lambda d: d.dice.one_of(items)


def whole(low: int, high: int) -> Draw:
    """A whole number."""
    return lambda d: d.dice.whole(low, high)


def day(first: date, last: date, share: float) -> Draw:
    """A day, for the given share of firms."""
    return lambda d: d.dice.day(first, last) if d.dice.chance(share) else None


def only(key: str, draw: Draw, otherwise: Cell = None) -> Draw:
    """Drawn only where an earlier fact is a yes."""
    return lambda d: draw(d) if d.says(key) else otherwise


def _talent(d: Drawn) -> Cell:
    if not d.dice.chance(0.12 + 0.3 * d.quality * (d.age < 10)):
        return "无"
    return d.dice.one_of(("国家级", "省级", "省级", "市级", "市级"))


def _valuation(d: Drawn) -> Cell:
    return max(d.size * d.dice.leaning(1.5, 6, d.quality), d.dice.between(1_500, 9_000) * MANY)


def _raised(d: Drawn) -> Cell:
    three_years = d.number("equity_3y")
    return three_years + (d.dice.between(200, 4_000) * MANY if three_years and d.dice.chance(0.5) else 0.0)


def _class(d: Drawn) -> Cell:
    limits = ((3e6, "微型"), (2e7, "小型"), (4e8, "中型"))
    return next((name for limit, name in limits if d.size < limit), "大型")


def _deal(d: Drawn) -> Cell:
    return d.dice.one_of(
        ("控制型", "参股型", "没有并购计划", "没有并购计划") if d.size > 2e7 else ("没有并购计划",)
    )


def _deal_price(d: Drawn) -> Cell:
    return 0.0 if d.firm.facts["deal"] == "没有并购计划" else d.size * d.dice.between(0.1, 0.6)


def _stake(d: Drawn) -> Cell:
    low, high = {"控制型": (51, 100), "参股型": (15, 35)}.get(str(d.firm.facts["deal"]), (0, 0))
    return d.dice.whole(low, high)


def _project(d: Drawn) -> Cell:
    return d.size * d.dice.between(0.1, 0.5) if d.dice.chance(0.45) else 0.0


def _own_funds(d: Drawn) -> Cell:
    return d.number("project") * d.dice.between(0.22, 0.5)


def _material(d: Drawn) -> Cell:
    return d.dice.one_of(MATERIALS) if d.dice.chance(0.3) else "没有"


def _exposure(d: Drawn) -> Cell:
    return 0.0 if d.firm.facts["material"] == "没有" else d.size * d.dice.between(0.05, 0.4)


MARKET = (
    Extra("district", "所在县区", lambda d: d.dice.one_of(DISTRICTS[d.city])),
    Extra(
        "platform",
        "所在重大平台",
        lambda d: PLATFORMS.get(d.city, "不在重大平台") if d.dice.chance(0.3) else "不在重大平台",
    ),
    Extra("private", "民营企业", chance(0.85)),
    Extra("stated_class", "填报的企业规模", _class),
    Extra("raised", "累计股权融资额（万元）", _raised),
    Extra("had_equity", "是否获得过股权投资", lambda d: yes(d.number("raised") > 0)),
    Extra("outside", "已有外部机构投资", lambda d: yes(d.number("raised") > 0)),
    Extra(
        "early_raised",
        "A轮（含）前专业机构投资额（万元）",
        lambda d: d.number("raised") * d.dice.between(0.1, 0.9),
    ),
    Extra("valuation", "本轮融资估值（亿元）", _valuation),
    Extra("company_value", "企业估值（人民币）（亿元）", lambda d: d.number("valuation")),
    Extra("company_value_usd", "企业估值（美元）（万美元）", lambda d: d.number("valuation") / 7.2),
    Extra("talent", "创办人或核心团队人才层次", _talent),
    Extra("talent_founded", "是否高层次人才创办企业", lambda d: yes(d.firm.facts["talent"] != "无")),
    Extra("deal", "拟议并购类型", _deal),
    Extra("deal_price", "拟议并购价款（万元）", _deal_price),
    Extra("stake", "拟取得股权比例（%）", _stake),
    Extra(
        "stake_before",
        "拟议并购前持股比例（%）",
        lambda d: 22 if d.firm.facts["deal"] == "参股型" and d.dice.chance(0.3) else 0,
    ),
    Extra(
        "pilot",
        "纳入科技企业并购贷款试点",
        lambda d: yes(d.city in ("广州市", "深圳市") and d.dice.chance(0.4)),
    ),
    Extra("project", "拟建项目总投资（万元）", _project),
    Extra("own_funds", "拟建项目自有资金（万元）", _own_funds),
    Extra(
        "upgrade",
        "有被推荐的技术改造和设备更新项目",
        lambda d: yes(d.number("project") > 0 and d.dice.chance(0.4)),
    ),
    Extra("receivables", "链主企业已确认的应收账款（万元）", money(0.02, 0.2, 0.4)),
    Extra("material", "主要买卖的广期所品种", _material),
    Extra("exposure", "未来一年广期所品种购销金额（万元）", _exposure),
    Extra(
        "abroad",
        "跨境融资主体类别",
        lambda d: "一般非金融企业" if d.dice.chance(0.95) else d.dice.one_of(("政府融资平台", "房地产企业")),
    ),
    Extra(
        "quota_used",
        "已用便利化额度（万美元）",
        lambda d: d.dice.whole(10, 1_100) * MANY if d.dice.chance(0.2) else 0,
    ),
    Extra("lent_abroad", "境外放款余额（万元）", money(0.0, 0.6, 0.2)),
    Extra(
        "first_set",
        "生产首台（套）或首批次目录内产品",
        lambda d: yes(d.says("manufacturer") and d.dice.chance(0.3)),
    ),
    Extra("first_set_ok", "已通过首台（套）、首批次保险补偿资格审定", only("first_set", chance(0.6), "否")),
    Extra(
        "first_set_contract",
        "拟投保首台（套）首批次合同金额（万元）",
        only("first_set", money(0.05, 0.3, 0.8), 0.0),
    ),
    Extra("board4", "是否在区域性股权市场挂牌", lambda d: yes(d.size < 1e8 and d.dice.chance(0.25))),
    Extra(
        "guaranteed",
        "政府性融资担保在保余额（万元）",
        lambda d: d.dice.whole(1, 33) * 100 * MANY if d.dice.chance(0.4) else 0,
    ),
    Extra(
        "plan_guaranteed",
        "民间投资专项担保计划内担保额度（万元）",
        lambda d: d.dice.whole(1, 24) * 100 * MANY if d.dice.chance(0.25) else 0,
    ),
    Extra("first_loan", "首次贷款的企业", lambda d: yes(d.dice.chance(0.35 if d.size < 3e7 else 0.1))),
)


def yearly(d: Drawn) -> dict[str, dict[int, Cell]]:
    """Further yearly figures by key and year; a firm has none for years before it was founded."""
    profit, net = d.firm.years.get("profit", {}), d.firm.years.get("net", {})
    found: dict[str, dict[int, Cell]] = {
        "contracts": {},
        "graduates": {},
        "roe": {},
        "opex": {},
        "specialist": {},
    }
    for year in YEARS:
        if year not in d.firm.years.get("revenue", {}):
            continue
        earned, assets = profit.get(year), net.get(year)
        found["contracts"][year] = d.size * d.dice.between(0.005, 0.12) * d.quality
        found["graduates"][year] = round(d.dice.leaning(0, 14, d.quality))
        if isinstance(earned, int | float) and isinstance(assets, int | float) and assets > 0:
            found["roe"][year] = round(100 * earned / assets * d.dice.between(0.9, 1.1), 2)
        found["opex"][year] = d.size * d.dice.between(0.3, 0.7)
        found["specialist"][year] = d.size * d.dice.between(0.2, 1) / 0.92 if d.says("specialist") else 0.0
    for key, share in (("ip_help", 0.15), ("central_paid", 0.1), ("fee_paid", 0.15), ("abs_help", 0.05)):
        found[key] = {CLAIM_YEAR: d.dice.whole(1, 160) * MANY if d.dice.chance(share) else 0}
    return found


YEARLY = (
    ("contracts", "技术合同成交额（万元）"),
    ("graduates", "当年招录应届毕业生数"),
    ("roe", "加权平均净资产收益率（%）"),
    ("opex", "总营运开支（万元）"),
    ("specialist", "特专科技业务收益（万港元）"),
)
CLAIMED = (
    ("ip_help", "当年已获知识产权质押融资资助（元）"),
    ("central_paid", "此前累计已获中央中小微贷款贴息（元）"),
    ("fee_paid", "此前累计已获贴息贴保资助（元）"),
    ("abs_help", "当年已获知识产权证券化资助（元）"),
)


def add_facts(firm: Firm, groups: tuple[tuple[Extra, ...], ...]) -> None:
    """Draw the further facts of one enterprise; a careless firm leaves some out."""
    dice = Dice(SEED * 5_000 + firm.number)
    drawn = Drawn(firm, firm.size, firm.quality, dice)
    for extra in (extra for group in groups for extra in group):
        firm.facts[extra.key] = extra.draw(drawn)
    firm.years |= yearly(drawn)
    careless = (0.0, 0.02, 0.2)[0 if dice.chance(0.5) else 1 if dice.chance(0.8) else 2]
    for extra in (extra for group in groups for extra in group):
        if dice.chance(careless):
            firm.facts[extra.key] = None


__all__ = ["AS_OF", "CLAIMED", "HUNDRED_MILLION", "MARKET", "YEARLY", "Drawn", "Extra", "add_facts"]
