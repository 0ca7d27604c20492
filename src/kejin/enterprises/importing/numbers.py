"""Texts into integers of the stored unit, exactly, a column at a time.

"1,234.5 万元" becomes 1,234,500,000 fen by moving the decimal point. Nothing passes through a float and nothing is
rounded: a number finer than the stored unit is refused, and one that can be read in two ways is refused too.
"""

from collections.abc import Mapping
from types import MappingProxyType

import polars as pl

from kejin.enterprises.importing.cells import Parsed, by_parts, marked, tidied, within_bounds
from kejin.enterprises.importing.reasons import Reason
from kejin.enterprises.importing.units import MONEY_POWERS, powers_of
from kejin.facts import Fact, FactKind

_DIGITS = 18
_SCIENTIFIC = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+$"
_NOT_FINITE = r"(?i)^[+-]?(nan|inf|infinity|∞)$"
_PLAIN = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$"
_GROUPED = r"^[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?$"
# Digits with points and commas that are neither plain nor grouped in threes: 1.234,56 or 1,23 or 1.234.567.
_POINTS_AND_COMMAS = r"^[+-]?[0-9.,][0-9.,'’]*$"
_BRACKETED = r"^\((.+)\)$"
_SUFFIX = r"^([^\p{L}%‰¥$€£]*?)\s*([\p{L}%‰][\p{L}%‰ ]*)$"

# How an amount's own currency stands before it, and behind it with any magnitude between.
_BEFORE: Mapping[str, str] = MappingProxyType(
    {"CNY": "人民币|rmb|cny|¥", "HKD": r"港元|港币|hkd|hk\$", "USD": r"美元|美金|usd|us\$|\$"}
)
_BEHIND: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "CNY": ("元", "圆", "元整", "rmb", "cny", "yuan", "人民币", "元人民币"),
        "HKD": ("港元", "港币", "元港币", "hkd"),
        "USD": ("美元", "美金", "元美元", "usd"),
    }
)
_ANY_CURRENCY = (
    r"us\$|hk\$|\$|€|£|¥|usd|hkd|eur|jpy|gbp|rmb|cny|yuan|人民币|美元|美金|港元|港币|欧元|日元|英镑|"
    "澳门元|[万亿千百十整]?元|圆"
)
_CURRENCY = rf"(?i)^({_ANY_CURRENCY})|({_ANY_CURRENCY})$"
_SIZES = ("", "千", "万", "十万", "百万", "千万", "亿", "十亿")
_SIZES_IN_ENGLISH = {"thousand": "千", "million": "百万", "mn": "百万", "billion": "十亿", "bn": "十亿"}


def _beside_money(currency: str) -> Mapping[str, str]:
    """What may stand beside an amount, and its unit: 300万, 300万美元, USD 3 million."""
    minor, word, *_ = MONEY_POWERS[currency]
    names = {size + name: size + word for size in _SIZES for name in _BEHIND[currency]}
    names |= {size: size + word for size in _SIZES if size}
    names |= {name: size + word for name, size in _SIZES_IN_ENGLISH.items()}
    return MappingProxyType(names | {minor: minor})


# Beside a number: 300万 for money, 3.15% for a share, 85分 for points, 120人 for a count.
_MONEY_BESIDE = MappingProxyType({currency: _beside_money(currency) for currency in MONEY_POWERS})
_BESIDE: Mapping[FactKind, Mapping[str, str]] = MappingProxyType(
    {
        FactKind.RATIO: {"%": "%", "‰": "‰", "bp": "bp", "bps": "bp", "个基点": "bp"},
        FactKind.SCORE: {"分": "分"},
        FactKind.COUNT: dict.fromkeys("人名位件个项家户次笔轮年天款种", "1"),
    }
)


def parse_numbers(texts: pl.Series, fact: Fact, unit: str) -> Parsed:
    """A column of amounts, shares, points or counts.

    Args:
        texts: The cells; null is unknown.
        fact: What the column holds; its kind decides the stored unit, its bounds what is allowed.
        unit: What a bare number counts (元, 万元, %, 1, …); a unit beside a number in its cell wins.

    Returns:
        Int64 of the stored unit.
    """
    power = powers_of(fact)[unit]
    easy_form = rf"^-?[0-9]{{1,{_DIGITS - power}}}" + (rf"(\.[0-9]{{1,{power}}})?$" if power else "$")
    easy = texts.str.contains(easy_form).fill_null(value=False)
    values = _scaled(pl.select(pl.when(easy).then(texts)).to_series(), power)
    rest = texts.filter(~easy & texts.is_not_null())
    parsed = (
        Parsed(values)
        if rest.is_empty()
        else by_parts(texts, (easy, values), _parse_slowly(rest, fact, unit))
    )
    return within_bounds(parsed, fact)


def _scaled(decimals: pl.Series, power: int) -> pl.Series:
    """Plain decimal texts with at most `power` decimals as integers of 10^-power, exactly."""
    return decimals.cast(pl.Decimal(38, power)).to_physical().cast(pl.Int64)


