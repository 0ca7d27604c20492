"""`kejin demo`: months of business by invented people, in the records. 演示用的虚构业务记录。"""

import sys
from contextlib import nullcontext, redirect_stdout
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from kejin.cli import tracking
from kejin.cli.options import JsonFlag, LanguageOption, language_of
from kejin.cli.output import emit, results
from kejin.cli.speaking import Speaker

app = typer.Typer(
    name="demo",
    help="Past activity of invented people for a demonstration. 演示用的虚构业务记录。",
    no_args_is_help=True,
)


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
    from kejin.demonstration.filings import facts_of
    from kejin.demonstration.firms import choose
    from kejin.demonstration.lists import lists_of
    from kejin.records.kept.migrating import migrate

    with tracking.step("database"):
        migrate()
        chosen = choose(province, run, firms)
    with tracking.gauge("business days", DAYS) as progress:
        built = build(chosen, until.date(), progress, facts=facts_of(province, chosen), lists=lists_of(run))
    if password:
        from kejin.cli.trial.activity import let_in

        with tracking.step("passwords"):
            let_in(password, tuple(built.people))
    if as_json:
        emit({"firms": len(chosen), "day": built.day, "people": built.people})
        return
    width = max(map(len, built.people))
    for username, organisation in built.people.items():
        results().print(f"  {username:<{width}}  {organisation}", highlight=False)
    results().print(f"✓ {len(chosen)} · {built.day}")


@app.command("start")
def start_demonstration(
    *,
    enterprises: Annotated[
        int, typer.Option("--enterprises", min=1, metavar="N", help="Of the synthetic province.")
    ] = 20_000,
    seed: Annotated[
        int, typer.Option("--seed", min=0, metavar="S", help="The same seed makes the same province.")
    ] = 1,
    province: Annotated[Path, typer.Option("--province", metavar="DIR", help="The province.")] = Path(
        "kejin-province"
    ),
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Its run and report.")] = Path(
        "kejin-out"
    ),
    home: Annotated[
        Path | None,
        typer.Option(
            "--home", metavar="DIR", help="Records and site. Default: a folder of this account's data."
        ),
    ] = None,
    firms: Annotated[
        int, typer.Option("--firms", min=1, max=999, help="How many enterprises do business.")
    ] = 60,
    password: Annotated[str, typer.Option("--password", metavar="WORD", help="Of everybody.")] = "kejin-demo",  # noqa: S107
    host: Annotated[
        str, typer.Option("--host", help="Where to listen; loopback where nothing is said.")
    ] = "127.0.0.1",
    port: Annotated[
        int | None, typer.Option("--port", min=1, max=65535, help="Default: 8000, or the next that is free.")
    ] = None,
    stay: Annotated[
        bool | None,
        typer.Option(
            "--stay/--leave",
            help="Serve until told to stop, or end when the run is whole and the pages have answered. "
            "Default: stay at a terminal.",
        ),
    ] = None,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Try all of it: a synthetic province, people of every role, pages, report. 一键试用：合成省份、人员、网页、报告。

    The pages stand within a minute, on the province's first enterprises; the run over all of it is made behind them.
    Started again, it goes on with what is there. Everything is invented; nobody is asked for a second factor.
    """
    from kejin.cli.trial.places import Trial, free_port, usual_home
    from kejin.cli.trial.starting import start

    trial = Trial(
        (home or usual_home(Path.cwd())).absolute(), province, out, enterprises, seed, firms, password, host,
        free_port(host, port),
    )  # fmt: skip
    stays = stay if stay is not None else sys.stdin.isatty() and sys.stdout.isatty()
    with redirect_stdout(sys.stderr) if as_json else nullcontext():
        result = start(trial, Speaker(language_of(lang)), stay=stays)
    if as_json:
        emit(result)


@app.command("end")
def end_demonstration(
    *,
    home: Annotated[
        Path | None,
        typer.Option("--home", metavar="DIR", help="The folder that `start` had. Default: as there."),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Stop and remove what `start` made: records, site, logs; its results stay. 停止并删除试用环境。"""
    from kejin.cli.trial.ending import end
    from kejin.cli.trial.places import usual_home

    folder = (home or usual_home(Path.cwd())).absolute()
    removed = end(folder)
    if as_json:
        emit({"home": folder, "removed": removed})
    else:
        results().print(f"{'✓' if removed else '–'} {folder}", markup=False)
