"""Units as people write them, in a header or beside a number, and the power of ten each one stands for.

Every unit is a power of ten of the stored unit (fen, cents, parts per billion, hundredths of a point, one), so a
decimal text becomes an integer by moving its point and never by arithmetic on floats. A unit of money belongs to one
currency: 万元 is renminbi, 万美元 is not, and neither is ever read as the other.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kejin.facts import Fact, FactKind, Label, fold

_MAGNITUDES: Mapping[str, int] = MappingProxyType(
    {"": 2, "千": 5, "万": 6, "十万": 7, "百万": 8, "千万": 9, "亿": 10, "十亿": 11}
)
_WORDS: Mapping[str, str] = MappingProxyType({"CNY": "元", "HKD": "港元", "USD": "美元"})
_MINOR: Mapping[str, str] = MappingProxyType({"CNY": "分", "HKD": "港仙", "USD": "美分"})


def _powers(currency: str) -> Mapping[str, int]:
    major = {before + _WORDS[currency]: power for before, power in _MAGNITUDES.items()}
    return MappingProxyType({_MINOR[currency]: 0} | major)


MONEY_POWERS: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {currency: _powers(currency) for currency in _WORDS}
)
"""For each currency that facts are in: its units, each with its power of ten of the minor unit."""

_CURRENCY_OF: Mapping[str, str] = MappingProxyType(
    {unit: currency for currency, powers in MONEY_POWERS.items() for unit in powers}
)
_POWERS: Mapping[FactKind, Mapping[str, int]] = MappingProxyType(
    {
        FactKind.RATIO: MappingProxyType({"1": 9, "%": 7, "‰": 6, "bp": 5}),
        FactKind.SCORE: MappingProxyType({"分": 2}),
        FactKind.COUNT: MappingProxyType({"1": 0}),
    }
)
_PLAIN_UNIT = {FactKind.RATIO: "1", FactKind.SCORE: "分", FactKind.COUNT: "1"}

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
_SIGNS = {
    "_fen": "分",
    "_hkd_cents": "港仙",
    "_usd_cents": "美分",
    "%": "%",
    "％": "%",
    "‰": "‰",
    "¥": "元",
    "￥": "元",
    "$": "美元",
}
# A magnitude alone says nothing of the currency: （万） is 万元 of an amount in yuan and 万美元 of one in dollars.
_BARE = frozenset({"万", "百万", "千万", "亿"})

_CHINESE: Mapping[str, tuple[str, ...]] = {"HKD": ("港元", "港币", "港幣"), "USD": ("美元", "美金")}
_ENGLISH: Mapping[str, tuple[str, ...]] = {
    "HKD": ("hkd", "hk", "hkdollar", "hkdollars"),
    "USD": ("usd", "us", "usdollar", "usdollars", "dollar", "dollars"),
}
_SIZES: Mapping[str, tuple[str, ...]] = {
    "": ("",),
    "千": ("thousand", "k", "000", "1000"),
    "万": ("10k", "10000", "tenthousand"),
    "十万": ("100k", "100thousand"),
    "百万": ("million", "m", "mn", "mln"),
    "千万": ("10million", "10m", "10mn"),
    "亿": ("100million", "100m", "100mn"),
    "十亿": ("billion", "bn"),
}


def _foreign_names(currency: str) -> Iterator[tuple[str, str]]:
    """Every folded name of every unit of a currency: 万美元, 美元万元, 10k usd, usd million."""
    for size, english in _SIZES.items():
        unit = size + _WORDS[currency]
        for word in _CHINESE[currency]:
            yuan = f"{size}元" if size else ""
            names = {size + word, yuan + word, word + size, word + yuan}
            yield from ((fold(name), unit) for name in names)
        for word in _ENGLISH[currency]:
            yield from (
                (fold(name), unit) for one in english for name in (one + word, word + one, "in" + one + word)
            )
    yield _MINOR[currency], _MINOR[currency]


_UNITS: Mapping[str, str] = MappingProxyType(
    {name: unit for unit, names in _NAMES.items() for name in names}
    | {name: unit for currency in _CHINESE for name, unit in _foreign_names(currency)}
)

# Currencies in which no fact is: their names only say that a column is not to be read.
_OTHERS: Mapping[str, tuple[str, ...]] = {
    "EUR": ("eur", "欧元", "euro", "euros", "万欧元", "eurmillion", "百万欧元"),
    "JPY": ("jpy", "日元", "万日元", "日圆", "百万日元"),
    "GBP": ("gbp", "英镑", "万英镑"),
    "MOP": ("mop", "澳门元", "澳门币", "万澳门元"),
    "SGD": ("sgd", "新加坡元", "新元"),
    "TWD": ("twd", "新台币", "台币"),
}
_OTHER_SIGNS = {"€": "EUR", "£": "GBP"}
_OTHER_NAMES: Mapping[str, str] = MappingProxyType(
    {fold(name): code for code, names in _OTHERS.items() for name in names}
)


def unit_named(text: str) -> str | None:
    """The unit a word or sign stands for ("10k yuan" is 万元, "US$ million" 百万美元), or None."""
    stripped = text.strip()
    return _SIGNS.get(stripped) or _UNITS.get(fold(stripped))


def currency_named(text: str) -> str | None:
    """The currency other than renminbi that a word or sign names ("万美元" is USD), or None."""
    stripped = text.strip()
    found = _OTHER_SIGNS.get(stripped) or _OTHER_NAMES.get(fold(stripped))
    named = unit_named(stripped)
    return found or (currency_of(named) if named is not None and currency_of(named) != "CNY" else None)


def currency_of(unit: str) -> str | None:
    """The currency of a unit of money; None for other units. 分 is one of renminbi and one of points."""
    return _CURRENCY_OF.get(unit)


def is_bare(text: str) -> bool:
    """Whether a text is a magnitude alone (万, 亿), which goes with any currency."""
    return fold(text) in _BARE


def in_currency(unit: str, currency: str) -> str | None:
    """The unit of the same magnitude in another currency: 万元 in dollars is 万美元; None where there is none."""
    if unit not in MONEY_POWERS["CNY"] or unit == _MINOR["CNY"] or currency not in _WORDS:
        return None
    return unit.removesuffix(_WORDS["CNY"]) + _WORDS[currency]


def is_plain(unit: str) -> bool:
    """Whether a unit is a currency's own, without a magnitude: 元, 美元."""
    return unit in _WORDS.values()


def words_of(currency: str) -> tuple[str, ...]:
    """How a currency in which facts are is called; empty for any other."""
    return (*_CHINESE.get(currency, ()), *_ENGLISH.get(currency, ()))


def powers_of(fact: Fact) -> Mapping[str, int]:
    """The units that go with a fact, each with its power of ten of the stored unit; empty for kinds without units."""
    if fact.currency is not None:
        return MONEY_POWERS[fact.currency]
    return _POWERS.get(fact.kind, MappingProxyType({}))


def plain_unit(fact: Fact) -> str:
    """The unit of a bare number of this fact when nobody says otherwise: 元, 美元, 1, 分."""
    return _WORDS[fact.currency] if fact.currency is not None else _PLAIN_UNIT.get(fact.kind, "")


def example_of(fact: Fact) -> Label:
    """What a right cell of this fact looks like."""
    if fact.currency is not None:
        large = f"300万{_WORDS[fact.currency]}"
        return Label(f"如 1234.56、1,234.56、{large}", f"a number such as 1234.56, 1,234.56 or {large}")
    return _EXAMPLES[fact.kind]


_EXAMPLES: Mapping[FactKind, Label] = MappingProxyType(
    {
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
