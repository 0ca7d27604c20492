"""Units as people write them, in a header or beside a number, and the power of ten each one stands for.

Every unit is a power of ten of the stored unit (fen, parts per billion, hundredths of a point, one), so a decimal text
becomes an integer by moving its point and never by arithmetic on floats.
"""

from collections.abc import Mapping
from types import MappingProxyType

from kejin.facts import Fact, FactKind, Label, fold

MONEY_POWERS: Mapping[str, int] = MappingProxyType(
    {
        "分": 0,
        "元": 2,
        "千元": 5,
        "万元": 6,
        "十万元": 7,
        "百万元": 8,
        "千万元": 9,
        "亿元": 10,
        "十亿元": 11,
    }
)
RATIO_POWERS: Mapping[str, int] = MappingProxyType({"1": 9, "%": 7, "‰": 6, "bp": 5})
SCORE_POWERS: Mapping[str, int] = MappingProxyType({"分": 2})
COUNT_POWERS: Mapping[str, int] = MappingProxyType({"1": 0})

_POWERS: Mapping[FactKind, Mapping[str, int]] = MappingProxyType(
    {
        FactKind.MONEY: MONEY_POWERS,
        FactKind.RATIO: RATIO_POWERS,
        FactKind.SCORE: SCORE_POWERS,
        FactKind.COUNT: COUNT_POWERS,
    }
)
_PLAIN_UNIT = {FactKind.MONEY: "元", FactKind.RATIO: "1", FactKind.SCORE: "分", FactKind.COUNT: "1"}

# Names in other words, folded (see `kejin.facts.fold`); signs that fold to nothing stand in `_SIGNS`.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "元": ("元", "圆", "人民币元", "人民币", "rmb", "cny", "yuan", "rmb元", "元人民币", "人民币圆", "rmbyuan",
           "inyuan"),
    "千元": ("千元", "人民币千元", "kyuan", "thousandyuan", "rmb000", "rmb1000", "cny000", "rmbthousand",
             "cnythousand"),
    "万元": ("万元", "万", "人民币万元", "万元人民币", "10kyuan", "10000yuan", "tenthousandyuan", "rmb10k", "cny10k",
             "10krmb", "10kcny", "rmb10000", "cny10000", "in10000yuan", "wan", "wanyuan", "rmbwan", "万人民币"),
    "十万元": ("十万元",),
    "百万元": ("百万元", "百万", "人民币百万元", "millionyuan", "rmbmillion", "cnymillion", "rmbm", "cnym",
              "yuanmillion", "rmbmn", "cnymn", "millionrmb", "millioncny", "myuan"),
    "千万元": ("千万元", "千万"),
    "亿元": ("亿元", "亿", "人民币亿元", "亿元人民币", "100millionyuan", "100mnyuan", "rmb100m", "cny100m", "yiyuan"),
    "十亿元": ("十亿元", "billionyuan", "rmbbillion", "cnybillion", "rmbbn", "cnybn", "billionrmb", "billioncny"),
    "%": ("percent", "pct", "百分比", "百分数", "percentage"),
    "‰": ("permille", "千分比", "千分数"),
    "bp": ("bp", "bps", "基点", "basispoints"),
    "分": ("分", "fen", "points", "point", "百分制", "分值"),
}  # fmt: skip
_SIGNS = {"_fen": "分", "%": "%", "％": "%", "‰": "‰", "¥": "元", "￥": "元"}
_UNITS: Mapping[str, str] = MappingProxyType({name: unit for unit, names in _NAMES.items() for name in names})

_CURRENCIES: Mapping[str, tuple[str, ...]] = {
    "USD": ("usd", "美元", "us", "usdollar", "usdollars", "dollar", "dollars", "万美元", "usdmillion", "usdm",
            "百万美元", "亿美元", "千美元", "usdthousand", "millionusd", "musd", "usdk", "us$"),
    "HKD": ("hkd", "港元", "港币", "hk", "hkdollar", "万港元", "百万港元", "hkdmillion", "hkdm", "亿港元"),
    "EUR": ("eur", "欧元", "euro", "euros", "万欧元", "eurmillion", "百万欧元"),
    "JPY": ("jpy", "日元", "万日元", "日圆", "百万日元"),
    "GBP": ("gbp", "英镑", "万英镑"),
    "MOP": ("mop", "澳门元", "澳门币", "万澳门元"),
    "SGD": ("sgd", "新加坡元", "新元"),
    "TWD": ("twd", "新台币", "台币"),
}  # fmt: skip
_CURRENCY_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP"}
_FOREIGN: Mapping[str, str] = MappingProxyType(
    {fold(n): code for code, names in _CURRENCIES.items() for n in names}
)


def unit_named(text: str) -> str | None:
    """The unit a word or sign stands for ("10k yuan" is 万元), or None."""
    stripped = text.strip()
    return _SIGNS.get(stripped) or _UNITS.get(fold(stripped))


def currency_named(text: str) -> str | None:
    """The currency other than renminbi that a word or sign names ("万美元" is USD), or None."""
    stripped = text.strip()
    return _CURRENCY_SIGNS.get(stripped) or _FOREIGN.get(fold(stripped))


def powers_of(fact: Fact) -> Mapping[str, int]:
    """The units that go with a fact, each with its power of ten of the stored unit; empty for kinds without units."""
    return _POWERS.get(fact.kind, MappingProxyType({}))


def plain_unit(fact: Fact) -> str:
    """The unit of a bare number of this fact when nobody says otherwise: 元, 1, 分."""
    return _PLAIN_UNIT.get(fact.kind, "")


def example_of(fact: Fact) -> Label:
    """What a right cell of this fact looks like."""
    return _EXAMPLES[fact.kind]


_EXAMPLES: Mapping[FactKind, Label] = MappingProxyType(
    {
        FactKind.MONEY: Label(
            "如 1234.56、1,234.56、300万元", "a number such as 1234.56, 1,234.56 or 300万元"
        ),
        FactKind.RATIO: Label("如 3.15%", "a share such as 3.15%"),
        FactKind.COUNT: Label("整数，如 120", "a whole number such as 120"),
        FactKind.SCORE: Label("分数，如 85.5", "points such as 85.5"),
        FactKind.DATE: Label("日期，如 2024-01-05", "a date such as 2024-01-05"),
        FactKind.FLAG: Label("是 或 否", "yes or no"),
        FactKind.YEAR: Label("年份，如 2024", "a year such as 2024"),
        FactKind.CHOICE: Label("可选值之一", "one of the choices"),
        FactKind.TEXT: Label("文字", "text"),
    }
)
