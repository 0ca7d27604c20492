"""`kejin run DIR`: a register in part files, of any size, with the memory of one block; killed and gone on with."""

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kejin.assessment import EnterpriseLine, enterprise_lines
from kejin.cli import tracking
from kejin.cli.market import Market
from kejin.cli.output import messages
from kejin.cli.pages import render_index
from kejin.cli.paging import write_pages
from kejin.cli.report.writing import FOLDER as REPORT
from kejin.cli.report.writing import keep_calibration, report_on
from kejin.cli.running import Outcome, Request, keep_asked_books
from kejin.planning import Matrix
from kejin.planning.aggregates import FOLDER, Aggregates, summary_of, write_aggregates
from kejin.planning.aggregates.tables import VERDICT_COLUMNS
from kejin.planning.opening import only_enterprises
from kejin.planning.parts import (
    IDENTITY,
    WORK,
    Block,
    Engine,
    Order,
    Pass,
    Prepared,
    Source,
    added_up,
    begin,
    block_with,
    blocks_for,
    digests_of,
    facts_of,
    files_written,
    first_enterprises,
    part_paths,
    passes,
    prepared,
    read_source,
    ready_source,
    sorted_source,
    source_as_json,
    sweep,
)
from kejin.policy import Evaluation, Ruleset, evaluate
from kejin.runs.folder import put_in_place, unfinished_folder, unfinished_of
from kejin.runs.manifest import Manifest, dates_as_text, write_manifest
from kejin.runs.replaying import INPUTS

TITLES = {
    "check": "checking the facts",
    "sort": "sorting the facts",
    "totals": "adding up",
    "decide": "deciding",
}


@dataclass(frozen=True, slots=True)
class PartsRequest:
    """What a run over parts is asked for, beside the rules.

    Attributes:
        request: What any run is asked for; its source is the folder of part files.
        out: The folder for the results.
        codes: Enterprises that get an answer page; without any, the first ones do.
        block: About how many enterprises are worked on at a time.
        anew: Whether to leave an unfinished run behind and begin again.
    """

    request: Request
    out: Path
    codes: tuple[str, ...]
    block: int
    anew: bool

    def order(self, ruleset: Ruleset) -> Order:
        """What is asked of the facts."""
        asked = self.request
        # Whoever does the work may be at home in another folder.
        packs = tuple(path.absolute() for path in asked.packs)
        overlay = asked.overlay.absolute() if asked.overlay is not None else None
        return Order(ruleset.dates, ruleset.digest, asked.decisions, packs, overlay, block=self.block)


@dataclass(frozen=True, slots=True)
class _Run:
    """A run whose part files are written: where they lie, what they were made of."""

    home: Path
    asked: PartsRequest
    ready: Prepared
    source: Source
    blocks: Sequence[Block]


def run_parts(asked: PartsRequest, ruleset: Ruleset, engine: AbstractContextManager[Engine]) -> Outcome:
    """Decide a folder of part files into a folder of results."""
    with unfinished_folder(asked.out.absolute(), anew=asked.anew) as home:
        source, order = _read(asked.request.source.absolute()), asked.order(ruleset)
        sweep(home)
        if begin(home, order, source):
            messages().print(f"Going on with the unfinished run in {home}.", style="dim", markup=False)
        ready = prepared(ruleset, order)
        with engine as workers:
            for one in ready_source(home, order, source):
                _do(one, workers)
            facts = sorted_source(home, source)
            blocks = blocks_for(order, facts)
            for one in passes(home, order, ready, blocks=blocks):
                _do(one, workers)
        outcome = _finished(_Run(home, asked, ready, facts, blocks), source)
        put_in_place(home, asked.out, without=WORK)
    return outcome


