"""The terms of a contract as options of the command line, and as a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final, Literal

import typer

from kejin.calendars import add_months, calendar_named
from kejin.cli.options import day_of
from kejin.facts import Label
from kejin.instruments.conventions import BusinessDayConvention, Cycle, DateRules, DayCount
from kejin.instruments.loans import Bullet, EqualInstalments, EqualPrincipal, LoanTerms, Repayment
from kejin.money import Currency, Money, Rate, parse_yuan

Form = Literal["equal-instalment", "equal-principal", "bullet"]
FORMS: Final[Mapping[str, tuple[Repayment, Label]]] = MappingProxyType(
    {
        "equal-instalment": (EqualInstalments(), Label("等额本息", "equal instalments")),
        "equal-principal": (EqualPrincipal(), Label("等额本金", "equal principal")),
        "bullet": (Bullet(), Label("按期付息、到期还本", "interest as it falls due, principal at the end")),
    }
)
TermsOption = Annotated[
    Path | None,
    typer.Option(
        "--terms",
        metavar="FILE",
        help="A contract as YAML or JSON with ACTUS names, of any form and with its events. 合同条款文件。",
    ),
]
TermsFilesOption = Annotated[
    list[Path] | None,
    typer.Option("--terms", metavar="FILE", help="A terms file; may be repeated. 合同条款文件，可重复。"),
]
PrincipalOption = Annotated[
    str | None, typer.Option("--principal", metavar="AMOUNT", help='Such as "3000000" or "300万元". 本金。')
]
RateOption = Annotated[
    str | None, typer.Option("--rate", metavar="RATE", help='Per year, such as "3.45%" or "345bp". 年利率。')
]
StartOption = Annotated[
    date | None,
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
FlowPictureOption = Annotated[
    Path | None, typer.Option("--svg", metavar="FILE", help="Write a picture of the cash flows. 现金流图。")
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
FeeOption = Annotated[
    str,
    typer.Option(
        "--fee", metavar="RATE", help="A yearly fee on the amount, such as a guarantee fee. 年费率。"
    ),
]
OnceOption = Annotated[
    str,
    typer.Option("--once-fee", metavar="RATE", help="A fee on the amount, paid at the start. 一次性费率。"),
]
SubsidyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--subsidy",
        metavar="TERMS",
        help='May be repeated: "of=interest share=35% claimed=quarter cap=2000万元 years=1". of: interest, points, '
        "fee, premium, cost; claimed: payment, quarter, year, end; cap of a calendar year; covers: the largest amount; "
        "after: days from the claim to the payment. 补贴。",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenTerms:
    """A loan as options give it; None for what was not given."""

    principal: str | None
    rate: str | None
    start: date | None
    months: int | None
    end: date | None = None
    every: str = "P1M"
    first: date | None = None
    interest_only: int = 0
    day_count: str = "MONTHLY"
    calendar: str | None = None
    convention: str = "CSF"

    def loan(self, form: str, *, instead: str) -> LoanTerms:
        """The terms with a form of repayment.

        Args:
            form: One of `FORMS`.
            instead: What may be given instead of options, for the message.

        Raises:
            BadParameter: An option is missing.
        """
        needed: dict[str, object | None] = {
            "--principal": self.principal,
            "--rate": self.rate,
            "--from": self.start,
        }
        needed["--months"] = self.months if self.end is None else self.end
        missing = [name for name, value in needed.items() if value is None]
        if missing or self.principal is None or self.rate is None or self.start is None:
            raise typer.BadParameter(f"give {', '.join(missing)}, or {instead}")
        if self.months is not None and self.end is not None:
            raise typer.BadParameter("give either --months or --to")
        dates = DateRules()
        if self.calendar is not None:
            dates = DateRules(BusinessDayConvention.of(self.convention), calendar_named(self.calendar))
        terms = LoanTerms(
            notional_principal=Money(parse_yuan(self.principal), Currency.CNY),
            nominal_interest_rate=Rate.parse(self.rate),
            initial_exchange_date=self.start,
            maturity_date=self.end or add_months(self.start, self.months or 0),
            repayment=FORMS[form][0],
            day_count_convention=DayCount.of(self.day_count),
            cycle_of_interest_payment=None if self.every == "end" else Cycle.parse(self.every),
            cycle_anchor_date_of_interest_payment=self.first,
            dates=dates,
        )
        return terms.after_interest_only(self.interest_only)

    def refuse_beside_a_file(self) -> None:
        """A file says everything: options beside it would be ignored in silence."""
        given: dict[str, object | None] = {
            "--principal": self.principal,
            "--rate": self.rate,
            "--from": self.start,
        }
        given |= {"--months": self.months, "--to": self.end, "--first": self.first}
        beside = [name for name, value in given.items() if value is not None]
        if beside:
            raise typer.BadParameter(f"a terms file says everything: leave out {', '.join(beside)}")
