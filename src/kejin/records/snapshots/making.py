"""Order, build, register: the whole way to a snapshot."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from kejin.errors import FileError
from kejin.facts import Grain
from kejin.records.actions.performing import perform
from kejin.records.parties.standing import Caller
from kejin.records.snapshots.building import build, content_digest, write_note
from kejin.records.snapshots.models import Snapshot, SnapshotOrder
from kejin.records.snapshots.ordering import OrderSnapshot, RegisterSnapshot


@dataclass(frozen=True, slots=True)
class Made:
    """A snapshot that was made.

    Attributes:
        snapshot_id: Under which number it is registered.
        digest: Digest of its content.
        rows: Rows by grain.
        again: Whether one of the same question, and so of the same digest, was registered before.
    """

    snapshot_id: int
    digest: str
    rows: dict[Grain, int]
    again: bool


def make_snapshot(
    caller: Caller,
    folder: Path,
    *,
    known_by: date,
    basis: Literal["consent", "statistics"],
    origins: Sequence[str] = (),
) -> Made:
    """Make a snapshot in a new folder.

    The readings are logged before anything is read. What fails in between leaves no folder and no snapshot, but the
    readings stay on record.

    Args:
        caller: Who asks.
        folder: Where the files go; must not be there yet.
        known_by: The day, which is past.
        basis: `consent` or `statistics`.
        origins: Which origins go first where several sources say something.

    Raises:
        FileError: The folder is there.
        RefusedError: The day is not past, the basis is lacking, or the snapshot comes out otherwise than before.
    """
    if folder.exists():
        raise FileError("The folder is there already", expected="a new folder", where=str(folder))
    ordered = perform(OrderSnapshot(known_by=known_by, basis=basis, origins=list(origins)), caller)
    order = SnapshotOrder.objects.get(pk=ordered.content["order_id"])
    making = folder.with_name(f".{folder.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    try:
        built = build(order, making)
        write_note(order, built, making)
        register = RegisterSnapshot(order_id=order.pk, digest=built.digest, rows=built.rows)
        done = perform(register, caller)
        making.rename(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return Made(done.content["snapshot_id"], built.digest, built.rows, bool(done.content["again"]))


def registered(folder: Path) -> Snapshot | None:
    """The registered snapshot that a folder holds, by its content; None where there is none such."""
    digest, rows = content_digest(folder)
    counted = {grain.value: count for grain, count in rows.items()}
    return Snapshot.objects.select_related("order").filter(digest=digest, rows=counted).order_by("pk").first()
