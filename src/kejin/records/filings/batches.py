"""A whole table as one batch: all of it or nothing, and a table that was filed before files nothing twice."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import polars as pl
from pydantic import PrivateAttr
from typing_extensions import override

from kejin.facts import FactSet, Grain, Label
from kejin.records.actions.action import Action, Context, Outcome, listed
from kejin.records.actions.performing import Done, perform
from kejin.records.actions.values import Code, Sha256, Word
from kejin.records.errors import RefusedError
from kejin.records.filings.acts import OWN, SOURCES
from kejin.records.filings.checking import key_facts
from kejin.records.filings.loading import known_enterprises, load, meet, stage
from kejin.records.filings.models import Batch
from kejin.records.filings.teaching import columns_of, grains_filed
from kejin.records.parties.kinds import OrganisationKind
from kejin.records.parties.standing import Caller


@listed
class FileTable(Action):
    """File a table: `kejin filings import` reads it and brings its rows along.

    Rows that the source filed before with the same facts are left alone; where they differ the new row is a
    correction of the earlier one, and the act needs a reason.

    Attributes:
        sha256: Digest of the rows, as `table_digest` gives it.
        rows: How many rows there are, by grain.
        register_enterprises: Whether enterprises that are not known are registered; offices only.
    """

    code = "filings.file_table"
    label = Label("批量填报", "File a table")
    allowed = SOURCES
    needs_key = True

    document: Word
    sha256: Sha256
    rows: dict[Grain, int]
    origin: Code = OWN
    register_enterprises: bool = False
    _frames: dict[Grain, pl.DataFrame] = PrivateAttr(default_factory=dict)

    @override
    def change(self, context: Context) -> Outcome:
        self._check(context)
        stage(self._frames)
        registered = known_enterprises(register=self.register_enterprises)
        _only_own(context, self._frames)
        met = meet(context.organisation.pk, self.origin)
        if met.changed and not context.reason.strip():
            raise RefusedError(
                "The table changes what was filed; say why", "reason_missing", found=f"{met.changed} rows"
            )
        content = {"new": met.new, "corrected": met.changed, "registered": registered}
        if not met.new + met.changed:
            raise RefusedError("All of it has been filed", "duplicate", where=self.document)
        made = Batch.objects.create(
            source=context.organisation, origin=self.origin, document=self.document,
            known_since=context.business_date, sha256=self.sha256, rows=met.new + met.changed,
        )  # fmt: skip
        load(made)
        return Outcome(("batch", made.pk, self.document), {"batch_id": made.pk} | content)

    def _check(self, context: Context) -> None:
        if table_digest(self._frames) != self.sha256 or self.rows != counts(self._frames):
            raise RefusedError(
                "These are not the rows that the act is about", "other_document", expected="rows from a file, as "
                "`kejin filings import` brings them",
            )  # fmt: skip
        if self.register_enterprises and context.organisation.kind != OrganisationKind.OFFICE:
            raise RefusedError(
                "An office registers enterprises", "wrong_party", found=context.organisation.kind
            )


def file_factset(
    caller: Caller,
    factset: FactSet,
    document: str,
    *,
    origin: str = OWN,
    register_enterprises: bool = False,
    key: str | None = None,
) -> Done:
    """File a checked set of facts as one batch.

    Args:
        caller: Who files, for which source.
        factset: The facts; grains that are not about enterprises are refused.
        document: What people call the table.
        origin: Where the source has it from.
        register_enterprises: Register those that are not known; for an office.
        key: An idempotency key; by default one that follows from the rows.

    Raises:
        RefusedError: A grain that is not filed, an enterprise that is not known, nothing new, a change without reason.
    """
    frames = {grain: frame.lazy().collect() for grain, frame in factset.frames.items()}
    frames = {
        grain: frame for grain, frame in frames.items() if frame.height and _says_something(frame, grain)
    }
    strange = set(frames) - set(grains_filed())
    if strange:
        raise RefusedError(
            "Rows of this grain are not about an enterprise", "not_a_fact", found=", ".join(strange)
        )
    digest = table_digest(frames)
    action = FileTable(
        document=document, sha256=digest, rows=counts(frames), origin=origin,
        register_enterprises=register_enterprises,
    )  # fmt: skip
    action._frames = frames  # noqa: SLF001 - the rows are no parameter: what is kept of them is their digest
    return perform(action, caller, key=key or f"table-{origin}-{digest}")


def document_of(path: Path) -> str:
    """What a file is called."""
    return path.name


def counts(frames: Mapping[Grain, pl.DataFrame]) -> dict[Grain, int]:
    """Rows by grain."""
    return {grain: frame.height for grain, frame in frames.items()}


def table_digest(frames: Mapping[Grain, pl.DataFrame]) -> str:
    """SHA-256 of the frames as text, hexadecimal: grain by grain, in the order of the rows."""
    made = hashlib.sha256()
    for grain in sorted(frames):
        frame = frames[grain]
        names = sorted(name for name in frame.columns if not name.startswith("_"))
        made.update(f"{grain.value} {','.join(names)}\n".encode())
        for piece in frame.select(names).iter_slices(100_000):
            made.update(piece.write_csv(include_header=False).encode())
    return made.hexdigest()


def _says_something(frame: pl.DataFrame, grain: Grain) -> bool:
    """Whether there is a fact beside the keys: an import makes empty rows for whatever is only pointed at."""
    facts = [name for name in frame.columns if name in columns_of(grain)]
    return bool(facts or key_facts(grain))


def _only_own(context: Context, frames: Mapping[Grain, pl.DataFrame]) -> None:
    own = context.organisation
    if own.kind != OrganisationKind.ENTERPRISE:
        return
    for frame in frames.values():
        others = frame.filter(pl.col("enterprise_id") != own.credit_code)
        if others.height:
            raise RefusedError(
                "An enterprise files about itself", "wrong_party", found=others["enterprise_id"][0]
            )
