"""`kejin demo`: months of business by invented people, in the records. 演示用的虚构业务记录。"""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from kejin.cli import tracking
from kejin.cli.options import JsonFlag
from kejin.cli.output import emit, results

app = typer.Typer(
    name="demo",
    help="Past activity of invented people for a demonstration. 演示用的虚构业务记录。",
    no_args_is_help=True,
)


@app.callback()
def demo() -> None:
    """Keep `build` a command of its own, however many there are."""


@app.command("build")
def build_demonstration(
    province: Annotated[Path, typer.Argument(metavar="PROVINCE", help="Folder that `kejin synth` wrote.")],
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder that `kejin run` wrote over it.")],
    *,
    firms: Annotated[
        int, typer.Option("--firms", min=1, max=999, help="How many enterprises take part.")
    ] = 60,
    until: Annotated[
        datetime, typer.Option("--until", metavar="DATE", formats=["%Y-%m-%d"], help="The last business day.")
    ] = datetime(2026, 6, 30),  # noqa: DTZ001 - a date, as the option reads it
    password: Annotated[
        str,
        typer.Option(
            "--password", metavar="WORD", help="Let everybody log in to the pages with this password."
        ),
    ] = "",
    as_json: JsonFlag = False,
) -> None:
    """Fill empty records with nine months of business by invented people, all by acts as in life. 建立演示业务记录。

    Enterprises are those of the province to which the run found a bank's loan open. Interrupted, it goes on when it is
    run again with the same words. Records that are in use for anything else are left alone.
    """
    from kejin.site import load

    load()
    from kejin.demonstration.building import DAYS, build
    from kejin.demonstration.firms import choose
    from kejin.records.kept.migrating import migrate

    with tracking.step("database"):
        migrate()
        chosen = choose(province, run, firms)
    with tracking.gauge("business days", DAYS) as progress:
        built = build(chosen, until.date(), progress)
    if password:
        with tracking.step("passwords"):
            _let_in(password, tuple(built.people))
    if as_json:
        emit({"firms": len(chosen), "day": built.day, "people": built.people})
        return
    width = max(map(len, built.people))
    for username, organisation in built.people.items():
        results().print(f"  {username:<{width}}  {organisation}", highlight=False)
    results().print(f"✓ {len(chosen)} · {built.day}")


def _let_in(password: str, people: tuple[str, ...]) -> None:
    """Give each the password; the office's administrator sets them. One salt for all, for there is no secret in it."""
    from django.contrib.auth.hashers import make_password

    from kejin.demonstration.players import ADMINISTRATOR, OFFICE
    from kejin.records.actions.performing import perform
    from kejin.records.parties.models import Organisation
    from kejin.records.parties.standing import Caller
    from kejin.web.accounts.acts import SetPassword

    encoded = make_password(password)
    caller = Caller(ADMINISTRATOR, Organisation.objects.get(name=OFFICE).pk, "演示登录", "demonstration")
    for username in people:
        perform(SetPassword(username=username, encoded=encoded), caller)
