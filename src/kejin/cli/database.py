"""`kejin db`: the embedded database of the records, started and stopped by hand. 记录库的启动、停止与状态。"""

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from kejin.cli import tracking
from kejin.cli.acts import AsOption, ForOption
from kejin.cli.options import JsonFlag, day_of, today
from kejin.cli.output import emit, printable, results
from kejin.errors import FileError

app = typer.Typer(
    name="db",
    help="The database of the records: start, stop, status, migrate, found. 记录库：启动、停止、状态、升级、初始化。",
    no_args_is_help=True,
)
_MARKS = {"running": "✓", "starting": "…", "stopped": "·", "absent": "✗"}


@app.command("start")
def start(*, as_json: JsonFlag = False) -> None:
    """Start the embedded database; the first time it is made. 启动记录库，首次启动时建立。

    Any command that needs it starts it too.
    """
    from kejin.records.database import embedded_server

    server = embedded_server()
    with tracking.step("PostgreSQL"):
        server.ensure()
    _show(as_json=as_json)


@app.command("stop")
def stop(
    *,
    patience_seconds: Annotated[
        float, typer.Option("--patience", metavar="SECONDS", min=0.0, help="How long to wait for its end.")
    ] = 120.0,
    as_json: JsonFlag = False,
) -> None:
    """Stop the embedded database; what is committed stays. 停止记录库，已提交的数据不受影响。"""
    from kejin.records.database import embedded_server

    with tracking.step("PostgreSQL"):
        embedded_server().stop(patience_seconds=patience_seconds)
    _show(as_json=as_json)


@app.command("status")
def status(*, as_json: JsonFlag = False) -> None:
    """What the embedded database is doing; exit code 1 when it does not run. 记录库是否在运行。"""
    if not _show(as_json=as_json):
        raise typer.Exit(1)


@app.command("migrate")
def migrate(
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit code 1 when something is to be done.")
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Bring the database to the form that this version needs: tables, guards, rights. 升级记录库结构。"""
    from kejin.records import load

    load()
    from kejin.records.kept.migrating import form
    from kejin.records.kept.migrating import migrate as bring_up

    ran: tuple[str, ...] = ()
    if not check:
        with tracking.step("migrations"):
            ran = bring_up()
    found = form()
    if as_json:
        emit({"right": found.is_right, "ran": ran, "pending": found.pending, "missing": found.missing})
    else:
        for name, values in (("ran", ran), ("pending", found.pending), ("missing", found.missing)):
            for value in values:
                results().print(f"  {name} {value}")
        results().print("✓ as this version needs it" if found.is_right else "✗ not as this version needs it")
    if not found.is_right:
        raise typer.Exit(1)


@app.command("found")
def found_records(
    office: Annotated[str, typer.Argument(metavar="OFFICE", help="The office's name.")],
    *,
    username: Annotated[str, typer.Option("--administrator", metavar="USERNAME", help="Login name.")],
    name: Annotated[str, typer.Option("--name", help="The administrator's name.")],
    day: Annotated[
        date | None,
        typer.Option("--day", parser=day_of, metavar="DATE", help="The first business day. Default: today."),
    ] = None,
    credit_code: Annotated[str | None, typer.Option("--credit-code", help="The office's, if any.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Found the records: the office, its first administrator, the first business day. 初始化记录库。"""
    from kejin.records import load

    load()
    from kejin.records.registry.founding import found

    number = found(office, (username, name), day or today(), credit_code=credit_code)
    if as_json:
        emit({"organisation_id": number})
    else:
        results().print(f"✓ organisation {number} · {printable(office)}")


@app.command("export")
def export_table(
    request: Annotated[int, typer.Argument(metavar="REQUEST", help="The number that `export.request` gave.")],
    target: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write the CSV; must not exist.")],
    *,
    username: AsOption,
    organisation: ForOption,
    as_json: JsonFlag = False,
) -> None:
    """Write an export that was asked for and, where it is sensitive, approved by somebody else. 导出已获批的数据。"""
    from kejin.records import load

    load()
    from kejin.records.actions.performing import perform
    from kejin.records.exports.acts import MakeExport
    from kejin.records.parties.standing import Caller, organisation_named

    caller = Caller(username, organisation_named(organisation).pk, channel=f"cli:{getpass.getuser()}"[:20])
    with new_file(target) as file:
        done = perform(MakeExport(request_id=request).to(file), caller)
    if as_json:
        emit({"file": target, **done.content})
    else:
        results().print(f"✓ {done.content['rows']:,} rows · {done.content['sha256']}")
        results().print(f"  {printable(str(target))}")


@contextmanager
def new_file(target: Path) -> Iterator[BinaryIO]:
    """A file that is there under its name once everything went well, for its owner alone."""
    if target.exists():
        raise FileError("There is a file of this name", where=str(target), kept="It was left as it was.")
    fresh = target.with_name(f".{target.name}.new")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            yield file
        fresh.rename(target)
    except OSError as error:
        raise FileError("The file cannot be written", found=str(error), where=str(target)) from error
    finally:
        fresh.unlink(missing_ok=True)


def _show(*, as_json: bool) -> bool:
    """Print the state; gives whether the server runs."""
    from kejin.records.database import State, embedded_server

    found = embedded_server().status()
    if as_json:
        emit(found)
    else:
        facts = [f"PostgreSQL {found.version}"] if found.version is not None else []
        facts += [
            f"{name} {value}" for name, value in (("pid", found.pid), ("account", found.account)) if value
        ]
        results().print(f"{_MARKS[found.state.value]} {' · '.join([found.state.value, *facts])}")
        results().print(f"  {printable(str(found.home))}")
    return found.state is State.RUNNING
