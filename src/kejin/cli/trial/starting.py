"""A trial from nothing to pages that answer, and on to the run over the whole province."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from kejin.cli.speaking import Speaker
from kejin.cli.trial.places import Trial, alone
from kejin.cli.trial.saying import Teller
from kejin.cli.trial.watching import Watch
from kejin.enterprises.synthetic.world import AS_OF
from kejin.facts import Label
from kejin.records.errors import DatabaseError

_THREADS = 4


def start(trial: Trial, say: Speaker, *, stay: bool) -> dict[str, Any]:
    """Make what is missing, serve the pages, let the run over the whole province be made behind.

    Args:
        trial: The trial.
        say: In which language.
        stay: Whether to serve until told to stop; else it ends when the run is whole and the pages have answered.

    Raises:
        TrialError: The run behind did not come to its end, or a page did not answer as it should.
    """
    teller = Teller(say)
    with alone(trial):
        _choose_places(trial)
        try:
            facts = _prepare(trial, teller)
        except DatabaseError:
            # The report needs no database; what was wrong with that is said after it.
            _report_alone(trial, teller)
            raise
        try:
            return _serve(trial, teller, facts, stay=stay)
        finally:
            _stop_database()


def _choose_places(trial: Trial) -> None:
    """The trial's own database and site, whatever the environment names."""
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("DATABASE_OWNER_URL", None)
    os.environ |= {
        "KEJIN_DATABASE": str(trial.home / "postgres"), "KEJIN_SITE": str(trial.home / "site"),
        "KEJIN_SECOND_FACTOR": "0", "KEJIN_RUN": str(trial.out.absolute()),
    }  # fmt: skip
    if trial.host not in {"127.0.0.1", "localhost"}:
        os.environ.setdefault("KEJIN_HOSTS", "*")


def _prepare(trial: Trial, teller: Teller) -> Path:
    """A run and a database, as far as they are not there yet; the facts that the run was made over."""
    from kejin.cli.trial.run_first import await_first_run, begin_first_run, facts_behind, write_first_facts  # noqa: PLC0415

    facts, child = facts_behind(trial.out, trial.seed), None
    if facts is None:
        with teller.step(Label("合成省份的首批企业", "the first enterprises of a synthetic province")):
            facts = write_first_facts(trial)
            child = begin_first_run(trial)
    try:
        with teller.step(Label("记录库", "the database of the records")):
            _migrate()
    finally:
        if child is not None:
            with teller.step(Label("首批企业的测算", "the run over the first enterprises")):
                await_first_run(child)
    return facts


def _report_alone(trial: Trial, teller: Teller) -> None:
    """The run over the whole province without pages, as `kejin synth` and `kejin run` make it."""
    teller.note(Label("记录库无法启动，先生成报告", "there is no database; the report is made all the same"))
    made = [
        (
            "synth",
            "--enterprises",
            str(trial.enterprises),
            "--seed",
            str(trial.seed),
            "--out",
            str(trial.province),
        ),
        ("run", str(trial.province), "--out", str(trial.out), "--facts-as-of", AS_OF.isoformat()),
    ]
    for words in made:
        command = [sys.executable, "-m", "kejin.cli", *words]
        if subprocess.run(command, check=False, stdout=sys.stdout).returncode:  # noqa: S603 - our own command
            return


def _migrate() -> None:
    from kejin.site import load  # noqa: PLC0415 - after the places were chosen

    load()
    from kejin.records.kept.migrating import migrate  # noqa: PLC0415

    migrate()


def _serve(trial: Trial, teller: Teller, facts: Path, *, stay: bool) -> dict[str, Any]:
    from kejin.site.collecting import collect  # noqa: PLC0415 - models may be read only now
    from kejin.site.serving import Supervisor, server_command, worker_command  # noqa: PLC0415

    with teller.step(Label("样式与脚本", "style sheets and scripts")):
        collect()
    serve = server_command(f"{trial.host}:{trial.port}", workers=1, threads=_THREADS)
    trial.log.parent.mkdir(parents=True, exist_ok=True)
    with trial.log.open("ab") as log:
        supervisor = Supervisor([serve, worker_command()], log=log)
        watch = Watch(trial, teller, facts, stay=stay, stop=supervisor.stop)
        watch.start()
        try:
            supervisor.run(before_end=watch.give_up)
        finally:
            watch.ended.set()
            watch.join()
    if watch.failed is not None:
        raise watch.failed
    return watch.result


def _stop_database() -> None:
    from django.db import connections  # noqa: PLC0415

    from kejin.records.database import embedded_server  # noqa: PLC0415

    connections.close_all()
    embedded_server().stop()
