"""Which column of a table is which kind of evidence, and the evidence of every row in one form.

records = prepare(frame)          # headers as people write them, or the names of the fact dictionary
records.columns                   # key, credit_code, organisation, plain, core, …: the columns `EVIDENCE`
"""

import re
from functools import cache
from typing import Final

import polars as pl

from kejin.enterprises.linking.names import name_parts
from kejin.enterprises.linking.regions import CITIES
from kejin.errors import MappingError
from kejin.facts import dictionary, fold
from kejin.identity import (
    ALPHABET,
    credit_code_valid_expr,
    normalise_credit_code_expr,
    organisation_check_character,
)

_FACTS: Final = {
    "credit_code": "credit_code", "name": "enterprise_name", "city": "city_code", "district": "district_code",
    "founded": "founded_on", "capital": "registered_capital_fen", "key": "enterprise_id",
}  # fmt: skip
_OTHERS: Final = {
    "key": ("id", "record_id", "row_id", "编号", "序号"),
    "credit_code": ("uscc", "organisation_code", "organization_code", "组织机构代码", "机构代码"),
    "name": (),
    "city": ("city",),
    "district": ("district",),
    "industry": ("industry_word", "industry", "行业", "所属行业", "行业名称"),
    "person": (
        "legal_rep", "legal_representative", "legal_person", "representative", "法定代表人", "法人代表", "法人",
        "负责人", "企业法人", "法定代表人姓名",
    ),
    "phone": (
        "phone_tail", "phone", "telephone", "tel", "mobile", "电话", "联系电话", "电话号码", "手机", "手机号",
        "联系方式",
    ),
    "founded": ("founded", "founded_date"),
    "capital": ("reg_capital_wan", "reg_capital", "registered_capital"),
}  # fmt: skip

ROLES: Final = tuple(_OTHERS)
"""The kinds of evidence a column can hold."""

EVIDENCE: Final = (
    "key", "credit_code", "organisation", "plain", "core", "name_industry", "form", "is_group", "branch", "city",
    "name_city", "district", "industry", "person", "phone", "founded", "capital",
)  # fmt: skip
"""The columns of prepared records."""

_QUALIFIER: Final = re.compile(r"[（(][^（）()]*[）)]")
_MAGNITUDES: Final = {"亿": 100_000_000.0, "万": 10_000.0, "元": 1.0}
_DATE_FORMS: Final = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%Y-%m-%d %H:%M:%S")


def find_roles(headers: list[str]) -> dict[str, str]:
    """Which header holds which kind of evidence; the first of several that would do."""
    known = _known_headers()
    roles: dict[str, str] = {}
    for header in headers:
        role = known.get(fold(header)) or known.get(fold(_QUALIFIER.sub("", header)))
        if role is not None:
            roles.setdefault(role, header)
    return roles


def prepare(frame: pl.DataFrame) -> pl.DataFrame:
    """The evidence of every row: the columns `EVIDENCE`, in an order that depends on what the rows say alone.

    Without a column of keys, a row's key is its number from 1.

    Raises:
        MappingError: No column holds names or credit codes, or two rows have one key.
    """
    roles = find_roles(frame.columns)
    if not roles.keys() & {"name", "credit_code"}:
        raise MappingError(
            "nothing to link by",
            expected="a column of names (企业名称, name) or of credit codes (统一社会信用代码, credit_code)",
            found=", ".join(frame.columns[:12]) or "no columns",
        )
    texts = _texts(frame, roles)
    _check_keys(texts["key"], roles.get("key", ""))
    parts = name_parts(texts["name"]).rename({"industry": "name_industry", "place_city": "name_city"})
    records = texts.hstack(parts).with_columns(
        _blank_is_missing("plain"), _blank_is_missing("core"), *_codes(), city=_city(), district=_squeezed("district"),
        industry=_squeezed("industry"), person=_squeezed("person"), phone=_phone(), founded=_founded(),
        capital=_capital(roles.get("capital", "")),
    )  # fmt: skip
    return records.select(EVIDENCE).sort(*EVIDENCE[1:], "key", nulls_last=True)


def keys_and_names(frame: pl.DataFrame) -> pl.DataFrame:
    """The key of each row and its name as it was written."""
    return _texts(frame, find_roles(frame.columns)).select("key", "name")


