"""A run over the first enterprises of the province: pages have something to show long before the whole is decided."""

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from kejin.cli.trial.places import Trial
from kejin.enterprises.synthetic import Order, is_synthetic, write_first
from kejin.enterprises.synthetic.world import AS_OF, BLOCK
from kejin.errors import FileError, KejinError
from kejin.runs.folder import whole_folder
from kejin.runs.manifest import read_manifest

FIRST = 600
"""So many enterprises: enough for every page to have rows, few enough for seconds."""


class FirstRunError(KejinError):
    """The run over the first enterprises did not succeed."""

    code = "cli.trial"


def facts_behind(out: Path, seed: int) -> Path | None:
    """The synthetic facts that the run in a folder was made over; None where they are gone, or of another seed."""
    with suppress(FileError):
        parts = read_manifest(out).parts
        where = (out / str(parts["facts"])).resolve() if parts and parts["facts"] else None
        if where is not None and is_synthetic(where):
            found = json.loads((where / "synth.json").read_text(encoding="utf-8"))
            return where if found["order"]["seed"] == seed else None
    return None


def write_first_facts(trial: Trial) -> Path:
    """The first enterprises of the province as a folder of facts; its path."""
    order = Order(trial.enterprises, trial.seed)
    count = min(FIRST, trial.enterprises, BLOCK)
    with whole_folder(trial.first, "synth.json") as folder:
        write_first(order, folder, count)
    return trial.first


def begin_first_run(trial: Trial) -> "subprocess.Popen[str]":
    """Begin the run over the first enterprises, in a process of its own."""
    words = ["run", str(trial.first), "--out", str(trial.out), "--pages", "0", "--workers", "1"]
    return subprocess.Popen(  # noqa: S603 - our own command under our own interpreter
        [sys.executable, "-m", "kejin.cli", *words, "--facts-as-of", AS_OF.isoformat()],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


def await_first_run(child: "subprocess.Popen[str]") -> None:
    """Wait for it.

    Raises:
        FirstRunError: It did not succeed; with what it said.
    """
    _, said = child.communicate()
    if child.returncode != 0:
        raise FirstRunError(
            "The run over the first enterprises did not succeed", found=said.strip(),
            kept="Earlier results stay as they were.",
        )  # fmt: skip
