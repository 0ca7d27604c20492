"""A trial from nothing to pages that answer, and on to the run over the whole province."""

import os
import sys
import threading
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from kejin.cli.speaking import Speaker
from kejin.cli.trial.places import Trial, alone
from kejin.cli.trial.saying import Teller, print_log_ins, print_visits, print_where
from kejin.cli.trial.visiting import NotAnsweringError, Visit, await_up, visits
from kejin.errors import KejinError
from kejin.facts import Label

_LOOKING_EVERY = 0.5
_THREADS = 4


class TrialError(KejinError):
    """A trial did not come to its end."""

    code = "cli.trial"


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
        people = _prepare(trial, teller)
        try:
            return _serve(trial, teller, people, stay=stay)
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


def _prepare(trial: Trial, teller: Teller) -> Mapping[str, str]:
    """Run, database, people and their business, as far as they are not there yet; the people."""
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
    return _business(trial, facts, teller)


def _migrate() -> None:
    from kejin.site import load  # noqa: PLC0415 - after the places were chosen

    load()
    from kejin.records.kept.migrating import migrate  # noqa: PLC0415

    migrate()


def _business(trial: Trial, facts: Path, teller: Teller) -> Mapping[str, str]:
    from kejin.cli.trial.activity import business, people_on_record  # noqa: PLC0415 - models may be read only now
    from kejin.enterprises.synthetic.world import AS_OF  # noqa: PLC0415

    found = people_on_record(trial)
    if found is not None:
        teller.note(Label("人员与业务已在记录库中", "people and their business are on record"))
        return found
    with teller.step(Label("各类人员与九个月的业务", "people of every role, and nine months of business")):
        return business(trial, facts, AS_OF)


def _serve(trial: Trial, teller: Teller, people: Mapping[str, str], *, stay: bool) -> dict[str, Any]:
    from kejin.cli.trial.behind import enqueue  # noqa: PLC0415 - models may be read only now
    from kejin.site.collecting import collect  # noqa: PLC0415
    from kejin.site.serving import Supervisor, server_command, worker_command  # noqa: PLC0415

    with teller.step(Label("样式与脚本", "style sheets and scripts")):
        collect()
    number = enqueue(trial)
    serve = server_command(f"{trial.host}:{trial.port}", workers=1, threads=_THREADS)
    trial.log.parent.mkdir(parents=True, exist_ok=True)
    with trial.log.open("ab") as log:
        supervisor = Supervisor([serve, worker_command()], log=log)
        watch = _Watch(trial, teller, people, number=number, stay=stay, stop=supervisor.stop)
        watch.start()
        try:
            supervisor.run(before_end=partial(_before_end, watch, number))
        finally:
            watch.ended.set()
            watch.join()
    if watch.failed is not None:
        raise watch.failed
    return watch.result


def _before_end(watch: "_Watch", number: int) -> None:
    """What is being made behind ends where it is; begun again, it goes on there."""
    from kejin.cli.trial.behind import give_up  # noqa: PLC0415 - models may be read only now

    watch.ended.set()
    give_up(number)


class _Watch(threading.Thread):
    """Waits for the pages and for the run behind them, and says so; ends the serving where nobody stays."""

    def __init__(
        self, trial: Trial, teller: Teller, people: Mapping[str, str], *, number: int, stay: bool,
        stop: Callable[[], None],
    ) -> None:  # fmt: skip
        super().__init__(daemon=True)
        self.result: dict[str, Any] = {
            "address": trial.address,
            "home": str(trial.home),
            "out": str(trial.out),
        }
        self.failed: KejinError | None = None
        self.ended = threading.Event()
        self._trial, self._teller, self._people = trial, teller, people
        self._number, self._stay, self._stop = number, stay, stop

    def run(self) -> None:
        try:
            self._watch()
        except KejinError as error:
            self.failed = error
        finally:
            if self.failed is not None or not self._stay:
                self._stop()

    def _watch(self) -> None:
        trial, teller = self._trial, self._teller
        await_up(trial.address)
        self.result["first_page_seconds"] = round(teller.seconds, 1)
        teller.note(Label("网页已可使用", "the pages stand"))
        print_log_ins(teller, trial, self._people)
        teller.note(
            Label(
                f"全省 {trial.enterprises:,} 家的测算在后台进行：{trial.address}jobs/{self._number}/（office.admin）",
                f"behind: the run over the whole province of {trial.enterprises:,}, at "
                f"{trial.address}jobs/{self._number}/ (office.admin)",
            )
        )
        if not self._behind():
            return
        self._answers()
        print_where(teller, trial)
        self._last_words()

    def _behind(self) -> bool:
        """Wait for the run; whether it came to its end before the serving did."""
        from kejin.cli.trial.behind import look  # noqa: PLC0415 - models may be read only now

        step = ""
        while not self.ended.wait(_LOOKING_EVERY):
            seen = look(self._number)
            if seen.step and seen.step["en"] != step:
                step = seen.step["en"]
                self._teller.note(Label(f"  {seen.step['zh']}", f"  {step}"))
            if seen.over:
                if not seen.done:
                    raise TrialError(
                        "The run over the whole province did not come to its end", found=seen.said,
                        where=str(self._trial.log), kept="The pages show the run over the first enterprises.",
                    )  # fmt: skip
                self.result["run_seconds"] = round(self._teller.seconds, 1)
                self._teller.note(
                    Label("全省测算完成，各页已切换", "the run is whole, and the pages show it")
                )
                # As at a terminal: what `kejin run` says of itself.
                sys.stdout.write("\n" + seen.said)
                sys.stdout.flush()
                return True
        return False

    def _answers(self) -> None:
        found: list[Visit] = list(visits(self._trial.address, self._trial.password))
        print_visits(self._teller, found)
        self.result["visits"] = found
        bad = [one for one in found if one.status != 200]
        if bad:
            raise NotAnsweringError(
                "A page does not answer as it should", expected="200",
                found=", ".join(f"{one.path} ({one.username or 'nobody'}): {one.status}" for one in bad),
                where=str(self._trial.log),
            )  # fmt: skip

    def _last_words(self) -> None:
        if self._stay:
            last = Label(
                "Ctrl-C 停止；再次 make run 会从现有数据启动。",
                "Ctrl-C ends it; `make run` starts it again with what is there.",
            )
        else:
            last = Label(
                "没有终端，故不继续提供网页。在终端中 make run（或 make run STAY=1）即再次启动。",
                "Nobody is at a terminal, so the pages are not kept up. `make run` at one, or `make run STAY=1`, "
                "starts them again.",
            )
        from kejin.cli.output import results  # noqa: PLC0415

        results().print(self._teller.say(last))


def _stop_database() -> None:
    from django.db import connections  # noqa: PLC0415

    from kejin.records.database import embedded_server  # noqa: PLC0415

    connections.close_all()
    embedded_server().stop()
