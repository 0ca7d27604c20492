"""Answers and summaries as HTML texts. Nothing is read or written here, and nothing is computed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kejin.assessment import ORDER, DecisionCount, EnterpriseAnswer, EnterpriseLine, Summary, documents_of
from kejin.cli.pages.environment import environment, slug
from kejin.cli.pages.wording import headline
from kejin.facts import GRAINS, Label
from kejin.policy import Verdict

Language = Literal["zh", "en"]


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


def render_enterprise(answer: EnterpriseAnswer, settings: PageSettings) -> str:
    """One enterprise's answer page, complete in itself."""
    name = answer.name
    return (
        environment()
        .get_template("enterprise.html")
        .render(
            answer=answer,
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


def render_index(
    summary: Summary, lines: Sequence[EnterpriseLine], settings: PageSettings, *, paged: Collection[str]
) -> str:
    """The run's first page: totals, and the list of enterprises; `paged` holds the ids that have a page."""
    tops = frozenset(decision.key for decision in summary.decisions if not decision.part_of)
    return (
        environment()
        .get_template("index.html")
        .render(
            summary=summary,
            lines=[_row(line, tops, has_page=line.enterprise_id in paged) for line in lines],
            listed=frozenset(key for line in lines for key in line.verdicts),
            limited=len(paged) if len(paged) < len(lines) else 0,
            pieces=_pieces,
            grains={grain: spec.label for grain, spec in GRAINS.items()},
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
