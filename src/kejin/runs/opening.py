"""An open run: read once, then asked about one enterprise after the other. Nothing of it changes while it is open."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import polars as pl

from kejin.assessment import (
    DecisionAnswer,
    EnterpriseAnswer,
    Layout,
    Request,
    answers_for,
    asked_of_enterprises,
    who_is,
)
from kejin.assessment.brief import Briefs
from kejin.assessment.listing import Distance, distances, listing_keys
from kejin.assessment.statuses import Status, status_decisions, status_frame, statuses_of
from kejin.facts import Beyond, FactSet, Grain
from kejin.planning import Catalogue, offers
from kejin.planning.costing import offer_costs
from kejin.planning.opening import only_enterprises
from kejin.planning.parts import Block, Order, Prepared, beyond_of, blocks_for, prepared
from kejin.planning.row import Row, row_of
from kejin.policy import Decision, Ruleset
from kejin.policy.rules import Move
from kejin.runs.finding import Finder
from kejin.runs.manifest import Manifest
from kejin.runs.overview import MOST_STEPS, Overview, Sight, ToldBriefly
from kejin.runs.replaying import recompiled, source_of_run
from kejin.runs.snapshot import read_facts
from kejin.runs.stored import keeps_enough, stored_about

T = TypeVar("T")

_KEPT = 64
# About a megabyte each.
_BLOCKS_KEPT = 64
_ROWS_KEPT = 16


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
        parts: What decides part files, and the blocks they are in.
        keeps_enough: Whether an enterprise's first sight can be read from what the run wrote: it wrote verdicts and
            offers in parts, and by the rules at hand.
    """

    folder: Path
    manifest: Manifest
    ruleset: Ruleset
    catalogue: Catalogue
    facts: FactSet | None
    parts: tuple[Prepared, tuple[Block, ...]] | None
    keeps_enough: bool
    _asked: tuple[tuple[Decision, ...], Layout]
    _briefs: Briefs
    _answers: "OrderedDict[str, Answered]" = field(default_factory=OrderedDict)
    _overviews: "OrderedDict[str, Overview]" = field(default_factory=OrderedDict)
    _requests: "OrderedDict[str, tuple[Request, ...]]" = field(default_factory=OrderedDict)
    _standings: "OrderedDict[str, tuple[tuple[Status, ...], tuple[Distance, ...]]]" = field(
        default_factory=OrderedDict
    )
    _totals: "OrderedDict[int, Beyond]" = field(default_factory=OrderedDict)
    _rows: "OrderedDict[str, dict[Grain, pl.DataFrame]]" = field(default_factory=OrderedDict)
    _found: "OrderedDict[str, Block]" = field(default_factory=OrderedDict)
    _finder: Finder | None = None
    _lock: Lock = field(default_factory=Lock)

    @property
    def is_changed(self) -> bool:
        """Whether the rules at hand are no longer those of the run."""
        return self.ruleset.digest != self.manifest.ruleset_digest

    @property
    def synthetic(self) -> bool:
        """Whether its enterprises are invented."""
        return self.manifest.synthetic

    def facts_of(self, code: str, decisions: Sequence[Decision] | None = None) -> FactSet:
        """The facts of one enterprise, in memory, with all that its answers rest on, or the answers to some decisions.

        Raises:
            UnknownFactError: The run does not know it.
            FileError: The part files are gone, or no longer what they were.
        """
        whole, grains = self.facts, None if decisions is None else self._grains(decisions)
        if whole is None:
            return self._facts_in_parts(code, grains)
        some = only_enterprises(whole, [code])
        frames = pl.collect_all([frame.lazy() for frame in some.frames.values()])
        return replace(some, frames=dict(zip(some.frames, frames, strict=True)))

    def _facts_in_parts(self, code: str, grains: frozenset[Grain] | None) -> FactSet:
        """The same out of part files; what was read of the latest enterprises is not read again."""
        block = self._block(code)
        wanted = [grain for grain in block.files if grains is None or grain in grains]
        with self._lock:
            kept = dict(self._rows.get(code, {}))
        whole = block.facts(self._beyond(block), grains=[grain for grain in wanted if grain not in kept])
        fresh = only_enterprises(whole, [code]).frames
        read = pl.collect_all([frame.lazy() for frame in fresh.values()])
        kept |= dict(zip(fresh, read, strict=True))
        with self._lock:
            self._rows[code] = kept
            self._rows.move_to_end(code)
            while len(self._rows) > _ROWS_KEPT:
                self._rows.popitem(last=False)
        return replace(whole, frames={grain: kept[grain] for grain in wanted})

    def _block(self, code: str) -> Block:
        with self._lock:
            found = self._found.get(code)
        if found is None:
            found = self.finder().block(code)
            with self._lock:
                self._found[code] = found
                while len(self._found) > _KEPT:
                    self._found.popitem(last=False)
        return found

    def finder(self) -> Finder:
        """What finds an enterprise among the part files; made when it is first needed."""
        assert self.parts is not None  # noqa: S101 - only a run over part files has blocks
        with self._lock:
            if self._finder is None:
                self._finder = Finder.of(self.parts[1])
            return self._finder

    def _beyond(self, block: Block) -> Beyond:
        assert self.parts is not None  # noqa: S101 - as above
        with self._lock:
            kept = self._totals.get(block.number)
        if kept is None:
            kept = beyond_of(self.folder, self.parts[0].rounds, block)
            with self._lock:
                self._totals[block.number] = kept
                while len(self._totals) > _BLOCKS_KEPT:
                    self._totals.popitem(last=False)
        return kept

    def look_through(self) -> None:
        """See that no part file changed since the run began, and keep what the blocks need of one another.

        The first question about an enterprise of a block waits for that otherwise: every file is read to its end.

        Raises:
            FileError: A part file is gone, or no longer what it was.
        """
        for block in self.parts[1] if self.parts is not None else ():
            block.facts(self._beyond(block))

    def _grains(self, decisions: Sequence[Decision]) -> frozenset[Grain]:
        """The grains whose rows decisions read."""
        nodes = self.ruleset.closure([name for decision in decisions for name in decision.names])
        found = {node.grain for node in nodes if node.grain is not None}
        for node in nodes:
            if isinstance(node.spec, Move):
                found |= {Grain(node.spec.grain), Grain(node.spec.target)}
        return frozenset({Grain.ENTERPRISE, *found})

    def overview(self, code: str) -> Overview:
        """What the run says to one enterprise at first sight; the latest ones are kept. Raises as `facts_of` does."""
        return self._latest(self._overviews, code, self._first_sight)

    def _latest(self, held: "OrderedDict[str, T]", code: str, make: Callable[[str], T]) -> T:
        """What was made of an enterprise not long ago, or is made now."""
        with self._lock:
            if code in held:
                held.move_to_end(code)
                return held[code]
        made = make(code)
        with self._lock:
            held[code] = made
            while len(held) > _KEPT:
                held.popitem(last=False)
        return made

    def _first_sight(self, code: str) -> Overview:
        if not self.keeps_enough:
            return overview_of(self.answered(code))
        assert self.parts is not None  # noqa: S101 - else it would not keep enough
        block = self._block(code)
        _, layout = self._asked
        offered = dict.fromkeys(product.decision for product in self.catalogue.products)
        decisions = tuple(dict.fromkeys([*layout.tops, *offered]))
        stored = stored_about(self.folder, block.name, code, decisions=decisions, catalogue=self.catalogue)
        sight = Sight(self._briefs, layout, partial(self.explained, brief=True))
        return sight.overview(who_is(self.facts_of(code, ()), code), stored)

    def answered(self, code: str) -> Answered:
        """What the run says to one enterprise; the latest ones are kept. Raises as `facts_of` does."""
        return self._latest(self._answers, code, lambda one: self.answered_on(self.facts_of(one), one))

    def explained(self, code: str, key: str, *, brief: bool = False) -> DecisionAnswer | None:
        """One decision about an enterprise with every reason; None where it does not concern it.

        A brief one only names what is met.

        Raises:
            UnknownFactError: The run does not know the enterprise.
            FileError: The part files are gone, or no longer what they were.
        """
        wanted, layout = self._asked
        below = {part for part, whole in layout.part_of.items() if whole == key}
        mine = tuple(decision for decision in wanted if decision.key == key or decision.key in below)
        if not any(decision.key == key for decision in mine):
            return None
        tops = tuple(decision for decision in mine if decision.key == key)
        facts = self.facts_of(code, mine)
        own = replace(layout, tops=tops)
        answer = next(answers_for(self.ruleset, facts, [code], decisions=mine, brief=brief, layout=own))
        return next((one for one in answer.decisions if one.key == key), None)

    def requests(self, code: str) -> tuple[Request, ...]:
        """The facts that would settle what is open, those that most decisions wait for first; the latest ones are kept.

        Raises as `facts_of`.
        """
        return self._latest(self._requests, code, self._open_requests)

    def _open_requests(self, code: str) -> tuple[Request, ...]:
        _, layout = self._asked
        open_ = {one.key for one in self.overview(code).decisions if one.waits}
        tops = tuple(decision for decision in layout.tops if decision.key in open_)
        if not tops:
            return ()
        own, facts = replace(layout, tops=tops), self.facts_of(code, tops)
        answer = next(answers_for(self.ruleset, facts, [code], decisions=tops, brief=True, layout=own))
        return answer.requests

    def standing(self, code: str) -> tuple[tuple[Status, ...], tuple[Distance, ...]]:
        """The statuses an enterprise holds or meets, and how far it is from each board; the latest ones are kept.

        Raises as `facts_of`.
        """
        return self._latest(self._standings, code, self._standing_now)

    def _standing_now(self, code: str) -> tuple[tuple[Status, ...], tuple[Distance, ...]]:
        wanted, layout = self._asked
        boards = listing_keys(self.ruleset)
        tops = tuple(decision for decision in layout.tops if decision.key in boards)
        below = tuple(decision for decision in wanted if layout.part_of.get(decision.key) in boards)
        facts = self.facts_of(code, (*tops, *below, *status_decisions(self.ruleset)))
        held = statuses_of(self.ruleset, status_frame(self.ruleset, facts), code)
        own = replace(layout, tops=tops)
        told = answers_for(self.ruleset, facts, [code], decisions=(*tops, *below), brief=True, layout=own)
        return held, distances(next(told), boards)

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
    asked, briefs = (wanted, Layout.of(ruleset, wanted)), Briefs(ruleset)
    parts: Mapping[str, Any] | None = manifest.parts
    if parts is None:
        facts = read_facts(folder / "facts")
        return OpenRun(folder, manifest, ruleset, catalogue, facts, None, False, asked, briefs)
    policies = tuple(manifest.policies) or None
    order = Order(manifest.three_dates, ruleset.digest, policies, block=parts["enterprises_of_a_block"])
    blocks = tuple(blocks_for(order, source_of_run(folder, manifest, moved)))
    enough = ruleset.digest == manifest.ruleset_digest and keeps_enough(folder, asked[1].tops, catalogue)
    return OpenRun(
        folder, manifest, ruleset, catalogue, None, (prepared(ruleset, order), blocks), enough, asked, briefs
    )


def overview_of(answered: Answered) -> Overview:
    """The first sight of a full answer."""
    answer = answered.answer
    told = tuple(
        ToldBriefly(
            key=one.key,
            title=one.title,
            verdict=one.verdict,
            reason=one.answers[0].reason,
            subjects=len(one.answers),
            waits=any(answer.explanation.ask for answer in one.answers),
        )
        for one in answer.decisions
    )
    closest = answer.closest[:MOST_STEPS]
    return Overview(answer.enterprise_id, answer.name, answer.identity, answered.row, told, closest)


def ids_of(run: OpenRun, most: int | None = None) -> pl.Series:
    """The identifiers of the enterprises of a run: of all, or of so many at most."""
    if run.facts is not None:
        rows = run.facts.frames[Grain.ENTERPRISE].lazy()
    else:
        rows = pl.scan_parquet(run.folder / "standing" / "*.parquet")
    rows = rows.select("enterprise_id")
    return (rows if most is None else rows.head(most)).collect()["enterprise_id"]


__all__ = ["Answered", "OpenRun", "Overview", "ids_of", "open_run", "overview_of"]
