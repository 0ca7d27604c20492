"""The job that makes the present run anew over a synthetic province, which it makes first where it is not there."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typing_extensions import override

from kejin.enterprises.synthetic import MANIFEST
from kejin.errors import KejinError
from kejin.facts import Label
from kejin.web.jobs.working import Progress, job
from kejin.web.renewing.telling import Told, be_silent, tell

KIND = "run.province"
LABEL = Label("测算全省", "The run over the whole province")
_STEPS: Mapping[str, Label] = {
    "blocks": Label("生成合成省份", "making the synthetic province"),
    "reading the policies": Label("读取政策规则", "reading the policies"),
    "reading the part files": Label("读取分块数据", "reading the part files"),
    "checking the facts": Label("核对数据", "checking the facts"),
    "sorting the facts": Label("整理数据", "sorting the facts"),
    "adding up": Label("汇总机构与资金", "adding up over lenders, programmes and funds"),
    "deciding": Label("逐户判定", "deciding, enterprise by enterprise"),
    "adding up the counts": Label("汇总结果", "adding up the counts"),
    "answer pages": Label("生成答复页与报告", "answer pages and report"),
}
_OTHER = Label("准备中", "getting ready")
# Our own command under our own interpreter.
COMMAND: Sequence[str] = (sys.executable, "-m", "kejin.cli")
_LAST_LINES = 12
_LOOKING_EVERY = 0.5
# Pages come first where both want the processor.
_NICE = 5


class CommandError(KejinError):
    """A command that a job started did not succeed."""

    code = "web.command"


@dataclass(frozen=True, slots=True)
class _Teller:
    """Says how far a command is, in the job and on every page."""

    number: int
    progress: Progress

    def step(self, line: Mapping[str, Any]) -> None:
        label = _STEPS.get(line["step"], _OTHER)
        tell(Told(self.number, label.zh, label.en, line["done"], line["total"]))
        self.progress.stand(label, line["done"], line["total"])


@job(KIND, LABEL)
def run_province(
    progress: Progress, *, province: str, out: str, enterprises: int, seed: int, facts_as_of: str
) -> Mapping[str, Any]:
    """Make the province and its run; the result names the folder and holds what the run said in words."""
    teller = _Teller(progress.number, progress)
    try:
        if not _is_there(Path(province), enterprises, seed):
            _do(["synth", "--enterprises", str(enterprises), "--seed", str(seed), "--out", province], teller)
        said = _do(["run", province, "--out", out, "--facts-as-of", facts_as_of], teller)
    finally:
        be_silent()
    return {"folder": out, "said": said, "address": "/"}


def _is_there(province: Path, enterprises: int, seed: int) -> bool:
    try:
        order = json.loads((province / MANIFEST).read_text(encoding="utf-8"))["order"]
    except (OSError, ValueError, KeyError):
        return False
    return bool(order["enterprises"] == enterprises and order["seed"] == seed)


def _do(words: Sequence[str], teller: _Teller) -> str:
    """Run a command to its end; what it said. Cancelled, it is ended with all that it started."""
    environment = os.environ | {"KEJIN_PROGRESS": "lines", "PYTHONUNBUFFERED": "1"}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        child = subprocess.Popen(  # noqa: S603 - see COMMAND
            [*COMMAND, *words], stdout=said, stderr=subprocess.PIPE, text=True,
            encoding="utf-8", start_new_session=True, env=environment,
        )  # fmt: skip
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, child.pid, _NICE)
        heard = _Heard(child)
        try:
            while child.poll() is None:
                time.sleep(_LOOKING_EVERY)
                teller.step(heard.latest)
        except BaseException:
            _end(child)
            raise
        heard.join()
        if child.returncode != 0:
            raise CommandError(
                f"`kejin {words[0]}` did not succeed", found="\n".join(heard.rest[-_LAST_LINES:]),
                kept="The present run stays as it was.",
            )  # fmt: skip
        said.seek(0)
        return said.read()


class _Heard(threading.Thread):
    """What a command says on standard error: how far it is, and everything else."""

    def __init__(self, child: "subprocess.Popen[str]") -> None:
        super().__init__(daemon=True)
        self.latest: Mapping[str, Any] = {"step": "", "done": 0, "total": 0}
        self.rest: list[str] = []
        self._child = child
        self.start()

    @override
    def run(self) -> None:
        assert self._child.stderr is not None  # noqa: S101 - a pipe was asked for
        with self._child.stderr as stream:
            for line in stream:
                try:
                    found = json.loads(line)
                    self.latest = {name: found[name] for name in ("step", "done", "total")}
                except (ValueError, KeyError, TypeError):
                    self.rest.append(line.rstrip())


def _end(child: "subprocess.Popen[str]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGTERM)
    try:
        child.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


__all__ = ["KIND", "LABEL", "CommandError", "run_province"]
