"""`kejin ledger`: whether the ledger holds, what its books stand at, the close of day. 台账核对、重放、余额与日终。"""

import getpass
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from kejin.cli import ledger_statements, tracking
from kejin.cli.acts import AsOption, ForOption
from kejin.cli.options import JsonFlag, day_of
from kejin.cli.output import emit, printable, results

if TYPE_CHECKING:
    from kejin.records.kept.findings import Finding

app = typer.Typer(
    name="ledger",
    help="The ledger of pools and budgets: verify, replay, balances, close, statements. "
    "资金台账：核对、重放、余额、日终、报表。",
    no_args_is_help=True,
)


app.command("statement")(ledger_statements.statement)
app.command("payment")(ledger_statements.payment)
app.command("forms")(ledger_statements.forms)


@app.command("verify")
def verify_ledger(*, as_json: JsonFlag = False) -> None:
    """Sums, dates, balances, closings and guards, asked anew; exit code 1 when one does not hold. 核对台账。"""
    from kejin.records import load

    load()
    from kejin.records.ledger.verifying import verify

    with tracking.step("verify"):
        found = verify()
    _tell(found, as_json=as_json)


@app.command("replay")
def replay_ledger(*, as_json: JsonFlag = False) -> None:
    """Make every entry anew from what it was made of; exit code 1 when one comes out otherwise. 重放台账。"""
    from kejin.records import load

    load()
    from kejin.records.ledger.verifying import replay

    with tracking.step("replay"):
        found = replay()
    _tell(found, as_json=as_json)


@app.command("balances")
def balances(
    book: Annotated[str, typer.Argument(metavar="[BOOK]", help="Only this book.")] = "",
    *,
    until: Annotated[
        date | None,
        typer.Option("--until", parser=day_of, metavar="DATE", help="The end of a day. Default: now."),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """The trial balance of each book: every account on its own side. 试算平衡表。"""
    from kejin.records import load

    load()
    from kejin.money import format_yuan
    from kejin.records.ledger.statements import trial_balance

    rows = trial_balance(book, until=until)
    if as_json:
        emit(rows)
        return
    for row in rows:
        amount = f"{format_yuan(row.amount_minor)} {row.currency}"
        results().print(f"{printable(row.book)}  {row.account:<14} {row.side:<6} {amount:>22}")


@app.command("close")
def close(*, username: AsOption, organisation: ForOption, as_json: JsonFlag = False) -> None:
    """Close every past day of every book that is still open; may be run again after it was interrupted. 日终结账。"""
    from kejin.records import load

    load()
    from kejin.records.ledger.closing import close_all
    from kejin.records.parties.standing import Caller, organisation_named

    caller = Caller(username, organisation_named(organisation).pk, channel=f"cli:{getpass.getuser()}"[:20])
    with tracking.step("close"):
        closed = list(close_all(caller))
    if as_json:
        emit([{"book": book, "day": day, "digest": digest} for book, day, digest in closed])
        return
    for book, day, digest in closed:
        results().print(f"✓ {printable(book)} {day} {digest[:16]}")
    if not closed:
        results().print("nothing to close 无可结账日")


def _tell(found: "Sequence[Finding]", *, as_json: bool) -> None:
    if as_json:
        emit({"holds": not found, "findings": found})
    else:
        for finding in found:
            results().print(f"✗ {finding.what}: {printable(finding.where)}")
        if not found:
            results().print("✓ holds 核对无误")
    if found:
        raise typer.Exit(1)