def _texts(frame: pl.DataFrame, roles: dict[str, str]) -> pl.DataFrame:
    numbers = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).cast(pl.String)
    missing = pl.lit(None, pl.String)
    read = {role: _text(frame.schema[header], header) for role, header in roles.items()}
    return frame.select((read.get(role, numbers if role == "key" else missing)).alias(role) for role in ROLES)


@cache
def _known_headers() -> dict[str, str]:
    facts = dictionary()
    known: dict[str, str] = {}
    for role, fact in _FACTS.items():
        found = facts[fact]
        for header in (fact, found.label.zh, found.label.en, *found.synonyms):
            known.setdefault(fold(header), role)
    # What this module calls an industry or a person is no fact of the dictionary, or another one.
    return known | {fold(header): role for role, headers in _OTHERS.items() for header in headers}


def _text(dtype: pl.DataType, header: str) -> pl.Expr:
    """A column as trimmed text; empty cells are missing."""
    text = pl.col(header) if dtype == pl.String() else pl.col(header).cast(pl.String, strict=False)
    return text.str.strip_chars().replace("", None)


def _check_keys(keys: pl.Series, header: str) -> None:
    wrong = keys.filter(keys.is_duplicated() | keys.is_null())
    if wrong.len():
        found = str(wrong.drop_nulls().sort().first() or "an empty cell")
        raise MappingError(
            "rows cannot be told apart", expected="one key for each row", found=found, where=header
        )


def _codes() -> tuple[pl.Expr, pl.Expr]:
    """The valid credit code, and the valid organisation code: the one inside it, or the cell's own nine characters."""
    code = normalise_credit_code_expr(pl.col("credit_code"))
    valid = credit_code_valid_expr(code).fill_null(value=False)
    own = code.str.replace_all("-", "").str.extract(f"^([{ALPHABET}IOSVZ]{{8}}[0-9X])$")
    checked = own.map_elements(_checked_organisation, return_dtype=pl.String, skip_nulls=True)
    return (
        pl.when(valid).then(code).alias("credit_code"),
        pl.when(valid).then(code.str.slice(8, 9)).otherwise(checked).alias("organisation"),
    )


def _checked_organisation(code: str) -> str | None:
    return code if organisation_check_character(code[:8]) == code[8] else None


def _blank_is_missing(column: str) -> pl.Expr:
    return pl.col(column).replace("", None)


def _squeezed(column: str) -> pl.Expr:
    return pl.col(column).str.normalize("NFKC").str.replace_all(r"[\s·・.]", "").replace("", None)


def _city() -> pl.Expr:
    """The city without 市, from its name or the first four digits of its code; else the one that the name names."""
    text = _squeezed("city")
    named = text.str.extract(r"^([0-9]{4})(?:[0-9]{2})?$").replace_strict(
        CITIES, default=None, return_dtype=pl.String
    )
    bare = text.str.replace("^.+省", "").str.replace("市$", "")
    return pl.coalesce(named, bare, "name_city")


def _phone() -> pl.Expr:
    """The last four digits: all that some tables show, and enough beside the rest."""
    return pl.col("phone").str.replace_all("[^0-9]", "").str.extract("([0-9]{4})$")


def _capital(header: str) -> pl.Expr:
    """Registered capital in 元: the magnitude beside the number, else that of the header."""
    if header.endswith("_fen"):
        usual = 0.01
    elif header.endswith("_wan"):
        usual = 10_000.0
    else:
        usual = next((size for mark, size in _MAGNITUDES.items() if mark in header), 1.0)
    text = pl.col("capital").str.normalize("NFKC").str.replace_all("[, ]", "")
    number = text.str.extract(r"^([0-9]+(?:\.[0-9]+)?)").cast(pl.Float64, strict=False)
    mark = text.str.extract(r"^[0-9.]+([亿万元])")
    size = mark.replace_strict(_MAGNITUDES, default=usual, return_dtype=pl.Float64)
    return (number * size).round(0)


def _founded() -> pl.Expr:
    text = pl.col("founded")
    return pl.coalesce(*(text.str.to_date(form, strict=False) for form in _DATE_FORMS))
