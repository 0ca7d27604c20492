"""Growth-sharing loans 成长分享贷 and loans with warrants 认股权贷: what the lender's part is worth."""

from kejin.instruments.growth.beside import Beside, beside_plain, loan_value, yearly_bases
from kejin.instruments.growth.outlook import Outlook, Value
from kejin.instruments.growth.pricing import exercise_probability, expected_rate, fair_share, value_of
from kejin.instruments.growth.terms import (
    EquityGain,
    Extra,
    FutureBusiness,
    ResultRate,
    Warrants,
    dilution_of_equity,
)

__all__ = [
    "Beside",
    "EquityGain",
    "Extra",
    "FutureBusiness",
    "Outlook",
    "ResultRate",
    "Value",
    "Warrants",
    "beside_plain",
    "dilution_of_equity",
    "exercise_probability",
    "expected_rate",
    "fair_share",
    "loan_value",
    "value_of",
    "yearly_bases",
]
