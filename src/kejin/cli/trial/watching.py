"""What goes on while the pages are served: months of business, the run over the whole province, and what is said."""

import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from typing_extensions import override

from kejin.cli.output import results
from kejin.cli.trial.places import Trial
from kejin.cli.trial.saying import Teller, print_log_ins, print_visits, print_where
from kejin.cli.trial.visiting import NotAnsweringError, Visit, await_up, visits
from kejin.enterprises.synthetic.world import AS_OF
from kejin.errors import KejinError
from kejin.facts import Label

_LOOKING_EVERY = 0.5
_OK = 200
_BUSINESS = Label("各类人员与九个月的业务", "people of every role, and nine months of business")


class TrialError(KejinError):
    """A trial did not come to its end."""

    code = "cli.trial"


class _Ended(Exception):  # noqa: N818 - no error: somebody wanted it
    """The serving ended before the work did."""


class Watch(threading.Thread):
    """Waits for the pages, has the work done behind them, says so; ends the serving where nobody stays.

    Attributes:
        result: What there is in the end, for `--json`.
        failed: Why it did not come to its end; None where it did, or where the serving ended before.
        ended: Set when the serving ends.
    """

    def __init__(
        self, trial: Trial, teller: Teller, facts: Path, *, stay: bool, stop: Callable[[], None]
    ) -> None:  # fmt: skip
        super().__init__(daemon=True)
        self.result: dict[str, Any] = {
            "address": trial.address,
            "home": str(trial.home),
            "out": str(trial.out),
        }
        self.failed: KejinError | None = None
        self.ended = threading.Event()
        self._trial, self._teller, self._facts = trial, teller, facts
        self._stay, self._stop, self._number = stay, stop, 0

    @override
    def run(self) -> None:
        from django.db import connections  # noqa: PLC0415 - after the settings were chosen

        try:
            self._watch()
        except _Ended:
            pass
        except KejinError as error:
            self.failed = error
        except Exception:
            # Whatever else it is, the thread's own report shows it; nobody waits for what does not come.
            self.failed = TrialError("The trial did not come to its end", where=str(self._trial.log))
            raise
        finally:
            connections.close_all()
            if self.failed is not None or not self._stay:
                self._stop()

    def give_up(self) -> None:
        """The serving ends: what is being made behind ends where it is, and goes on there when it is begun again."""
        from kejin.cli.trial.behind import give_up  # noqa: PLC0415 - models may be read only now

        self.ended.set()
        if self._number:
            give_up(self._number)

    def _watch(self) -> None:
        from kejin.cli.trial.behind import enqueue  # noqa: PLC0415 - models may be read only now

        trial, teller = self._trial, self._teller
        await_up(trial.address)
        self.result["first_page_seconds"] = round(teller.seconds, 1)
        teller.note(Label(f"网页已可使用：{trial.address}", f"the pages stand: {trial.address}"))
        people = self._business()
        self.result["log_in_seconds"] = round(teller.seconds, 1)
        print_log_ins(teller, trial, people)
        self._number = enqueue(trial)
        teller.note(
            Label(
                f"全省 {trial.enterprises:,} 家的测算在后台进行：{trial.address}jobs/{self._number}/（office.admin）",
                f"behind: the run over the whole province of {trial.enterprises:,}, at "
                f"{trial.address}jobs/{self._number}/ (office.admin)",
            )
        )
        self._behind()
        self._answers()
        print_where(teller, trial)
        self._last_words()

    def _business(self) -> Mapping[str, str]:
        """The people and what they did, made now where it is not on record; every page says how far it is."""
        from kejin.cli.trial.activity import business, people_on_record  # noqa: PLC0415 - models may be read only now
        from kejin.demonstration.building import DAYS  # noqa: PLC0415
        from kejin.web.renewing.telling import Told, be_silent, tell  # noqa: PLC0415

        found = people_on_record(self._trial)
        if found is not None:
            self._teller.note(Label("人员与业务已在记录库中", "people and their business are on record"))
            return found
        done = 0

        def went_on(days: int) -> None:
            nonlocal done
            done += days
            if self.ended.is_set():
                raise _Ended
            tell(Told(0, _BUSINESS.zh, _BUSINESS.en, done, DAYS))

        went_on(0)
        try:
            with self._teller.step(_BUSINESS):
                return business(self._trial, self._facts, until=AS_OF, went_on=went_on)
        finally:
            be_silent()

    def _behind(self) -> None:
        """Wait for the run.

        Raises:
            TrialError: It did not come to its end.
            _Ended: The serving ended before it did.
        """
        from kejin.cli.trial.behind import look  # noqa: PLC0415 - models may be read only now

        step = ""
        while not self.ended.wait(_LOOKING_EVERY):
            seen = look(self._number)
            if seen.step and seen.step["en"] != step:
                step = seen.step["en"]
                self._teller.note(Label(f"  {seen.step['zh']}", f"  {step}"))
            if seen.over and not self.ended.is_set():
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
                sys.stdout.write("\n" + seen.said + "\n")
                sys.stdout.flush()
                return
        raise _Ended

    def _answers(self) -> None:
        found: list[Visit] = list(visits(self._trial.address, self._trial.password))
        print_visits(self._teller, found)
        self.result["visits"] = found
        bad = [one for one in found if one.status != _OK]
        if bad:
            raise NotAnsweringError(
                "A page does not answer as it should", expected=str(_OK),
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
        results().print(self._teller.say(last))
