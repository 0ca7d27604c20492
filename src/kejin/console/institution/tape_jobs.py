"""Large tapes: recorded and reconciled by the worker, with progress, and cancelled until the act itself begins.

A small one is done while its sender waits. An act is one transaction either way: a tape is recorded whole or not.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.urls import reverse

from kejin.errors import FileError, InputError
from kejin.facts import Label
from kejin.records.parties.standing import Caller
from kejin.web.jobs.working import Progress, job
from kejin.web.visitors import CHANNEL, Visitor

SUBMIT, RECONCILE = "tape.submit", "tape.reconcile"
LARGE_BYTES = 256 * 2**10
"""A file of more bytes is recorded by the worker: some two thousand loans as CSV."""
MANY_ROWS = 2_000
"""A tape of more rows is reconciled by the worker."""
_READING = Label("读取文件", "reading the file")
_RECORDING = Label("记录", "recording")
_COMPARING = Label("逐笔核对", "comparing loan by loan")


def who(visitor: Visitor) -> dict[str, Any]:
    """The visitor as the parameters of a job: the act looks everything up again."""
    caller = visitor.caller()
    return {"username": caller.username, "house": caller.organisation_id}


@job(SUBMIT, Label("记录贷款报表", "Record a loan tape"))
def submit_large(
    progress: Progress, *, token: str, name: str, parts: Mapping[str, Any], username: str, house: int
) -> Mapping[str, Any]:
    """Record a file that was looked into: all of it, or nothing."""
    from pydantic import ValidationError  # noqa: PLC0415 - the engines behind these are for the worker alone

    from kejin.console.institution.holding_files import forget, kept, noted_names  # noqa: PLC0415
    from kejin.enterprises.importing import Limits  # noqa: PLC0415
    from kejin.records.actions.performing import perform  # noqa: PLC0415
    from kejin.records.tapes.filing import read_tape, tape_digest  # noqa: PLC0415
    from kejin.records.tapes.submitting import submission  # noqa: PLC0415

    progress.step(_READING)
    path = kept(token, house)
    if path is None:
        raise FileError("The file is gone", expected="send it again", kept="Nothing was recorded.")
    found = read_tape(path, limits=Limits(), names=noted_names(path))
    if found.errors is not None:
        raise found.errors
    try:
        action = submission(Path(name or path.name), found.frame, parts)
    except ValidationError as error:
        raise InputError(
            "The tape cannot be recorded so", expected="a month such as 2026-02", found=str(parts.get("month", "")),
            kept="Nothing was recorded.",
        ) from error  # fmt: skip
    progress.step(_RECORDING)
    key = f"tape-{tape_digest(found.frame)}-{parts['month']}-{parts['kind']}-{parts['corrects'] or 0}"
    done = perform(action, Caller(username, house, "", CHANNEL), key=key)
    forget(token, house)
    return {"tape": done.content["tape_id"], "address": _address(done.content["tape_id"])}


@job(RECONCILE, Label("核对贷款报表", "Reconcile a loan tape"))
def reconcile_large(
    progress: Progress, *, tape_id: int, tolerance_minor: int, username: str, house: int
) -> Mapping[str, Any]:
    """Compare a tape with what should have happened, and bring the queue of breaks up to date."""
    from kejin.records.actions.performing import perform  # noqa: PLC0415 - likewise
    from kejin.records.tapes.reconciling import ReconcileTape  # noqa: PLC0415

    progress.step(_COMPARING)
    action = ReconcileTape(tape_id=tape_id, interest_tolerance_minor=tolerance_minor)
    perform(action, Caller(username, house, "", CHANNEL))
    return {"tape": tape_id, "address": _address(tape_id)}


def _address(number: int) -> str:
    return reverse("institution_tape", args=[number])