def begun_dates(out: Path) -> tuple[date | None, date | None, date | None]:
    """The dates of an unfinished run into `out`, so that it may be gone on with tomorrow; nothing without one."""
    try:
        begun = json.loads((unfinished_of(out) / IDENTITY).read_text(encoding="utf-8"))
        law, facts, known = (
            date.fromisoformat(begun[f"date {name}"]) for name in ("law", "facts_as_of", "known_by")
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None, None, None
    return law, facts, known


def _read(folder: Path) -> Source:
    paths = part_paths(folder)
    with tracking.counted("reading the part files", sum(map(len, paths.values()))) as through:
        return read_source(folder, paths, through(digests_of(paths)))


def _do(one: Pass, workers: Engine) -> None:
    with tracking.counted(TITLES[one.title], one.total, done=one.total - len(one.jobs)) as through:
        for _ in through(workers.run(one.work, one.jobs)):
            pass


def _finished(run: _Run, source: Source) -> Outcome:
    """Write what is made of the whole: aggregates, pages, first page, record, report."""
    request = run.asked.request
    with tracking.step("adding up the counts"):
        found = added_up(run.home, run.ready, run.blocks)
    for name in (FOLDER, REPORT, "enterprises"):
        # A run may have been killed while it was finishing.
        shutil.rmtree(run.home / name, ignore_errors=True)
    write_aggregates(found, run.home)
    lines = list(_paged(run))
    summary = summary_of(run.ready.scheme, found)
    cells = found.split("matrix").drop("value")
    matrix = Matrix(cells) if cells.height else None
    index = render_index(
        summary, lines, request.settings, paged={line.enterprise_id for line in lines}, matrix=matrix
    )
    (run.home / "index.html").write_text(index, encoding="utf-8")
    if request.overlay is not None:
        (run.home / "overlay.yaml").write_bytes(request.overlay.read_bytes())
    record = source_as_json(run.source)
    (run.home / INPUTS).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    keep_calibration(request.source, run.home)
    manifest = _manifest(run, source, found, pages=len(lines))
    write_manifest(manifest, run.home, known=files_written(run.home, run.ready, run.blocks))
    keep_asked_books(run.home, request)
    report_on(run.home, language=request.settings.language, approval=request.map_approval)
    return Outcome(summary, manifest, matrix=matrix)


def _paged(run: _Run) -> Iterator[EnterpriseLine]:
    """Write the answer pages that were asked for; the line of each in the list."""
    ruleset, scheme = run.ready.ruleset, run.ready.scheme
    told = tuple(decision for decision in scheme.decisions if decision.key in scheme.told)
    for block, ids in _chosen(run):
        facts = facts_of(run.home, run.ready.rounds, block)
        some = only_enterprises(facts, ids)
        write_pages(
            run.home,
            ruleset,
            facts,
            decisions=told,
            ids=ids,
            settings=run.asked.request.settings,
            market=Market.of(ruleset, some, ids),
            tracked=tracking.pages,
        )
        evaluation = evaluate(ruleset, some, [decision.key for decision in told])
        yield from enterprise_lines(Evaluation(ruleset, told, evaluation.frames), some)


def _chosen(run: _Run) -> Iterator[tuple[Block, list[str]]]:
    if not run.asked.codes:
        yield from first_enterprises(run.blocks, run.asked.request.most_pages)
        return
    found: dict[int, list[str]] = {}
    for code in dict.fromkeys(run.asked.codes):
        found.setdefault(block_with(run.blocks, code).number, []).append(code)
    for block in run.blocks:
        if block.number in found:
            yield block, found[block.number]


def _manifest(run: _Run, source: Source, found: Aggregates, *, pages: int) -> Manifest:
    request, ruleset = run.asked.request, run.ready.ruleset
    rows = found.split("decisions").select("decision", *VERDICT_COLUMNS).iter_rows(named=True)
    what_if = request.settings.what_if
    inside = run.source.folder == run.home
    return Manifest(
        source={"file": request.source.resolve().name, "sha256": source.digest},
        rows=run.source.rows,
        dates=dates_as_text(ruleset.dates),
        ruleset_digest=ruleset.digest,
        overlay={"title": what_if.zh, "file": "overlay.yaml"} if what_if else None,
        policies=request.decisions or (),
        packs=tuple(str(path) for path in request.packs),
        counts={row.pop("decision"): {name: count for name, count in row.items() if count} for row in rows},
        pages=pages,
        synthetic=request.settings.synthetic,
        language=request.settings.language,
        snapshot_digest=run.source.digest,
        parts={
            "blocks": len(run.blocks),
            "enterprises_of_a_block": run.asked.block,
            "facts": "" if inside else os.path.relpath(request.source, run.asked.out),
        },
    )
