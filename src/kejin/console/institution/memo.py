"""The credit memo of a financing: application, reasons and figures with their sources, offers, approvals, history."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.http import Http404, HttpResponseBase

from kejin.console.common.tablefiles import download
from kejin.console.institution.approving import approvals_of
from kejin.console.institution.evidence import Evidence, evidence_for, product_label
from kejin.console.institution.memo_pdf import pdf_of
from kejin.console.institution.memo_word import word_of
from kejin.facts import Label
from kejin.money import Currency, format_rate, readable_money
from kejin.planning.origins import FigureOrigin
from kejin.policy import ClauseRef, places
from kejin.records.actions.action import action_kinds
from kejin.records.financing.models import Financing
from kejin.records.financing.steps import REFUSALS, STATE_WORDS, State
from kejin.web.needs import LENDER
from kejin.web.origins import Origin, offer_origin
from kejin.web.pages import page
from kejin.web.permissions import one_visible
from kejin.web.visitors import PageRequest
from kejin.web.words import is_chinese, say, word

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = {"pdf": "application/pdf", "docx": _DOCX}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a memo: sentences, and a table whose first row are its heads; either may be empty."""

    title: str
    sentences: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Memo:
    """A memo in one language, ready to be written.

    Attributes:
        marks: What has to be known before reading: that the figures are synthetic, that rules have changed.
        footer: When it was made and on what it rests.
    """

    language: str
    title: str
    marks: tuple[str, ...]
    sections: tuple[Section, ...]
    footer: str

    def as_plain(self) -> dict[str, Any]:
        """The memo as JSON values."""
        return asdict(self)


@page(LENDER)
def memo(request: PageRequest, number: int, kind: str) -> HttpResponseBase:
    """The memo as a file."""
    if kind not in KINDS:
        raise Http404
    found: Financing = one_visible(request.visitor, Financing, number)
    made = memo_of(found, str(request.visitor.day))
    content = pdf_of(made.as_plain()) if kind == "pdf" else word_of(made.as_plain())
    return download(content, f"{made.title}-{found}.{kind}", KINDS[kind])


def memo_of(found: Financing, day: str) -> Memo:
    """The memo of a financing as things stand, in the page's language."""
    evidence = evidence_for(found)
    marks = []
    if evidence is not None and evidence.run.synthetic:
        marks.append(say(word("web.synthetic")))
    if evidence is not None and evidence.run.is_changed:
        marks.append(say(word("web.rules_changed")))
    sections = (
        _application(found),
        *(_evidence(evidence) if evidence is not None and evidence.line is not None else (_nothing(),)),
        _offers(found),
        _approvals(found),
        _history(found),
    )
    kept = tuple(one for one in sections if one.sentences or len(one.table) > 1)
    language = "zh" if is_chinese() else "en"
    return Memo(
        language, say(word("institution.memo")), tuple(marks), kept, say(word("institution.memo_foot", day))
    )


def _money(found: Financing, minor: int) -> str:
    return readable_money(minor, Currency(found.currency), language="zh" if is_chinese() else "en")


def _application(found: Financing) -> Section:
    rows = (
        ("enterprise", found.enterprise.name),
        ("code", found.enterprise.credit_code or ""),
        ("amount", _money(found, found.amount_minor)),
        ("term", say(word("institution.n_months", found.term_months))),
        ("purpose", found.purpose),
        ("product", say(product_label(found.product))),
        ("state", say(STATE_WORDS[State(found.state)])),
    )
    heads = (say(word("institution.item")), say(word("institution.content")))
    told = tuple((say(word(f"institution.{name}")), value) for name, value in rows)
    return Section(f"{say(word('institution.application'))} {found}", (), (heads, *told))


def _nothing() -> Section:
    return Section(say(word("institution.evidence")), (say(word("institution.no_evidence")),))


