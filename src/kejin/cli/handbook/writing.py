"""The handbook as files: one page for each policy and language, and an index for each language."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from kejin.cli.handbook import deciding, evidence, figures, market
from kejin.cli.handbook.markdown import escaped, heading, item, link, paragraph, table
from kejin.cli.handbook.page import Book, Language, Page, figure_text
from kejin.cli.pages.wording import CONFIDENCE
from kejin.facts import Label
from kejin.packs import naming
from kejin.planning import INSTRUMENTS
from kejin.policy import Policy, PolicyStore
from kejin.policy.timetable import LegalEvent, timetable
from kejin.policy.wording import value_text

LANGUAGES: tuple[Language, ...] = ("zh", "en")
# A longer list stands once, among the figures.
FEW_CODES = 12
SECTIONS = (
    deciding.decisions,
    deciding.quantities,
    figures.parameters,
    figures.tables,
    deciding.versions,
    deciding.others,
    market.products,
    market.supports,
    market.stacking,
    market.borrowing,
    evidence.cases,
    evidence.missing,
    evidence.sources,
)
WHAT: Mapping[str, Label] = {
    "policy": Label("政策", "policy"),
    "decision": Label("判断", "decision"),
    "parameter": Label("数值", "figure"),
    "table": Label("分档表", "table"),
    "rule": Label("算法", "formula"),
}


def handbook(store: PolicyStore, languages: Sequence[Language] = LANGUAGES) -> dict[str, str]:
    """Every page by its path ("zh/lpr.md", "en/index.md")."""
    book = Book(store)
    pages = {f"{language}/index.md": index_page(book, languages, language) for language in languages}
    for policy in store.policies.values():
        for language in languages:
            pages[f"{language}/{policy.id}.md"] = policy_page(book, policy, language, languages=languages)
    return pages


def write_handbook(pages: Mapping[str, str], folder: Path) -> None:
    """Write the pages below a folder."""
    for path, text in pages.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def policy_page(
    book: Book, policy: Policy, language: Language, *, languages: Sequence[Language] = LANGUAGES
) -> str:
    """One policy in one language."""
    page = Page(book, policy, language)
    lines = [*_head(page, languages), *_changes(page)]
    for section in SECTIONS:
        lines.extend(section(page))
    return _text(lines)


def _text(lines: Sequence[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"


def _head(page: Page, languages: Sequence[Language]) -> Iterator[str]:
    head = page.policy.head
    yield heading(1, page.say(page.policy.label))
    yield ""
    ways = [link(page.word("to_index"), "index.md")]
    ways += [
        link(page.word("other_language"), f"../{other}/{page.policy.id}.md")
        for other in languages
        if other != page.language
    ]
    yield " · ".join(ways)
    yield ""
    if head.jurisdiction == "demonstration":
        yield f"**{page.word('demonstration')}**"
        yield ""
    yield paragraph(page.say(page.policy.summary))
    yield ""
    until = head.until.isoformat() if head.until else page.word("no_end")
    rows = {
        "jurisdiction": page.say(_place(head.jurisdiction)),
        "instrument": page.say(INSTRUMENTS[head.instrument]),
        "audience": page.say(naming.AUDIENCES[head.audience]),
        "in_force": f"{head.start} – {until}",
        "checked": head.checked_through.isoformat(),
        "near": _near(page),
        "policy_id": escaped(page.policy.id),
    }
    yield from (item(page.pair(page.word(key), text)) for key, text in rows.items())
    yield ""


def _place(jurisdiction: str) -> Label:
    return naming.JURISDICTIONS.get(jurisdiction, Label(jurisdiction, jurisdiction))


def _near(page: Page) -> str:
    nearly = page.policy.head.nearly
    if not nearly.conditions:
        return page.word("never_near")
    share = page.say(value_text(int(Fraction(nearly.share) * 10**9), "ppb"))
    return page.word("near_text", share, str(nearly.units), str(nearly.days), str(nearly.conditions))


def _changes(page: Page) -> Iterator[str]:
    """When the policy, its decisions, figures and formulas begin, change and end; the first figures stand below."""
    yield heading(2, page.word("changes"))
    yield ""
    rows = []
    for change in timetable(page.book.store.only([page.policy.id])):
        if change.what in ("parameter", "table") and _is_first(page.policy, change):
            continue
        named = page.pair(page.say(WHAT[change.what]), page.say(change.label))
        clause = page.clause(change.clause) if change.clause.doc else ""
        rows.append([change.day.isoformat(), named, _becomes(page, change), clause])
    yield from table([page.word(key) for key in ("day", "changed", "becomes", "clause")], rows)


def _is_first(policy: Policy, change: LegalEvent) -> bool:
    document = policy.parameters.get(change.name) or policy.tables[change.name]
    return change.day <= min(version.start for version in document.versions)


def _becomes(page: Page, change: LegalEvent) -> str:
    document = page.policy.parameters.get(change.name) if change.what == "parameter" else None
    if change.what == "table":
        return ""
    version = next((v for v in document.versions if v.start == change.day), None) if document else None
    if document is None or version is None or change.clause != version.clause:
        return page.say(change.text)
    if isinstance(version.value, list) and len(version.value) > FEW_CODES:
        return page.word("codes", str(len(version.value)))
    return figure_text(page, version.value, document)


def index_page(book: Book, languages: Sequence[Language], language: Language) -> str:
    """The list of all policies, by jurisdiction and instrument."""
    policies = list(book.store.policies.values())
    page = Page(book, policies[0], language)
    lines = [heading(1, page.word("handbook")), ""]
    lines += [link(page.word("other_language"), f"../{o}/index.md") for o in languages if o != language]
    lines += ["", page.word("intro"), ""]
    for jurisdiction in _ordered(policies):
        lines += [heading(2, page.say(_place(jurisdiction))), ""]
        for instrument, label in INSTRUMENTS.items():
            own = [
                p for p in policies if (p.head.jurisdiction, p.head.instrument) == (jurisdiction, instrument)
            ]
            if own:
                lines += [heading(3, page.say(label)), "", *_listing(book, own, language)]
    return _text(lines)


def _ordered(policies: Sequence[Policy]) -> list[str]:
    there = dict.fromkeys(policy.head.jurisdiction for policy in policies)
    named = [name for name in naming.JURISDICTIONS if name in there]
    # Of a place without a name of its own here the id is the name; what is invented comes last.
    unnamed = sorted(name for name in there if name not in naming.JURISDICTIONS)
    return sorted([*named, *unnamed], key=lambda name: name == "demonstration")


def _listing(book: Book, policies: Sequence[Policy], language: Language) -> list[str]:
    rows = []
    for policy in policies:
        page = Page(book, policy, language)
        until = f" – {policy.head.until}" if policy.head.until else ""
        rows.append(
            [
                page.to_policy(policy),
                page.say(policy.summary),
                f"{policy.head.start}{until}",
                policy.head.checked_through.isoformat(),
                _known(page),
                str(len(policy.head.missing)),
            ]
        )
    page = Page(book, policies[0], language)
    head = ("policy", "what", "in_force", "checked", "values_known", "open_questions")
    return table([page.word(key) for key in head], rows)


def _known(page: Page) -> str:
    """How well the values of the policy are known: how many of each confidence, and how many have none."""
    versions = [v for p in page.policy.parameters.values() for v in p.versions]
    known = [v.confidence for v in versions if v.value is not None]
    rows = [
        (version.confidence, row.value)
        for document in page.policy.tables.values()
        for version in document.versions
        for row in version.rows
    ]
    known += [confidence for confidence, value in rows if value is not None]
    none = len(versions) + len(rows) - len(known)
    told = [f"{page.say(label)} {known.count(key)}" for key, label in CONFIDENCE.items() if key in known]
    return page.listed([*told, *([f"{page.word('no_value')} {none}"] if none else [])])