def _parse_slowly(texts: pl.Series, fact: Fact, unit: str) -> Parsed:
    """The cells that are more than digits and a point."""
    frame = pl.DataFrame({"text": tidied(texts), "marked": marked(texts)}).with_columns(
        number=pl.col("text"), unit=pl.lit(unit), units=pl.lit(0)
    )
    # The unit may stand within an accountant's brackets or behind them, but not in both places.
    frame = _without_brackets(_without_suffix(_without_currency(frame, fact), fact))
    frame = _without_suffix(_without_currency(frame, fact), fact)
    twice_signed = (pl.col("sign") == "-") & pl.col("number").str.contains(r"^[+-]")
    form = (
        pl.when(twice_signed | (pl.col("units") > 1))
        .then(pl.lit(Reason.NOT_A_NUMBER.value))
        .otherwise(_form(pl.col("number")))
    )
    frame = frame.with_columns(form=form)
    frame = frame.with_columns(
        number=pl.when(pl.col("form") == "").then(
            pl.col("sign") + pl.col("number").str.replace_all(",", "", literal=True).str.strip_prefix("+")
        )
    )
    return _exact(frame, fact)


def _without_currency(frame: pl.DataFrame, fact: Fact) -> pl.DataFrame:
    """An amount without the name or sign of its own currency before it."""
    if fact.currency is None:
        return frame
    return frame.with_columns(
        pl.col("number").str.replace(rf"^([+-]?)(?i:{_BEFORE[fact.currency]})\s*", "$1")
    )


def _without_brackets(frame: pl.DataFrame) -> pl.DataFrame:
    """Brackets around an amount are an accountant's minus sign."""
    inner = pl.col("number").str.extract(_BRACKETED)
    return frame.with_columns(
        number=inner.fill_null(pl.col("number")),
        sign=pl.when(inner.is_not_null()).then(pl.lit("-")).otherwise(pl.lit("")),
    )


def _without_suffix(frame: pl.DataFrame, fact: Fact) -> pl.DataFrame:
    """The number and the unit beside it apart; an unknown unit stays with the number and so makes it no number."""
    beside = _MONEY_BESIDE[fact.currency] if fact.currency is not None else _BESIDE.get(fact.kind, {})
    suffix = (
        pl.col("number").str.extract(_SUFFIX, 2).str.to_lowercase().str.replace_all(" ", "", literal=True)
    )
    known = suffix.replace_strict(dict(beside), default=None, return_dtype=pl.String)
    return frame.with_columns(
        number=pl.when(known.is_not_null())
        .then(pl.col("number").str.extract(_SUFFIX, 1).str.strip_chars())
        .otherwise(pl.col("number")),
        unit=known.fill_null(pl.col("unit")),
        units=pl.col("units") + known.is_not_null().cast(pl.Int32),
    )


def _form(number: pl.Expr) -> pl.Expr:
    """What is wrong with the number's own form, "" when nothing is."""
    return (
        pl.when(number.str.contains(_PLAIN) | number.str.contains(_GROUPED))
        .then(pl.lit(""))
        .when(number.str.contains(_SCIENTIFIC))
        .then(pl.lit(Reason.SCIENTIFIC.value))
        .when(number.str.contains(_NOT_FINITE))
        .then(pl.lit(Reason.NOT_FINITE.value))
        .when(number.str.contains(_POINTS_AND_COMMAS))
        .then(pl.lit(Reason.AMBIGUOUS_NUMBER.value))
        .when(number.str.contains(_CURRENCY))
        .then(pl.lit(Reason.OTHER_CURRENCY.value))
        .when(number.str.contains(_SUFFIX) & number.str.contains(r"[0-9]"))
        .then(pl.lit(Reason.OTHER_UNIT.value))
        .otherwise(pl.lit(Reason.NOT_A_NUMBER.value))
    )


def _exact(frame: pl.DataFrame, fact: Fact) -> Parsed:
    """Each number as an integer by its own unit's power of ten, with the reason where that cannot be done."""
    power = pl.col("unit").replace_strict(dict(powers_of(fact)), return_dtype=pl.Int64)
    body = pl.col("number").str.strip_prefix("-")
    whole = body.str.extract(r"^([0-9]*)").str.strip_chars_start("0")
    decimals = body.str.extract(r"\.([0-9]*)$").fill_null("").str.strip_chars_end("0")
    frame = frame.with_columns(
        too_fine=decimals.str.len_bytes().cast(pl.Int64) > power,
        too_large=whole.str.len_bytes().cast(pl.Int64) + power > _DIGITS,
        digits=whole + (decimals + "0" * 11).str.slice(0, power),
        minus=pl.col("number").str.starts_with("-"),
    )
    fine = ~pl.col("too_fine") & ~pl.col("too_large")
    digits = pl.when(pl.col("digits") == "").then(pl.lit("0")).otherwise(pl.col("digits"))
    size = pl.when(fine).then(digits).cast(pl.Int64)
    made = frame.select(
        value=pl.when(pl.col("minus")).then(-size).otherwise(size),
        reason=pl.coalesce(
            pl.col("marked"),
            pl.when(pl.col("form") != "").then(pl.col("form")),
            pl.when(pl.col("too_large")).then(pl.lit(Reason.TOO_LARGE.value)),
            pl.when(pl.col("too_fine")).then(pl.lit(Reason.TOO_FINE.value)),
        ),
    )
    known = frame["text"].is_not_null()
    reasons = pl.select(pl.when(known).then(made["reason"])).to_series()
    return Parsed(made["value"], reasons)
