"""The figures of a policy: parameters with every version, tables with every row, each with its clause."""

from collections.abc import Iterator

from kejin.cli.handbook.markdown import escaped, heading, item, table
from kejin.cli.handbook.page import Page, figure_text, label_in, shown_bounds
from kejin.policy.documents import (
    ParameterDocument,
    RowDocument,
    TableDocument,
    TableVersion,
    Version,
)
from kejin.policy.figures import when_text


def parameters(page: Page) -> Iterator[str]:
    """Every parameter with every version, its clause and the sentence that holds the value."""
    rows = [row for document in page.policy.parameters.values() for row in _versions(page, document)]
    if not rows:
        return
    yield heading(2, page.word("parameters"))
    yield ""
    yield from table(
        [page.word(key) for key in ("name", "since", "value", "confidence", "clause", "quote")], rows
    )


def _versions(page: Page, document: ParameterDocument) -> Iterator[list[str]]:
    name = page.say(document.label.label)
    if document.pivot:
        name = page.noted(name, page.word("by_date", page.say(label_in(page, document.pivot))))
    if document.until is not None:
        name = page.noted(name, page.word("ends", document.until.isoformat()))
    bounds = shown_bounds(page, document)
    for place, version in enumerate(document.versions):
        first = page.noted(name, bounds) if place == 0 and bounds else name
        yield [first, *_version(page, document, version)]


def _version(page: Page, document: ParameterDocument, version: Version) -> list[str]:
    since = version.start.isoformat()
    if version.recorded is not None:
        since = page.noted(since, page.word("recorded", version.recorded.isoformat()))
    value = figure_text(page, version.value, document)
    if version.value is None:
        value = page.word("no_value")
    quote = escaped(version.clause.quote)
    if version.note:
        quote = page.noted(quote, escaped(version.note)) if quote else escaped(version.note)
    return [since, value, page.confidence(version.confidence), page.clause(version.clause), quote]


def tables(page: Page) -> Iterator[str]:
    """Every table with every version and row."""
    if not page.policy.tables:
        return
    yield heading(2, page.word("tables"))
    yield ""
    for document in page.policy.tables.values():
        yield heading(3, page.say(document.label.label))
        yield ""
        yield page.word("first_hit" if document.hit == "first" else "one_hit")
        yield ""
        for version in document.versions:
            yield from _table_version(page, document, version)


def _table_version(page: Page, document: TableDocument, version: TableVersion) -> Iterator[str]:
    since = version.start.isoformat()
    if version.recorded is not None:
        since = page.noted(since, page.word("recorded", version.recorded.isoformat()))
    about = [since, page.confidence(version.confidence), page.clause(version.clause)]
    if version.clause.quote:
        about.append(escaped(version.clause.quote))
    yield item(page.pair(page.word("since"), " · ".join(about)))
    yield ""
    rows = [
        [
            page.say(row.label.label),
            page.say(when_text(page.book.store.library, page.policy, row)),
            _row_value(page, document, row),
        ]
        for row in version.rows
    ]
    yield from table([page.word(key) for key in ("row", "when", "value")], rows)


def _row_value(page: Page, document: TableDocument, row: RowDocument) -> str:
    if row.value is None:
        return page.word("no_value")
    return figure_text(page, row.value, document)
