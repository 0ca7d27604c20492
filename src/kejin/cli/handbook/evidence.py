"""What a policy rests on: cases, sources, and what is missing."""

from collections.abc import Iterator

from kejin.cli.handbook.markdown import anchor, escaped, heading, item, table
from kejin.cli.handbook.page import Page, label_in
from kejin.cli.handbook.words import WORDS
from kejin.cli.pages.environment import is_address, slug
from kejin.cli.pages.wording import VERDICTS
from kejin.facts import Label
from kejin.packs import naming
from kejin.policy import Confidence, Verdict
from kejin.policy.documents import CaseDocument, SourceDocument

ANSWERS = {"true": Label("是", "yes"), "false": Label("否", "no"), "unknown": WORDS["unknown"]}
UNSURE = (Confidence.UNCONFIRMED, Confidence.WEAK)


def cases(page: Page) -> Iterator[str]:
    """The written cases: what each expects, why, and who says so."""
    if not page.policy.cases:
        return
    yield heading(2, page.word("cases"))
    yield ""
    yield page.word("cases_note")
    yield ""
    head = ("case", "kind", "law_date", "expects", "why", "clause")
    yield from table(
        [page.word("case"), "", *(page.word(key) for key in head[2:])],
        [_case(page, case) for case in sorted(page.policy.cases, key=lambda case: case.kind)],
    )


def _case(page: Page, case: CaseDocument) -> list[str]:
    expected = ("；" if page.language == "zh" else "; ").join(
        page.pair(page.say(_asked(page, name)), _answer(page, value)) for name, value in case.expect.items()
    )
    clause = page.clause(case.source)
    if case.source.quote:
        clause = page.pair(clause, escaped(case.source.quote))
    return [escaped(case.id), page.word(case.kind), case.law.isoformat(), expected, escaped(case.why), clause]


def _asked(page: Page, name: str) -> Label:
    decision = page.policy.decisions.get(name)
    return decision.label.label if decision is not None else label_in(page, name)


def _answer(page: Page, value: str | None) -> str:
    if value is None:
        return page.word("unknown")
    if value in VERDICTS:
        return page.say(VERDICTS[Verdict(value)])
    return page.say(ANSWERS.get(value, Label(value, value)))


def missing(page: Page) -> Iterator[str]:
    """What nobody has seen, what rests on little, and the questions that the sources left open."""
    yield heading(2, page.word("gaps"))
    yield ""
    unsure = list(_unsure(page))
    if unsure:
        yield page.word("unsure")
        yield ""
        yield from table([page.word(key) for key in ("name", "since", "confidence", "clause")], unsure)
    if page.policy.head.missing:
        yield page.word("questions")
        yield ""
        yield from (item(page.say(text.label)) for text in page.policy.head.missing)
        yield ""
    if not unsure and not page.policy.head.missing:
        yield page.word("nothing_missing")
        yield ""


def _unsure(page: Page) -> Iterator[list[str]]:
    for document in page.policy.parameters.values():
        for version in document.versions:
            if version.value is None or version.confidence in UNSURE:
                known = (
                    page.word("no_value") if version.value is None else page.confidence(version.confidence)
                )
                name = page.say(document.label.label)
                yield [name, version.start.isoformat(), known, page.clause(version.clause)]
    for table_document in page.policy.tables.values():
        for table_version in table_document.versions:
            rows = [row for row in table_version.rows if row.value is None]
            name, day = page.say(table_document.label.label), table_version.start.isoformat()
            clause = page.clause(table_version.clause)
            for row in rows:
                yield [page.noted(name, page.say(row.label.label)), day, page.word("no_value"), clause]
            if table_version.confidence in UNSURE and len(rows) < len(table_version.rows):
                yield [name, day, page.confidence(table_version.confidence), clause]


def sources(page: Page) -> Iterator[str]:
    """The documents the policy rests on, what kind of copy was read, and where."""
    yield heading(2, page.word("sources"))
    yield ""
    head = ("title", "number", "issuer", "issued", "effective", "kind", "read")
    yield from table(
        [page.word(key) for key in head], [_source(page, source) for source in page.policy.sources.values()]
    )


def _source(page: Page, source: SourceDocument) -> list[str]:
    read = f"<{source.read}>" if is_address(source.read) and " " not in source.read else escaped(source.read)
    return [
        anchor(f"source-{slug(source.id)}") + page.say(source.title.label),
        escaped(source.number),
        escaped(source.issuer),
        source.issued.isoformat() if source.issued else "",
        source.effective.isoformat() if source.effective else "",
        page.say(naming.SOURCE_KINDS[source.kind]),
        read,
    ]
