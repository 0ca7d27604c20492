"""A what-if laid over the rules of a run, on its facts: who gains and loses, what it costs, which cells change.

found = what_if(Path("kejin-out"), Overlay.read(Path("overlay.yaml")))
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from kejin.assessment.concern import BY_YEAR
from kejin.assessment.impact import Impact, Shift, impact
from kejin.errors import FileError
from kejin.facts import FactSet, Label
from kejin.packs import load_packs
from kejin.packs.naming import JURISDICTIONS
from kejin.planning import offers
from kejin.planning.aggregates import (
    Aggregates,
    Scheme,
    aggregates,
    counted,
    read_aggregates,
    standing_frame,
)
from kejin.planning.parts import Order, added_up, begin, blocks_for, passes, prepared
from kejin.policy import Dates, Overlay, Policy, Ruleset, evaluate
from kejin.policy.changed import ChangedValue, changed_values
from kejin.policy.overlay import overlay_text
from kejin.runs.manifest import Manifest, read_manifest
from kejin.runs.replaying import replayed, source_of_run

# Tells how far the work is: what is being done, how much of it, of how much (0 where that cannot be told).
Told = Callable[[Label, int, int], None]
_COMPILING = Label("编译规则", "Compiling the rules")
_IMPACT = Label("计算谁受益、谁受损", "Working out who gains and who loses")
_COUNTING = Label("按假设规则重新测算", "Deciding everything under the what-if")
_COUNTING_NOW = Label("按现行规则测算", "Deciding everything under the rules in force")
_CELL = ("dimension", "value", "stage", "instrument")
_NUMBERS = ("enterprises", "open", "open_fen", "nearly", "undetermined")
PUBLIC = "market"
"""The level of supports that no public money pays."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a public programme pays before and after, over the facts of the run.

    Several decisions of a programme speak of the same money (compensated, payable now); the one with most is taken.
    """

    policy: str
    label: Label
    payer: Label
    decision: str
    decision_label: Label
    fen_before: int
    fen_after: int

    @property
    def fen_moved(self) -> int:
        """How much more is paid; negative where it is less."""
        return self.fen_after - self.fen_before


@dataclass(frozen=True)
class WhatIf:
    """What a what-if does to a run.

    Attributes:
        dates: The three dates of the run.
        rules: The digests of the rules in force and of those of the what-if.
        facts: The digest of the facts.
        synthetic: Whether they are invented.
        values: What it changes.
        impact: Decision by decision who gains and loses, and the money.
        costs: What public programmes pay.
        cells: The cells of the matrix that change: dimension, value, stage, instrument, and `enterprises`, `open`,
            `open_fen`, `nearly`, `undetermined`, each with `_after` beside it; the whole has empty dimension and value.
    """

    title: Label
    dates: Dates
    rules: tuple[str, str]
    facts: str
    synthetic: bool
    values: tuple[ChangedValue, ...]
    impact: Impact
    costs: tuple[Cost, ...]
    cells: pl.DataFrame


def quiet(_what: Label, _done: int, _total: int) -> None:
    """Tell nobody."""


def what_if(run: Path, overlay: Overlay, *, told: Told = quiet) -> WhatIf:
    """Lay a what-if over the rules of a run. Nothing of the run changes.

    Args:
        run: The folder of the run.
        overlay: The what-if.
        told: Is told how far the work is; what it raises ends the work.

    Raises:
        FileError: There is no run, or its facts are gone; or the run is itself one of a what-if.
        OverlayError: The what-if does not fit the policies.
    """
    told(_COMPILING, 0, 0)
    manifest = read_manifest(run)
    if manifest.overlay is not None:
        raise FileError(
            "The run is itself one of a what-if", expected="a run under the rules in force", where=str(run)
        )
    store = load_packs([Path(pack) for pack in manifest.packs])
    values = tuple(changed_values(store, overlay, manifest.three_dates.law))
    after = store.compile(manifest.three_dates, overlay)
    told(_IMPACT, 0, 0)
    before, factset, _ = replayed(run)
    found = impact(before, after, factset)
    then = _before(run, before, factset, manifest=manifest, told=told)
    now = _counted(run, after, factset, manifest=manifest, overlay=overlay, told=_as(told, _COUNTING))
    return WhatIf(
        title=overlay.title,
        dates=manifest.three_dates,
        rules=(before.digest, after.digest),
        facts=manifest.snapshot_digest,
        synthetic=manifest.synthetic,
        values=values,
        impact=found,
        costs=tuple(costs(before, found)),
        cells=changed_cells(then, now),
    )


def costs(ruleset: Ruleset, found: Impact) -> Iterator[Cost]:
    """What each public programme pays before and after a change, programmes that pay the same left out."""
    by_policy: dict[str, list[Shift]] = {}
    for shift in found.shifts:
        # A year's total repeats the money of the loans below it.
        if (shift.fen_before or shift.fen_after) and shift.decision.grain not in BY_YEAR:
            by_policy.setdefault(shift.decision.policy, []).append(shift)
    for name, shifts in by_policy.items():
        policy = ruleset.policies[name]
        if not is_public(policy):
            continue
        most = max(shifts, key=lambda shift: max(shift.fen_before, shift.fen_after))
        place = policy.head.jurisdiction
        yield Cost(
            name, policy.label, JURISDICTIONS.get(place, Label(place, place)), most.decision.key,
            most.decision.label, most.fen_before, most.fen_after,
        )  # fmt: skip


def is_public(policy: Policy) -> bool:
    """Whether public money stands behind what a policy pays: a support of a government, or a public party."""
    supports = any(one.level != PUBLIC for one in policy.supports.values())
    shares = policy.sharing is not None and any(party.public for party in policy.sharing.parties)
    return supports or shares


def changed_cells(before: Aggregates, after: Aggregates) -> pl.DataFrame:
    """The cells of two matrices that differ, whole and along each dimension; a cell that is in one only counts as 0."""
    one, two = (each["matrix"].select(*_CELL, *_NUMBERS) for each in (before, after))
    joined = one.join(
        two,
        on=_CELL,
        how="full",
        coalesce=True,
        nulls_equal=True,
        suffix="_after",
        maintain_order="left_right",
    )
    columns = [name + end for name in _NUMBERS for end in ("", "_after")]
    differs = pl.any_horizontal(pl.col(name) != pl.col(f"{name}_after") for name in _NUMBERS)
    return joined.with_columns(pl.col(columns).fill_null(0)).filter(differs)


def _before(run: Path, ruleset: Ruleset, factset: FactSet, *, manifest: Manifest, told: Told) -> Aggregates:
    """What the run counted; counted again where the rules have changed since, or nothing was kept."""
    if ruleset.digest == manifest.ruleset_digest and not manifest.policies:
        try:
            return read_aggregates(run)
        except FileError:
            pass
    return _counted(run, ruleset, factset, manifest=manifest, overlay=None, told=_as(told, _COUNTING_NOW))


Counted = Callable[[int, int], None]


def _as(told: Told, what: Label) -> Counted:
    return lambda done, total: told(what, done, total)


def _counted(
    run: Path,
    ruleset: Ruleset,
    factset: FactSet,
    *,
    manifest: Manifest,
    overlay: Overlay | None,
    told: Counted,
) -> Aggregates:
    """The counts of the run's facts under other rules; of part files block by block, with the memory of one block."""
    told(0, 0)
    if manifest.parts is None:
        scheme = Scheme.of(ruleset)
        counts = counted(
            scheme,
            factset,
            [evaluate(ruleset, factset)],
            standing=standing_frame(ruleset, factset),
            offers=offers(scheme.catalogue, factset) if scheme.catalogue.products else None,
        )
        return aggregates(scheme, [counts])
    with tempfile.TemporaryDirectory(prefix="kejin-what-if-") as place:
        return _by_blocks(Path(place), run, ruleset, manifest=manifest, overlay=overlay, told=told)


def _by_blocks(
    home: Path, run: Path, ruleset: Ruleset, *, manifest: Manifest, overlay: Overlay | None, told: Counted
) -> Aggregates:
    source = source_of_run(run, manifest, None)
    file = None
    if overlay is not None:
        file = home / "overlay.yaml"
        file.write_text(overlay_text(overlay), encoding="utf-8")
    packs: Sequence[Path] = [Path(pack).absolute() for pack in manifest.packs]
    assert manifest.parts is not None  # noqa: S101 - the caller looked
    block = manifest.parts["enterprises_of_a_block"]
    order = Order(ruleset.dates, ruleset.digest, None, tuple(packs), file, block=block)
    begin(home, order, source)
    ready, blocks = prepared(ruleset, order), blocks_for(order, source)
    for one in passes(home, order, ready, blocks=blocks):
        for number, job in enumerate(one.jobs):
            told(number, len(one.jobs))
            one.work(job)
    return added_up(home, ready, blocks)


__all__ = ["Cost", "Told", "WhatIf", "changed_cells", "costs", "is_public", "quiet", "what_if"]
