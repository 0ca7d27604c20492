"""`kejin ledger statement | payment | forms`: statements of pools, payment files, the office's statistical forms."""

import calendar
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kejin.cli import tracking
from kejin.cli.options import JsonFlag, day_of
from kejin.cli.output import emit, printable, results
from kejin.errors import FileError

if TYPE_CHECKING:
    from kejin.records.statements.pool import PoolStatement
    from kejin.records.statements.writing import Table

OutOption = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Write it to this .xlsx (or .csv) file.")
]


def statement(
    book: Annotated[str, typer.Argument(metavar="BOOK", help="A pool's book.")],
    *,
    since: Annotated[date, typer.Option("--from", parser=day_of, metavar="DATE", help="First business day.")],
    until: Annotated[date, typer.Option("--to", parser=day_of, metavar="DATE", help="Last business day.")],
    out: OutOption = None,
    as_json: JsonFlag = False,
) -> None:
    """A pool over a period: opening, what moved, each loan, commitments, room left, closing. 资金池对账单。"""
    from kejin.records import load

    load()
    from kejin.records.statements.pool import pool_statement
    from kejin.records.statements.pool_table import pool_tables

    with tracking.step("statement"):
        made = pool_statement(book, since, until)
    if out is not None:
        _write(out, pool_tables(made), made_on=until)
    if as_json:
        emit(made)
    else:
        _show(made)
    if not made.holds:
        raise typer.Exit(1)


def payment(
    file: Annotated[int, typer.Argument(metavar="FILE", help="The number of a payment file.")],
    *,
    out: OutOption = None,
    as_json: JsonFlag = False,
) -> None:
    """A payment file in its stated form, with total and control sums. 拨付清单。

    The same file gives the same bytes each time; one whose lines are not those that were listed is not written.
    """
    from kejin.records import load

    load()
    from kejin.records.statements.payments import payment_form, payment_table

    form = payment_form(file)
    if out is not None:
        _write(out, [payment_table(form)], made_on=form.day)
    if as_json:
        emit(form)
        return
    for each in form.payments:
        results().print(
            f"S{each.subsidy_id}  {printable(each.payee)}  {each.quarter}  {_yuan(each.amount_minor)}"
        )
    results().print(
        f"{len(form.payments)} payments 笔 · {_yuan(form.total_minor)} · control 控制数 {form.control}"
    )
    results().print(form.sha256)


def forms(
    *,
    month: Annotated[str, typer.Option("--month", metavar="YYYY-MM", help="The month that is reported.")],
    minimum: Annotated[
        int, typer.Option("--minimum", min=1, help="Fewest enterprises that a shown row may be about.")
    ] = 5,
    out: OutOption = None,
    as_json: JsonFlag = False,
) -> None:
    """The office's statistical forms, without names, small groups suppressed. 统计报表。

    Technology loans by city, district, industry and bank; risk sharing; subsidies.
    """
    from kejin.records import load

    load()
    from kejin.records.statements.forms import form_tables
    from kejin.records.statements.forms import forms as made_forms

    first = day_of(f"{month}-01")
    as_of = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    with tracking.step("forms"):
        made = made_forms(as_of, minimum=minimum)
    tables = form_tables(made, as_of=as_of, minimum=minimum)
    if out is not None:
        _write(out, tables, made_on=as_of)
    if as_json:
        emit(made)
        return
    for table in tables:
        results().print(printable(table.title))
        for row in table.rows:
            results().print("  " + "  ".join(printable("" if cell is None else str(cell)) for cell in row))


def _show(made: "PoolStatement") -> None:
    console = results()
    console.print(f"{printable(made.name)} {made.since} – {made.until} {made.currency}")
    for name, balances in (("opening 期初", made.opening), ("closing 期末", made.closing)):
        console.print(
            f"  {name}: " + " · ".join(f"{code} {_yuan(value)}" for code, value in balances.items())
        )
    for move in made.moves:
        console.print(f"  {move.label.zh} {move.label.en}: {move.entries} · {_yuan(move.amount_minor)}")
    for loan in made.loans:
        console.print(
            f"  {printable(loan.contract_number)}: {_yuan(loan.admitted_minor)} · {_yuan(loan.paid_minor)} · "
            f"{_yuan(loan.recovered_minor)}"
        )
    for item in made.commitments:
        console.print(f"  {item.kind} {printable(item.contract_number)}: {_yuan(item.amount_minor)}")
    for room in made.rooms:
        left = "?" if room.room_minor is None else _yuan(room.room_minor)
        console.print(f"  {room.kind} {room.key} {room.group or ''} {room.year or ''}: {left}")
    console.print("✓ holds 核对无误" if made.holds else "✗ does not hold 不平")


def _yuan(minor: int) -> str:
    from kejin.money import format_yuan

    return format_yuan(minor)


def _write(out: Path, tables: "list[Table]", *, made_on: date) -> None:
    from kejin.records.statements.writing import write_tables

    if out.exists():
        raise FileError("The file is there already", expected="a new file", where=str(out))
    write_tables(out, tables, made_on=made_on)
