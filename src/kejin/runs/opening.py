"""An open run: read once, then asked about one enterprise after the other. Nothing of it changes while it is open."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Any

import polars as pl

from kejin.assessment import DecisionAnswer, EnterpriseAnswer, Layout, answers_for, asked_of_enterprises
from kejin.assessment.listing import Distance, distances, listing_keys
from kejin.assessment.statuses import Status, status_frame, statuses_of
from kejin.facts import FactSet, Grain
from kejin.planning import Catalogue, offers
from kejin.planning.costing import offer_costs
from kejin.planning.opening import only_enterprises
from kejin.planning.parts import Block, Order, Prepared, block_with, blocks_for, facts_of, prepared
from kejin.planning.row import Row, row_of
from kejin.policy import Decision, Ruleset
from kejin.runs.manifest import Manifest
from kejin.runs.replaying import recompiled, source_of_run
from kejin.runs.snapshot import read_facts

_KEPT = 64


@dataclass(frozen=True, slots=True)
class Answered:
    """What a run says to one enterprise.

    Attributes:
        answer: Every decision; conditions that are met are named, those that are not are taken apart.
        row: Its row of the matrix: offers by instrument, with their cost; None where no pack offers anything.
        statuses: The statuses it holds and those whose conditions it meets.
        listing: How far it is from each board.
        quotes: By product, what it quotes: `amount` (minor units), `rate_ppb`, `months`; None where it quotes none.
    """

    answer: EnterpriseAnswer
    row: Row | None
    statuses: tuple[Status, ...]
    listing: tuple[Distance, ...]
    quotes: Mapping[str, Mapping[str, int | None]]


@dataclass(slots=True)
class OpenRun:
    """A run and its rules.

    Attributes:
        folder: Where it lies.
        manifest: Its record.
        ruleset: Its rules, compiled again; where they have changed since, the present ones.
        catalogue: What is offered under them.
        facts: The facts of a run over one table; None of a run over part files.
        parts: What finds an enterprise among part files.
    """

    folder: Path
    manifest: Manifest
    ruleset: Ruleset
    catalogue: Catalogue
    facts: FactSet | None
    parts: tuple[Prepared, tuple[Block, ...]] | None
    _asked: tuple[tuple[Decision, ...], Layout]
    _answers: "OrderedDict[str, Answered]" = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    @property
    def is_changed(self) -> bool:
        """Whether the rules at hand are no longer those of the run."""
        return self.ruleset.digest != self.manifest.ruleset_digest

    @property
    def synthetic(self) -> bool:
        """Whether its enterprises are invented."""
        return self.manifest.synthetic

    def facts_of(self, code: str) -> FactSet:
        """The facts of one enterprise, in memory, with all that its answers rest on.

        Raises:
            UnknownFactError: The run does not know it.
            FileError: The part files are gone, or no longer what they were.
        """
        whole = self.facts
        if whole is None:
            assert self.parts is not None  # noqa: S101 - one of the two
            ready, blocks = self.parts
            whole = facts_of(self.folder, ready.rounds, block_with(blocks, code))
        some = only_enterprises(whole, [code])
        return replace(some, frames={grain: frame.lazy().collect() for grain, frame in some.frames.items()})

    def answered(self, code: str) -> Answered:
        """What the run says to one enterprise; the latest ones are kept. Raises as `facts_of` does."""
        with self._lock:
            if code in self._answers:
                self._answers.move_to_end(code)
                return self._answers[code]
        made = self.answered_on(self.facts_of(code), code)
        with self._lock:
            self._answers[code] = made
            while len(self._answers) > _KEPT:
                self._answers.popitem(last=False)
        return made

    def explained(self, code: str, key: str) -> DecisionAnswer | None:
        """One decision about an enterprise with every reason; None where it does not concern it.

        Raises:
            UnknownFactError: The run does not know the enterprise.
            FileError: The part files are gone, or no longer what they were.
        """
        wanted, layout = self._asked
        below = {part for part, whole in layout.part_of.items() if whole == key}
        mine = tuple(decision for decision in wanted if decision.key == key or decision.key in below)
        if not any(decision.key == key for decision in mine):
            return None
        answer = next(answers_for(self.ruleset, self.facts_of(code), [code], decisions=mine))
        return next((one for one in answer.decisions if one.key == key), None)

    def answered_on(self, facts: FactSet, code: str) -> Answered:
        """What the run's rules say to one enterprise on facts of its own."""
        wanted, layout = self._asked
        brief = answers_for(self.ruleset, facts, [code], decisions=wanted, brief=True, layout=layout)
        answer = next(brief)
        row, quotes = None, {}
        if self.catalogue.products:
            made = offers(self.catalogue, facts)
            quotes = {product.key: _quote(offer) for product, offer in made.of(code)}
            row = row_of(made, answer, costs=offer_costs(made, code, start=self.ruleset.dates.law))
        held = statuses_of(self.ruleset, status_frame(self.ruleset, facts), code)
        return Answered(answer, row, held, distances(answer, listing_keys(self.ruleset)), quotes)


def _quote(offer: Mapping[str, object]) -> Mapping[str, int | None]:
    values = {name: offer[name] for name in ("amount", "rate_ppb", "months")}
    return {name: value if isinstance(value, int) else None for name, value in values.items()}


def open_run(folder: Path, *, moved: Path | None = None) -> OpenRun:
    """Open the run in a folder; `moved` says where its part files lie now, if not where they lay.

    Raises:
        FileError: There is no run, or its facts are gone.
    """
    ruleset, manifest = recompiled(folder)
    catalogue = Catalogue.of(ruleset)
    wanted = tuple(asked_of_enterprises(ruleset))
    asked = wanted, Layout.of(ruleset, wanted)
    parts: Mapping[str, Any] | None = manifest.parts
    if parts is None:
        return OpenRun(folder, manifest, ruleset, catalogue, read_facts(folder / "facts"), None, asked)
    policies = tuple(manifest.policies) or None
    order = Order(manifest.three_dates, ruleset.digest, policies, block=parts["enterprises_of_a_block"])
    blocks = tuple(blocks_for(order, source_of_run(folder, manifest, moved)))
    return OpenRun(folder, manifest, ruleset, catalogue, None, (prepared(ruleset, order), blocks), asked)


def ids_of(run: OpenRun) -> pl.Series:
    """The identifiers of every enterprise of a run."""
    if run.facts is not None:
        return run.facts.frames[Grain.ENTERPRISE].lazy().select("enterprise_id").collect()["enterprise_id"]
    return (
        pl.scan_parquet(run.folder / "standing" / "*.parquet")
        .select("enterprise_id")
        .collect()["enterprise_id"]
    )


__all__ = ["Answered", "OpenRun", "ids_of", "open_run"]
