"""`kejin db`: the embedded database of the records, started and stopped by hand. 记录库的启动、停止与状态。"""

from typing import Annotated

import typer

from kejin.cli import tracking
from kejin.cli.options import JsonFlag
from kejin.cli.output import emit, printable, results

app = typer.Typer(
    name="db",
    help="The database of the records: start, stop, status. 记录库：启动、停止、状态。",
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
