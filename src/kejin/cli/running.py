"""One run from facts to files: evaluate, explain, write, all into one folder."""

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from kejin.assessment import (
    Layout,
    Summary,
    asked_of_enterprises,
    enterprise_lines,
    summarise,
)
from kejin.cli.market import Market
from kejin.cli.pages import PageSettings, render_index
from kejin.cli.paging import Tracked, write_pages
from kejin.cli.report.writing import report_on
from kejin.cli.workbook import AskRow, Tables, write_workbook
from kejin.facts import FactSet, Label
from kejin.planning import Matrix
from kejin.planning.aggregates import Scheme, aggregates, counted, standing_frame, write_aggregates
from kejin.policy import Evaluation, Ruleset, evaluate
from kejin.runs.manifest import Manifest, dates_as_text, digest_of, write_manifest
from kejin.runs.snapshot import write_facts


@dataclass(frozen=True, slots=True)
class Request:
    """What a run is asked for, beside ruleset and facts.

    Attributes:
        source: The table that was imported.
        decisions: Only these policies or decisions; None stands for all.
        most_pages: The largest number of answer pages; None stands for one per enterprise.
        settings: Language, source name and whether the table is synthetic.
        overlay: The what-if file, kept beside the results.
        packs: Further policy folders.
        map_approval: The approval number of the report's maps; empty where none was given.
        books: Books of loans that are simulated for the report.
        book_overlay: A what-if that they are compared with.
    """

    source: Path
    decisions: tuple[str, ...] | None
    most_pages: int | None
    settings: PageSettings
    overlay: Path | None = None
    packs: tuple[Path, ...] = ()
    map_approval: str = ""
    books: tuple[Path, ...] = ()
    book_overlay: Path | None = None


@dataclass(slots=True)
class Outcome:
    """What a run found: its summary, its manifest, the facts to ask for, the matrix where products are offered."""

    summary: Summary
    manifest: Manifest
    asks: list[AskRow] = field(default_factory=list)
    matrix: Matrix | None = None


def write_run(
    folder: Path, ruleset: Ruleset, factset: FactSet, *, request: Request, tracked: Tracked
) -> Outcome:
    """Evaluate and write everything into `folder`, which is empty; the caller puts it in place."""
    evaluation = evaluate(ruleset, factset, request.decisions)
    told = evaluation if request.decisions is not None else _told(evaluation)
    summary = summarise(told, factset)
    lines = enterprise_lines(told, factset)
    paged = lines if request.most_pages is None else lines[: request.most_pages]
    market = Market.of(ruleset, factset, [line.enterprise_id for line in paged])
    asks = write_pages(
        folder,
        ruleset,
        factset,
        decisions=told.decisions,
        ids=[line.enterprise_id for line in paged],
        settings=request.settings,
        market=market,
        tracked=tracked,
    )
    index = render_index(
        summary,
        lines,
        request.settings,
        paged={line.enterprise_id for line in paged},
        matrix=market.matrix if market else None,
    )
    if market is not None:
        market.write(folder)
    _write_aggregates(folder, evaluation, factset, request=request, market=market)
    (folder / "index.html").write_text(index, encoding="utf-8")
    verdicts, amounts = evaluation.verdicts(), evaluation.amounts()
    verdicts.write_parquet(folder / "verdicts.parquet")
    amounts.write_parquet(folder / "amounts.parquet")
    names = {line.enterprise_id: line.name for line in lines}
    tables = Tables(verdicts, amounts, asks, names, _labels(evaluation), _decision_labels(evaluation))
    write_workbook(folder / "workbook.xlsx", summary, tables)
    write_facts(factset, folder / "facts")
    if request.overlay is not None:
        (folder / "overlay.yaml").write_bytes(request.overlay.read_bytes())
    manifest = _manifest(ruleset, factset, verdicts=verdicts, request=request, pages=len(paged))
    write_manifest(manifest, folder)
    keep_asked_books(folder, request)
    report_on(folder, language=request.settings.language, approval=request.map_approval)
    return Outcome(summary, manifest, asks, market.matrix if market else None)


def keep_asked_books(folder: Path, request: Request) -> None:
    """Simulate the books that were asked for and keep them for the report."""
    if request.books:
        from kejin.cli.risk_keeping import BookRequest, keep_books  # noqa: PLC0415 - heavy, and seldom asked

        keep_books(folder, BookRequest(request.books, request.book_overlay, request.packs))


def _write_aggregates(
    folder: Path, evaluation: Evaluation, factset: FactSet, *, request: Request, market: Market | None
) -> None:
    scheme = Scheme.of(evaluation.ruleset, request.decisions)
    standing = standing_frame(evaluation.ruleset, factset)
    offered = market.offers if market is not None else None
    counts = counted(scheme, factset, [evaluation], standing=standing, offers=offered)
    write_aggregates(aggregates(scheme, [counts]), folder)


def _told(evaluation: Evaluation) -> Evaluation:
    """The part of an evaluation that enterprises are told: their own questions, not a bank's or an office's."""
    own = {decision.key for decision in asked_of_enterprises(evaluation.ruleset)}
    decisions = tuple(decision for decision in evaluation.decisions if decision.key in own)
    return Evaluation(evaluation.ruleset, decisions, evaluation.frames)


def _labels(evaluation: Evaluation) -> dict[str, Label]:
    found: dict[str, Label] = {}
    for decision in evaluation.decisions:
        for name in (*decision.leaves, *decision.amounts):
            label = getattr(evaluation.ruleset.nodes[name].spec, "label", None)
            if isinstance(label, Label):
                found[name] = label
    return found


def _decision_labels(evaluation: Evaluation) -> dict[str, Label]:
    return dict(Layout.of(evaluation.ruleset, evaluation.decisions).titles)


def _counts(verdicts: pl.DataFrame) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    rows = verdicts.group_by("policy", "decision", "verdict").len().sort("policy", "decision", "verdict")
    for policy, decision, verdict, count in rows.iter_rows():
        counts.setdefault(f"{policy}.{decision}", {})[verdict] = count
    return counts


def _manifest(
    ruleset: Ruleset, factset: FactSet, *, verdicts: pl.DataFrame, request: Request, pages: int
) -> Manifest:
    overlay = None
    if request.overlay is not None:
        title = request.settings.what_if
        overlay = {"title": title.zh if title else "", "file": "overlay.yaml"}
    return Manifest(
        source={"file": request.source.name, "sha256": digest_of(request.source)},
        rows={g.value: int(f.lazy().select(pl.len()).collect().item()) for g, f in factset.frames.items()},
        dates=dates_as_text(ruleset.dates),
        ruleset_digest=ruleset.digest,
        overlay=overlay,
        policies=request.decisions or (),
        packs=tuple(str(path) for path in request.packs),
        counts=_counts(verdicts),
        pages=pages,
        synthetic=request.settings.synthetic,
        language=request.settings.language,
    )
