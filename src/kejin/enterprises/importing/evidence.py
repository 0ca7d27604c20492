"""What the cells of a column prove where its header leaves it open."""

import polars as pl

from kejin.enterprises.importing.cells import tidied
from kejin.enterprises.importing.dates import DateForm
from kejin.enterprises.importing.sheets import Origin

_NUMBER = r"^-?[0-9]+(\.[0-9]+)?$"
_YEAR_LAST = r"^([0-9]{1,2})\s*[-/.]\s*([0-9]{1,2})\s*[-/.]\s*[0-9]{4}"
_CODE_LIKE = r"^([0-9A-Za-z]{18}|[a-z][a-z0-9-]*:.+)$"


def ratio_unit_of(texts: pl.Series, named: str | None, origin: Origin) -> str | None:
    """The unit of bare numbers in a column of shares: "%", "1", what its header names, or None when nobody can tell.

    A workbook stores 3.15% as 0.0315 and does not tell us how it shows it, so in a column headed "%" numbers that never
    pass 1 may be either. A CSV file spells the sign out.
    """
    plain = tidied(texts)
    numbers = plain.filter(plain.str.contains(_NUMBER).fill_null(value=False)).cast(pl.Float64).abs()
    numbers = numbers.filter(numbers > 0)
    if named is not None:
        doubtful = (
            named == "%" and origin is Origin.WORKBOOK and numbers.len() > 0 and bool((numbers <= 1).all())
        )
        return None if doubtful else named
    if numbers.is_empty() or (numbers <= 1).all():
        return "1"
    # One value above 1 proves per cent for the column only if nothing in it looks like a fraction.
    return "%" if (numbers > 1).all() else None


def date_form_of(texts: pl.Series) -> DateForm | None:
    """Whether dates with the year last put the day or the month first, if one of them proves it; else None."""
    plain = tidied(texts)
    parts = pl.select(
        first=plain.str.extract(_YEAR_LAST, 1).cast(pl.Int64),
        second=plain.str.extract(_YEAR_LAST, 2).cast(pl.Int64),
    ).drop_nulls()
    day_first, month_first = bool((parts["first"] > 12).any()), bool((parts["second"] > 12).any())
    if day_first == month_first:
        return None
    return DateForm.DAY_FIRST if day_first else DateForm.MONTH_FIRST


def code_like(texts: pl.Series) -> bool:
    """Whether every known value may be a credit code or carries its scheme (cn-stock:688001)."""
    plain = tidied(texts).drop_nulls()
    return bool(plain.str.contains(_CODE_LIKE).all())
