"""Where the figures of a page come from, told everywhere in one form: source and row, dates, rules, snapshot, clauses.

{% offer_origin run line %}        the figures of an offer, out of a run
{% record_origin contract %}       a row of the records, and the act that made it
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from kejin.facts import Label
from kejin.planning.origins import FigureOrigin, origins_of
from kejin.planning.row import OfferLine
from kejin.runs.manifest import Manifest
from kejin.runs.opening import OpenRun
from kejin.web.words import word
from kejin.web.words.notices import KINDS

Line = tuple[Label, Label | str]


@dataclass(frozen=True, slots=True)
class Origin:
    """What is told where somebody asks for a number's origin.

    Attributes:
        of: What the number or numbers belong to, for whoever hears the page.
        lines: What is the same for all of them: source and row, dates, rules, snapshot.
        figures: What each rests on, where that differs.
        named: Whether the fold shows what it belongs to: records stand beside each other on one page.
    """

    of: Label
    lines: tuple[Line, ...]
    figures: tuple[FigureOrigin, ...] = ()
    named: bool = False


def offer_origin(run: OpenRun, line: OfferLine, enterprise_id: str = "") -> Origin:
    """The origin of the figures of an offer."""
    row = " · ".join(part for part in (line.product.key, enterprise_id) if part)
    lines = ((word("origin.row"), f"offers/ · {row}"), *run_lines(run.manifest))
    return Origin(line.product.label, lines, origins_of(run.catalogue, line))


def counted_origin(of: Label, row: str, record: Manifest, *, hows: Sequence[Line] = ()) -> Origin:
    """The origin of figures that were counted over the enterprises of a run.

    Args:
        of: What the figures belong to.
        row: The table of counts, and which rows of it.
        record: The run's record.
        hows: How each figure is counted: its name, and the rule in words.
    """
    return Origin(of, ((word("origin.row"), row), *hows, *run_lines(record)))


def run_lines(record: Manifest) -> Iterator[Line]:
    """What is the same for every figure of a run."""
    days = record.three_dates
    found: list[Line] = [
        (word("origin.source"), str(record.source.get("file", ""))),
        (
            word("origin.dates"),
            word(
                "origin.three_dates",
                *(day.isoformat() for day in (days.law, days.facts_as_of, days.known_by)),
            ),
        ),
        (word("origin.rules"), record.ruleset_digest),
        (word("origin.facts"), record.snapshot_digest),
        (word("origin.whatif"), (record.overlay or {}).get("title", "")),
        (word("origin.invented"), word("origin.synthetic" if record.synthetic else "origin.real")),
        (word("origin.software"), record.versions.get("kejin", "")),
    ]
    return ((label, text) for label, text in found if text)


def record_origin(row: Model, how: Label | None = None) -> Origin:
    """The origin of a row of the records: its table and number, the act by which it stands there, how it is counted."""
    lines: list[Line] = [(word("origin.row"), f"{row._meta.db_table} · {row.pk}")]  # noqa: SLF001 - Django's own
    batch: Any = getattr(row, "batch", None)
    act: Any = getattr(row, "act", None) or getattr(batch, "act", None)
    if act is not None:
        lines += [
            (word("origin.act"), f"{act.pk} · {act.code}"),
            (word("origin.who"), act.organisation_name),
            (word("origin.since"), act.business_date.isoformat()),
        ]
    known = getattr(row, "known_since", None)
    if known is not None:
        lines.append((word("origin.known"), known.isoformat()))
    if how is not None:
        lines.append((word("origin.how"), how))
    if batch is not None:
        lines += [(word("origin.document"), batch.document), (word("origin.digest"), batch.sha256)]
    kind = record_kind(str(row._meta.model_name))  # noqa: SLF001 - likewise
    return Origin(Label(f"{kind.zh} {row.pk}", f"{kind.en} {row.pk}"), tuple(lines), named=True)


def record_kind(kind: str) -> Label:
    """What a kind of record is called, by the name of its model."""
    return word(f"told.kind_{kind}" if kind in KINDS else "told.kind_other")
