"""The terms of a loan as options of the command line."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

from kejin.cli.options import day_of

Form = Literal["equal-instalment", "equal-principal", "bullet"]
PrincipalOption = Annotated[
    str, typer.Option("--principal", metavar="AMOUNT", help='Such as "3000000" or "300万元".')
]
RateOption = Annotated[
    str, typer.Option("--rate", metavar="RATE", help='Per year, such as "3.45%" or "345bp".')
]
StartOption = Annotated[
    date,
    typer.Option("--from", parser=day_of, metavar="DATE", help="When the loan is paid out. 放款日。"),
]
MonthsOption = Annotated[int | None, typer.Option("--months", min=1, help="The term. 期限（月）。")]
EndOption = Annotated[
    date | None,
    typer.Option("--to", parser=day_of, metavar="DATE", help="The maturity, instead of --months. 到期日。"),
]
FormOption = Annotated[Form, typer.Option("--form", help="等额本息, 等额本金 or 到期还本.")]
EveryOption = Annotated[
    str,
    typer.Option(
        "--every", metavar="CYCLE", help='How often is paid: "P1M", "P3M" …; "end" for at maturity.'
    ),
]
FirstOption = Annotated[
    date | None,
    typer.Option(
        "--first",
        parser=day_of,
        metavar="DATE",
        help="The first payment. Default: one cycle after payout.",
    ),
]
InterestOnlyOption = Annotated[
    int,
    typer.Option(
        "--interest-only", min=0, metavar="N", help="So many payments of interest alone first. 先息后本。"
    ),
]
DayCountOption = Annotated[
    str,
    typer.Option(
        "--day-count",
        metavar="CODE",
        help="MONTHLY (a month is a twelfth), A360 (actual days over 360), …",
    ),
]
CalendarOption = Annotated[
    str | None,
    typer.Option("--calendar", metavar="NAME", help="Move payments onto working days: CN, HK, CN+HK."),
]
ConventionOption = Annotated[
    str, typer.Option("--business-days", metavar="CODE", help="How they are moved: CSF, SCF, CSMF, …")
]
PictureOption = Annotated[
    Path | None,
    typer.Option("--picture", metavar="FILE", help="Also draw the payments into this SVG file. 现金流图。"),
]
ContractOption = Annotated[
    str | None, typer.Option("--contract", metavar="NAME", help="Only this one of the file's contracts.")
]
UntilOption = Annotated[
    date | None,
    typer.Option(
        "--until", parser=day_of, metavar="DATE", help="The last day to look at, where there is no end."
    ),
]
CheckOption = Annotated[
    bool,
    typer.Option("--check", help="Compare with the results that the file prints; exit 1 on a difference."),
]
