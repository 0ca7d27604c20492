"""`kejin risk price` and `reserve`: what a cover has to cost, who shares it, what is still to be paid on claims."""

from pathlib import Path
from typing import Annotated, Literal

import polars as pl
import typer

from kejin.cli import tracking
from kejin.cli.options import (
    JsonFlag,
    LanguageOption,
    LawOption,
    OverlayOption,
    PacksOption,
    dates_of,
    language_of,
)
from kejin.cli.output import emit, messages, printable, results
from kejin.cli.risk_book import DEFAULT_WIDTH, SetOption, WidthOption, open_book, overlay_of
from kejin.cli.speaking import Speaker
from kejin.errors import FileError
from kejin.packs import load_packs

CoverArgument = Annotated[
    Path, typer.Argument(metavar="COVER", help="A cover with its claims, limits and loads, as YAML.")
]
PriceSvgOption = Annotated[
    Path | None,
    typer.Option(
        "--svg", metavar="FILE", help="Draw how likely a year passes each amount, and the premium's parts."
    ),
]
TriangleArgument = Annotated[
    Path,
    typer.Argument(
        metavar="TRIANGLE", help="Cumulative claims: a row per year with its name first, a column per age."
    ),
]
TailRuleOption = Annotated[
    Literal["mack", "loglinear"],
    typer.Option(
        "--rule", help="How the last age's variance is set, which no data shows; errors depend on it."
    ),
]


def price(
    file: CoverArgument,
    *,
    svg: PriceSvgOption = None,
    width: WidthOption = DEFAULT_WIDTH,
    overlay: OverlayOption = None,
    values: SetOption = None,
    law: LawOption = None,
    packs: PacksOption = None,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Price a cover by number and size of claims, show what the premium is made of, and split it in a pool.

    Expected claims, experience, uncertainty, capital and expenses stand apart; a pool's parts sum to the fen.
    """
    from kejin.cli.risk_price_picture import price_picture  # noqa: PLC0415 - heavy, and only here
    from kejin.cli.risk_price_text import print_quote, quote_as_plain  # noqa: PLC0415
    from kejin.risk.agreements import Arrangement  # noqa: PLC0415
    from kejin.risk.insurance.cover_file import read_cover  # noqa: PLC0415
    from kejin.risk.insurance.frequency import Frequency  # noqa: PLC0415
    from kejin.risk.insurance.from_book import claims_of, insured_of  # noqa: PLC0415
    from kejin.risk.insurance.quoting import members_of, quote  # noqa: PLC0415
    from kejin.risk.insurance.severity import Severity  # noqa: PLC0415

    document, changed = read_cover(file), overlay_of(overlay, values)
    arrangement = None
    if document.agreement:
        policy = document.agreement.partition(".")[0]
        ruleset = load_packs(packs or ()).only([policy]).compile(dates_of(law, None, None), changed)
        arrangement = Arrangement.of(ruleset, [document.agreement])
    tail, insured = None, None
    claims: tuple[Frequency, Severity]
    if document.book:
        prepared = open_book(file.parent / document.book, packs).prepared(changed)
        number, sizes = claims_of(prepared)
        claims, insured = (number, sizes), insured_of(prepared)
    else:
        assert document.frequency is not None and document.severity is not None  # noqa: S101, PT018 - the schema
        severity, tail = document.severity.severity(file.parent)
        claims = document.frequency.frequency(), severity
    members = members_of(arrangement, document.capacities) if arrangement is not None else []
    with tracking.step("pricing"):
        made = quote(document, claims, members=members, tail=tail, insured_fen=insured)
    say = Speaker(language_of(lang))
    if svg is not None:
        svg.write_text(
            price_picture(made, language="en" if say.language == "en" else "zh", width=width),
            encoding="utf-8",
        )
        messages().print(f"→ {printable(str(svg))}")
    if as_json:
        emit(quote_as_plain(made, arrangement))
    else:
        print_quote(results(), made, arrangement, say=say)


def reserve(
    file: TriangleArgument,
    *,
    rule: TailRuleOption = "mack",
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Run off a triangle of claims by the chain ladder, with Mack's standard error of what is still to be paid."""
    from kejin.cli.risk_price_text import print_reserve, reserve_as_plain  # noqa: PLC0415 - heavy, and only here
    from kejin.risk.insurance.reserving import chain_ladder  # noqa: PLC0415

    names, ages, triangle = read_triangle(file)
    made = chain_ladder(triangle.to_numpy(), rule)
    if as_json:
        emit(reserve_as_plain(names, ages, made))
    else:
        print_reserve(results(), names, made, say=Speaker(language_of(lang)))


def read_triangle(file: Path) -> tuple[list[str], list[str], pl.DataFrame]:
    """Names of the years, ages, the figures (nan: nobody knows). Raises `FileError` for another table."""
    if not file.is_file():
        raise FileError("There is no such triangle", expected="a .csv file", where=str(file))
    table = pl.read_csv(file, infer_schema_length=None)
    if table.width < 3 or table.height < 2:
        raise FileError(
            "This is no triangle", expected="a name and two ages in each of two rows", where=str(file)
        )
    body = table.select(pl.exclude(table.columns[0]))
    try:
        figures = body.cast(pl.Float64).fill_null(float("nan"))
    except pl.exceptions.InvalidOperationError as error:
        raise FileError(
            "A triangle holds something that is no number", expected="numbers", where=str(file)
        ) from error
    return [str(name) for name in table[table.columns[0]]], body.columns, figures
