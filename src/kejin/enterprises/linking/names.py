"""The normal form of an enterprise's name, and the parts it is made of.

    深圳市前程（集團）新能源股份有限公司
    place 深圳 | core 前程 | industry 新能源 | form joint_stock | group

What one office writes 风信软件（广州）股份有限公司 another writes 广州风信软件股份有限公司; the core, 风信, is what
they share. Everything is worked out column by column, so that a table of a million names is a matter of seconds.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

from kejin.enterprises.linking.characters import SIMPLIFIED
from kejin.enterprises.linking.regions import CITY, DISTRICT, PROVINCE
from kejin.enterprises.linking.words import BRANCHES, FORMS, INDUSTRIES, any_of

_BRACKETS: Final = dict.fromkeys("〔【[{〈《「『", "(") | dict.fromkeys("〕】]}〉》」』", ")")
_PLACE: Final = f"{PROVINCE}?(?:{CITY}市?)?(?:{DISTRICT})?"
_FORM: Final = any_of(FORMS)
_BRANCH: Final = any_of(BRANCHES)
_FULL_FORM: Final = "(?:股份有限公司|有限责任公司|有限公司|股份公司|集团公司)"

PARTS: Final = ("plain", "place_city", "core", "industry", "form", "is_group", "branch")
"""The columns that `name_parts` makes."""


@dataclass(frozen=True, slots=True)
class NameParts:
    """One name taken apart.

    Attributes:
        plain: Its normal form: one width, one script, no blanks; brackets are kept.
        place_city: The city it names at its front or in brackets, without 市; None when it names none.
        core: What is left when place, industry and legal form are gone; never empty unless the name is.
        industry: The word for its industry; None when there is none.
        form: The legal form, `limited`, `joint_stock` and so on; None when the name states none.
        is_group: Whether it calls itself a group, 集团, before its legal form.
        branch: What follows the legal form of the whole, for a branch: 深圳分公司; None otherwise.
    """

    plain: str
    place_city: str | None
    core: str
    industry: str | None
    form: str | None
    is_group: bool
    branch: str | None


def normal_name_expr(names: pl.Expr) -> pl.Expr:
    """Names in one width, script and kind of brackets, without blanks and punctuation; idempotent."""
    upper = names.str.normalize("NFKC").str.to_uppercase().str.normalize("NFKC")
    plain = upper.str.replace_many({**SIMPLIFIED, **_BRACKETS}).str.replace_all(r"[^\p{L}\p{N}()]", "")
    # Characters that a blank kept apart may now join.
    return plain.str.normalize("NFKC").str.replace_all(r"[^\p{L}\p{N}()]", "")


def normal_name(name: str) -> str:
    """The normal form of one name; see `normal_name_expr`."""
    return str(pl.select(normal_name_expr(pl.lit(name))).item())


def parse_name(name: str) -> NameParts:
    """One name taken apart; see `name_parts`."""
    return NameParts(**name_parts(pl.Series([name])).row(0, named=True))


def name_parts(names: pl.Series) -> pl.DataFrame:
    """Every name of a column taken apart: one row each with the columns `PARTS`."""
    frame = names.alias("name").to_frame().lazy()
    plain = pl.col("plain")
    bracket_place = plain.str.extract(rf"\(({_PLACE})\)")
    frame = frame.with_columns(plain=normal_name_expr(pl.col("name"))).with_columns(
        bracket=bracket_place,
        body=pl.coalesce(
            plain.str.replace_all(rf"\({_PLACE}\)", "").str.replace_all("[()]", "").replace("", None),
            plain.str.replace_all("[()]", ""),
        ),
    )
    frame = frame.with_columns(branch=pl.col("body").str.extract(rf"^.+?{_FULL_FORM}(.*{_BRANCH})$"))
    whole = pl.col("body").str.extract(rf"^(.+?{_FULL_FORM}).*{_BRANCH}$")
    frame = frame.with_columns(body=pl.coalesce(whole, "body"))
    frame = _without_form(frame)
    frame = frame.with_columns(
        lead=pl.col("stem").str.extract(rf"^({_PLACE})").replace("", None),
        rest=pl.col("stem").str.replace(rf"^{_PLACE}", "").replace("", None),
    )
    # A name that is nothing but a place keeps it as its core.
    frame = frame.with_columns(rest=pl.coalesce("rest", "stem"))
    industry = any_of(INDUSTRIES)
    frame = frame.with_columns(
        industry=pl.col("rest").str.extract(rf"^.+?({industry})$"),
        core=pl.coalesce(pl.col("rest").str.extract(rf"^(.+?){industry}$"), "rest"),
        place_city=pl.coalesce(
            *(pl.col(place).str.extract(rf"^{PROVINCE}?({CITY})") for place in ("bracket", "lead"))
        ),
    )
    group = "^(.+)集团$"
    frame = frame.with_columns(
        core=pl.coalesce(pl.col("core").str.extract(group), "core"),
        is_group=pl.col("is_group") | pl.col("core").str.contains(group),
    )
    return frame.select(PARTS).collect()


def _without_form(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Take legal form and 集团 off the end, unless nothing would be left."""
    body = pl.col("body")
    frame = frame.with_columns(
        written=body.str.extract(rf"({_FORM})$"),
        bare=pl.coalesce(body.str.replace(rf"{_FORM}$", "").replace("", None), body),
    )
    bare = pl.col("bare")
    return frame.with_columns(
        form=pl.col("written").replace_strict(FORMS, default=None, return_dtype=pl.String),
        is_group=bare.str.contains("^.+集团$"),
        stem=pl.coalesce(bare.str.extract("^(.+)集团$"), bare),
    )
