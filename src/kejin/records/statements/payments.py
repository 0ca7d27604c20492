"""A payment file in its stated form: who is paid how much for what, with total and control sums.

The form, for CSV and workbook alike: lines with the file's number, programme, business day, count, total and digest;
then one line for each payment. A payment is identified by its subsidy's number, and the database lists each subsidy in
one file only; the digest is that of the lines as they were listed, and a file whose lines have another is not written.
"""

from dataclasses import dataclass
from datetime import date

from kejin.records.errors import RecordsError, UnknownRecordError
from kejin.records.statements.writing import Table, yuan_text
from kejin.records.subsidies.models import PaymentFile
from kejin.records.subsidies.paying import digest_of, row_of

HEADS = (
    "序号 No.", "补贴编号 Subsidy", "收款单位 Payee", "统一社会信用代码 Credit code", "合同编号 Contract",
    "所属季度 Quarter", "金额（元） Amount (CNY)", "金额（分） Amount (fen)",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """One payment."""

    subsidy_id: int
    payee: str
    credit_code: str
    contract_number: str
    quarter: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class PaymentForm:
    """A payment file.

    Attributes:
        day: The business day on which it was made.
        total_minor: The sum of its payments.
        sha256: Digest of its lines, hexadecimal; whoever confirms the payment names it.
        control: Sum over the payments of subsidy number times amount, modulo 10^12: it changes when two amounts are
            swapped, which leaves the total as it is.
        paid: Whether it was confirmed as paid.
    """

    file_id: int
    programme: str
    day: date
    payments: tuple[PaymentOrder, ...]
    total_minor: int
    sha256: str
    control: int
    paid: bool


class PaymentFileError(RecordsError):
    """The lines of a payment file are not those that were listed."""

    code = "records.payment_file"


def payment_form(file_id: int) -> PaymentForm:
    """A payment file, its sums worked out anew from its lines.

    Raises:
        UnknownRecordError: There is none of that number.
        PaymentFileError: Its lines have another total or digest than were recorded with it.
    """
    found = PaymentFile.objects.select_related("programme", "act").filter(pk=file_id).first()
    if found is None:
        raise UnknownRecordError("No such payment file", found=file_id)
    lines = list(
        found.lines.select_related("subsidy__enterprise", "subsidy__contract").order_by("subsidy_id")
    )
    rows = [row_of(line.subsidy) for line in lines]
    total = sum(line.amount_minor for line in lines)
    if (digest_of(rows), total) != (found.sha256, found.total_minor):
        raise PaymentFileError(
            "The lines are not those that were listed", expected=found.sha256, found=digest_of(rows), where=str(found),
            kept="Nothing was written.",
        )  # fmt: skip
    payments = tuple(
        PaymentOrder(
            line.subsidy_id, line.subsidy.enterprise.name, line.subsidy.enterprise.credit_code or "",
            line.subsidy.contract.number, line.subsidy.quarter, line.amount_minor,
        )
        for line in lines
    )  # fmt: skip
    return PaymentForm(
        found.pk, found.programme.code, found.act.business_date, payments, total, found.sha256,
        control_of(payments), all(line.subsidy.state in {"paid", "clawed_back"} for line in lines),
    )  # fmt: skip


def control_of(payments: tuple[PaymentOrder, ...]) -> int:
    """The control sum of payments; see `PaymentForm`."""
    return sum(each.subsidy_id * each.amount_minor for each in payments) % 10**12


def payment_table(form: PaymentForm) -> Table:
    """The file in its stated form."""
    above = (
        ("拨付清单编号 Payment file", f"P{form.file_id}"),
        ("补贴项目 Programme", form.programme),
        ("营业日 Business day", form.day),
        ("笔数 Payments", len(form.payments)),
        ("合计（元） Total (CNY)", yuan_text(form.total_minor)),
        ("合计（分） Total (fen)", form.total_minor),
        ("控制数 Control sum", form.control),
        ("摘要 SHA-256", form.sha256),
    )
    rows = tuple(
        (
            at, each.subsidy_id, each.payee, each.credit_code, each.contract_number, each.quarter,
            yuan_text(each.amount_minor), each.amount_minor,
        )
        for at, each in enumerate(form.payments, start=1)
    )  # fmt: skip
    return Table("拨付清单 Payments", above, HEADS, rows)
