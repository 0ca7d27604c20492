"""A bank's book for tests: loans with terms, and the tape that a bank without a mistake would bring of them.

What is due comes from the schedule of each loan by itself, not from the portfolio run that the tapes are judged by.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl
from tests.records.world import credit_code

from kejin.calendars import add_months
from kejin.instruments.conventions import Cycle, DayCount
from kejin.instruments.loans import Bullet, EqualInstalments, EqualPrincipal, LoanTerms, Repayment, schedule
from kejin.money import Currency, Money, Rate

AS_OF = date(2026, 2, 28)
HEADERS = {
    "contract_number": "合同编号", "credit_code": "统一社会信用代码", "currency": "币种",
    "principal_minor": "贷款金额", "rate_ppb": "年利率", "drawn_on": "放款日期", "matures_on": "到期日期",
    "repayment": "还款方式", "balance_minor": "贷款余额", "principal_paid_minor": "累计已还本金",
    "interest_paid_minor": "累计已还利息", "days_past_due": "逾期天数", "status": "贷款状态",
    "written_off_minor": "核销金额", "place_code": "行政区划代码", "industry_code": "行业代码",
    "is_technology": "是否科技型企业",
}  # fmt: skip
ZH = {
    "equal_instalment": "等额本息", "equal_principal": "等额本金", "interest_first": "先息后本",
    "bullet": "到期一次还本付息", "normal": "正常", "overdue": "逾期", "settled": "结清", "written_off": "核销",
}  # fmt: skip
FORMS: Mapping[str, Repayment] = {
    "equal_instalment": EqualInstalments(),
    "equal_principal": EqualPrincipal(),
}
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Row:
    """One row of a tape; amounts in fen."""

    contract_number: str
    credit_code: str
    principal_minor: int
    rate_ppb: int
    drawn_on: date
    matures_on: date
    repayment: str
    balance_minor: int = 0
    principal_paid_minor: int = 0
    interest_paid_minor: int = 0
    days_past_due: int = 0
    status: str = "normal"
    currency: str = "CNY"
    written_off_minor: int | None = None
    place_code: str = "440100"
    industry_code: str = "C39"
    is_technology: bool = True

    def by(self, as_of: date) -> "Row":
        """The row of a loan that is paid as agreed."""
        principal, interest = due(self, as_of)
        left = self.principal_minor - principal
        return replace(
            self, principal_paid_minor=principal, interest_paid_minor=interest, balance_minor=left,
            status="settled" if not left else "normal",
        )  # fmt: skip

    def late(self, as_of: date, missed: int) -> "Row":
        """The row of a loan whose last `missed` instalments were not paid."""
        days = [day for day, _, _ in payments(self) if day <= as_of]
        since = days[-missed]
        principal, interest = due(self, days[-missed - 1]) if len(days) > missed else (0, 0)
        return replace(
            self, principal_paid_minor=principal, interest_paid_minor=interest, status="overdue",
            balance_minor=self.principal_minor - principal, days_past_due=(as_of - since).days,
        )  # fmt: skip


def payments(row: Row) -> list[tuple[date, int, int]]:
    """Days, principal and interest of a loan by itself."""
    by_month = row.repayment.startswith("equal")
    terms = LoanTerms(
        notional_principal=Money(row.principal_minor, Currency.CNY),
        nominal_interest_rate=Rate(row.rate_ppb),
        initial_exchange_date=row.drawn_on,
        maturity_date=row.matures_on,
        repayment=FORMS.get(row.repayment, Bullet()),
        day_count_convention=DayCount.MONTHLY if by_month else DayCount.A360,
        cycle_of_interest_payment=None if row.repayment == "bullet" else Cycle(months=1),
    )
    made = list(schedule(terms).payments())[1:]
    return [(each.day, int(each.principal), int(each.interest)) for each in made]


def due(row: Row, as_of: date) -> tuple[int, int]:
    past = [(principal, interest) for day, principal, interest in payments(row) if day <= as_of]
    return sum(each[0] for each in past), sum(each[1] for each in past)


def loans(count: int, *, since: date = date(2025, 1, 5)) -> list[Row]:
    """Loans of every form and of several terms, drawn one after the other; each still runs at `AS_OF`."""
    forms = ("equal_instalment", "equal_principal", "interest_first", "bullet")
    made = []
    for at in range(count):
        drawn = add_months(since, at % 9).replace(day=1 + (at * 7) % 28)
        number = next(_numbers)
        made.append(Row(
            f"JK-{number:05d}", credit_code(), 1_000_000_00 + 12_345_67 * at, 30_000_000 + 500_000 * (at % 30), drawn,
            add_months(drawn, (24, 36, 18)[at % 3]), forms[at % 4],
        ))  # fmt: skip
    return made


def cells(row: Row) -> dict[str, str]:
    """The row as a bank's file has it: yuan with two decimals, per cent, Chinese words."""
    made: dict[str, str] = {}
    for name, header in HEADERS.items():
        value = getattr(row, name)
        if value is None:
            made[header] = ""
        elif name.endswith("_minor"):
            made[header] = f"{value // 100}.{value % 100:02d}"
        elif name == "rate_ppb":
            made[header] = f"{value / 10**7:.5f}%"
        elif isinstance(value, bool):
            made[header] = "是" if value else "否"
        else:
            made[header] = ZH.get(str(value), str(value))
    return made


def write(path: Path, rows: Iterable[Row], more: Sequence[dict[str, str]] = ()) -> Path:
    """A CSV file of the rows; `more` are rows as cells, to come after them."""
    table = pl.DataFrame([*(cells(row) for row in rows), *more])
    table.write_csv(path, include_bom=True)
    return path
