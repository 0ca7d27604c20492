"""Answers and summaries as HTML texts. Nothing is read or written here, and nothing is computed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kejin.assessment import ORDER, DecisionCount, EnterpriseAnswer, EnterpriseLine, Summary, documents_of
from kejin.assessment.listing import Distance
from kejin.assessment.statuses import Status
from kejin.cli.pages.environment import environment, slug
from kejin.cli.pages.heat import heat_map
from kejin.cli.pages.wording import headline
from kejin.facts import Label
from kejin.planning import Matrix
from kejin.planning.row import Row
from kejin.policy import Verdict

Language = Literal["zh", "en"]
# So many decisions are read at a glance; more of them are folded by instrument.
FEW_DECISIONS = 30


@dataclass(frozen=True, slots=True)
class PageSettings:
    """What a page does not know by itself.

    Attributes:
        language: The language shown first.
        synthetic: Whether the table is invented.
        source: The table's file name.
        what_if: The title of the what-if that was laid over the policies, or None.
    """

    language: Language = "zh"
    synthetic: bool = False
    source: str = ""
    what_if: Label | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    code: str
    page: str
    search: str
    tokens: str
    counts: Mapping[Verdict, int]


def page_name(enterprise_id: str) -> str:
    """The file name of an enterprise's page; distinct ids never share one."""
    return f"{slug(enterprise_id)}.html"


@dataclass(frozen=True, slots=True)
class StatusLine:
    """A status of the enterprise and what obtaining it would newly open."""

    status: Status
    opens: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class PageParts:
    """What a page shows beside the answers: the row of the matrix, the statuses, the distances to listing."""

    row: Row | None = None
    statuses: tuple[StatusLine, ...] = ()
    listing: tuple[Distance, ...] = ()


def render_enterprise(
    answer: EnterpriseAnswer, settings: PageSettings, parts: PageParts | None = None
) -> str:
    """One enterprise's answer page, complete in itself; with its row of the matrix and the rest where given."""
    parts = parts or PageParts()
    name = answer.name
    return (
        environment()
        .get_template("enterprise.html")
        .render(
            answer=answer,
            row=parts.row,
            statuses=parts.statuses,
            listing=parts.listing,
            explained=frozenset(decision.key for decision in answer.decisions),
            carded=_carded(answer, parts),
            documents=documents_of(answer),
            headline=headline({verdict: answer.count(verdict) for verdict in ORDER}),
            title=Label(f"{name} · 政策结论", f"{name} · policy answers"),
            lang=settings.language,
            synthetic=settings.synthetic,
            what_if=settings.what_if,
            dates=answer.dates,
            digest=answer.ruleset_digest,
        )
    )


def _carded(answer: EnterpriseAnswer, parts: PageParts) -> frozenset[str]:
    """The decisions whose reasons stand on the page: those behind its offers and statuses, and every "yes" or nearly.

    Without a row of the matrix it is all of them.
    """
    if parts.row is None:
        return frozenset(decision.key for decision in answer.decisions)
    offered = {line.decision for cell in parts.row.cells for line in cell.fitting}
    held = {line.status.key for line in parts.statuses}
    near = {d.key for d in answer.decisions if d.verdict in (Verdict.ELIGIBLE, Verdict.NEARLY)}
    return frozenset(offered | held | near)


def render_index(
    summary: Summary,
    lines: Sequence[EnterpriseLine],
    settings: PageSettings,
    *,
    paged: Collection[str],
    matrix: Matrix | None = None,
) -> str:
    """The run's first page: the matrix, totals, and the list of enterprises; `paged` holds the ids with a page."""
    tops = frozenset(decision.key for decision in summary.decisions if not decision.part_of)
    return (
        environment()
        .get_template("index.html")
        .render(
            summary=summary,
            few=len(tops) <= FEW_DECISIONS,
            grid=heat_map(matrix) if matrix else None,
            lines=[_row(line, tops, has_page=line.enterprise_id in paged) for line in lines],
            listed=frozenset(key for line in lines for key in line.verdicts),
            limited=len(paged) if len(paged) < len(lines) else 0,
            pieces=_pieces,
            source=settings.source,
            title=Label("科金 · 结果总览", "Kejin · results"),
            lang=settings.language,
            synthetic=settings.synthetic,
            what_if=settings.what_if,
            dates=summary.dates,
            digest=summary.ruleset_digest,
        )
    )


def _row(line: EnterpriseLine, tops: Collection[str], *, has_page: bool) -> _Row:
    verdicts = [verdict for key, verdict in line.verdicts.items() if key in tops]
    return _Row(
        name=line.name,
        code=line.enterprise_id,
        page=f"enterprises/{page_name(line.enterprise_id)}" if has_page else "",
        search=f"{line.name} {line.enterprise_id}".lower(),
        tokens=" ".join(f"{key}:{verdict.value}" for key, verdict in line.verdicts.items()),
        counts={verdict: verdicts.count(verdict) for verdict in ORDER},
    )


def _pieces(decision: DecisionCount) -> list[tuple[str, int]]:
    return [(verdict.value, decision.counts.get(verdict, 0)) for verdict in ORDER]
