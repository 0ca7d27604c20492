"""Exact amounts and rates: integers in minor units, integers in parts per billion, and one rounding door.

No float enters or leaves this room. An amount is a 64-bit integer of minor units (fen for CNY), a rate is a
64-bit integer of parts per billion, and a product of the two is taken in 128 bits before `round_quotient`
brings it back.
"""

from kejin.money.amount import Money
from kejin.money.currency import Currency
from kejin.money.rate import Rate
from kejin.money.rounding import Rounding, product_expr, round_quotient, round_quotient_expr
from kejin.money.scale import INT64_MAX, INT64_MIN, RATE_SCALE, checked_int64
from kejin.money.splitting import split
from kejin.money.text import (
    format_rate,
    format_yuan,
    parse_decimal,
    parse_yuan,
    readable_money,
    readable_yuan,
    short_yuan,
)

__all__ = [
    "INT64_MAX",
    "INT64_MIN",
    "RATE_SCALE",
    "Currency",
    "Money",
    "Rate",
    "Rounding",
    "checked_int64",
    "format_rate",
    "format_yuan",
    "parse_decimal",
    "parse_yuan",
    "product_expr",
    "readable_money",
    "readable_yuan",
    "round_quotient",
    "round_quotient_expr",
    "short_yuan",
    "split",
]