def _evidence(evidence: Evidence) -> Iterator[Section]:
    """What the run says about the product, its conditions one by one, and the clauses that they rest on."""
    line = evidence.line
    assert line is not None  # noqa: S101 - only asked where there is one
    dates = evidence.run.manifest.three_dates
    sentences = [f"{say(line.product.label)} · {say(word(f'web.{line.verdict.value}'))}"]
    sentences += [say(line.reason)] if line.reason is not None else []
    costs = (("net_cost", line.net_cost), ("effective_cost", line.effective_cost))
    sentences += [f"{say(word(f'enterprise.{name}'))}: {say(one)}" for name, one in costs if one is not None]
    sentences += [f"{say(what)}: {say(value)}" for what, value in line.terms]
    sentences.append(say(word("enterprise.dates", dates.law, dates.facts_as_of, dates.known_by)))
    sentences.append(f"{say(word('enterprise.ruleset'))} {evidence.run.ruleset.digest}")
    yield Section(say(word("institution.evidence")), tuple(sentences))
    conditions = [one for _, conditions in evidence.trees for one in conditions]
    heads = (
        say(word("institution.condition")),
        say(word("institution.outcome")),
        say(word("institution.sources")),
    )
    rows = tuple(
        (f"{_mark(verdict=one.verdict)} {say(one.label)}", say(one.sentence), _sources(one))
        for one in conditions
    )
    yield Section(say(word("institution.conditions")), (), (heads, *rows))
    yield _origin(offer_origin(evidence.run, line))


def _origin(origin: Origin) -> Section:
    """Where the figures come from: what each rests on, and what is the same for all of them."""
    heads = (say(word("origin.figure")), say(word("origin.rests_on")))
    rows = [(say(one.figure), _rests_on(one)) for one in origin.figures]
    rows += [(say(label), say(text) if isinstance(text, Label) else text) for label, text in origin.lines]
    return Section(say(word("origin.ask")), (), (heads, *rows))


def _rests_on(one: FigureOrigin) -> str:
    told = [say(one.rule)]
    if one.confidence is not None:
        told.append(say(word(f"web.confidence_{one.confidence.value}")))
    told += [_clause(ref) for ref in one.clauses]
    told += [f"{say(value.label)} {say(value.text)} {_clause(value.clause)}" for value in one.values]
    return "; ".join(" ".join(part.split()) for part in told)


def _clause(ref: ClauseRef) -> str:
    return f"{say(ref.title)} {ref.number} {say(places.article(ref.at)) if ref.at else ''}"


def _mark(*, verdict: bool | None) -> str:
    return "?" if verdict is None else "✓" if verdict else "✗"


def _sources(condition: Any) -> str:
    """The clauses below a condition, and the cells that its facts came from."""
    found: dict[str, None] = {}
    for node in _below(condition):
        for ref in (*node.clauses, *(ref for one in node.inputs for ref in one.clauses)):
            at = say(places.article(ref.at)) if ref.at else ""
            found[" ".join(part for part in (say(ref.title), ref.number, at) if part)] = None
        for one in node.inputs:
            if one.source is not None:
                found[f"{one.source.file} {one.source.sheet} {one.source.cell}".strip()] = None
    return "; ".join(found)


def _below(condition: Any) -> Iterator[Any]:
    yield condition
    for child in condition.children:
        yield from _below(child)


def _offers(found: Financing) -> Section:
    heads = tuple(
        say(word(f"institution.{name}"))
        for name in ("principal", "rate", "months", "repayment", "valid_until")
    )
    rows = tuple(
        (
            _money(found, one.principal_minor), format_rate(one.rate_ppb), str(one.term_months),
            say(word(f"institution.repayment_{one.repayment}")), one.valid_until.isoformat(),
        )
        for one in found.offers.order_by("-pk")
    )  # fmt: skip
    return Section(say(word("institution.offers")), (), (heads, *rows))


def _approvals(found: Financing) -> Section:
    """Who put what up, who decided, and what was found: with the reasons."""
    sentences: list[str] = []
    for one in approvals_of(found):
        said = [
            _money(found, one.approval.amount_minor),
            say(one.state),
            say(word("institution.opened_by", one.opened_by)),
        ]
        said += [
            f"{_mark(verdict=each.approved)} {each.name} {_said(each.reason)}".strip()
            for each in one.decisions
        ]
        sentences.append(" · ".join(said))
        sentences += [f"{say(finding)} — {say(weight)}" for finding, weight in one.findings]
    return Section(say(word("institution.approvals")), tuple(sentences))


def _said(reason: Label | None) -> str:
    return "" if reason is None else f"({say(reason)})"


def _history(found: Financing) -> Section:
    heads = tuple(say(word(f"institution.{name}")) for name in ("day", "what", "state", "who"))
    rows = tuple(
        (
            event.act.business_date.isoformat(),
            f"{say(action_kinds()[event.code].label)} {_said(REFUSALS.get(event.reason_code))}".strip(),
            say(STATE_WORDS[State(event.to_state)]), event.act.organisation_name,
        )
        for event in found.events.select_related("act").order_by("pk")
    )  # fmt: skip
    return Section(say(word("institution.timeline")), (), (heads, *rows))
