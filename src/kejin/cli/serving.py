"""`kejin web` and `kejin password`: the pages, and the first password of somebody who cannot log in yet."""

import getpass
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from kejin.cli import tracking
from kejin.cli.options import JsonFlag
from kejin.cli.output import emit, messages, results
from kejin.errors import FileError, KejinError


class PasswordError(KejinError):
    """A password that cannot be set."""

    code = "cli.password"


def web(
    *,
    run: Annotated[
        Path | None,
        typer.Option("--run", metavar="DIR", help="The run whose answers are shown. Default: KEJIN_RUN."),
    ] = None,
    host: Annotated[
        str, typer.Option("--host", help="Where to listen; loopback where nothing is said.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535)] = 8000,
    processes: Annotated[int, typer.Option("--processes", min=1, help="Processes that serve pages.")] = 1,
    threads: Annotated[int, typer.Option("--threads", min=1, help="Threads of each.")] = 4,
    worker: Annotated[
        bool,
        typer.Option(
            "--worker/--no-worker", help="Do the long work beside; not where a worker runs elsewhere."
        ),
    ] = True,
    check: Annotated[bool, typer.Option("--check", help="Only say whether everything is ready.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Serve the pages, and do the long work beside. 启动网页服务。"""
    if run is not None:
        if not (run / "run.json").is_file():
            raise FileError(
                "There is no run here", expected="a folder written by `kejin run`", where=str(run)
            )
        os.environ["KEJIN_RUN"] = str(run.absolute())
    from kejin.site import load

    load()
    from django.conf import settings

    from kejin.records.kept.migrating import form
    from kejin.site.collecting import collect
    from kejin.site.serving import Supervisor, server_command, worker_command

    found = form()
    state = {"database": found.is_right, "run": settings.KEJIN_RUN, "address": f"http://{host}:{port}/"}
    if not found.is_right:
        raise FileError(
            "The database is not as this version needs it", expected="`kejin db migrate` first",
            found=", ".join((*found.pending, *found.missing)), kept="Nothing was started.",
        )  # fmt: skip
    if check:
        emit(state) if as_json else results().print("✓")
        return
    with tracking.step("style sheets and scripts"):
        collect()
    if as_json:
        emit(state)
    else:
        results().print(f"✓ {state['address']}", markup=False)
    serve = server_command(f"{host}:{port}", workers=processes, threads=threads)
    Supervisor([serve, *([worker_command()] if worker else [])]).run()


def password(
    username: Annotated[str, typer.Argument(metavar="USERNAME", help="Whose password.")],
    *,
    organisation: Annotated[
        str, typer.Option("--for", metavar="ORGANISATION", help="An organisation that the person acts for.")
    ],
    as_json: JsonFlag = False,
) -> None:
    """Set a person's password, typed in or read from standard input. 设置登录密码。

    For the first people of a new system; everybody else sets his own, or asks his administrator.
    """
    from kejin.site import load

    load()
    from django.contrib.auth.hashers import make_password
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from kejin.records.actions.performing import perform
    from kejin.records.parties.standing import Caller, organisation_named
    from kejin.records.registry.finding import person_named
    from kejin.web.accounts.acts import SetPassword

    person = person_named(username)
    new = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        validate_password(new, person)
    except ValidationError as error:
        raise PasswordError(" ".join(error.messages), kept="The old one stays.") from error
    caller = Caller(username, organisation_named(organisation).pk, "", f"cli:{getpass.getuser()}"[:20])
    done = perform(SetPassword(username=username, encoded=make_password(new)), caller)
    if as_json:
        emit({"username": username, "act": done.act_id})
    else:
        messages().print(f"✓ {username}", markup=False)
