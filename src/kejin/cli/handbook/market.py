"""What a policy brings to the market: products, supports, how they stack; and what policies borrow from one another."""

from collections.abc import Iterator, Mapping

from kejin.assessment.standing import STAGES
from kejin.cli.handbook import words
from kejin.cli.handbook.flows import cash_flows
from kejin.cli.handbook.markdown import escaped, heading, item, paragraph, table
from kejin.cli.handbook.page import Page, label_in
from kejin.facts import Label
from kejin.packs import naming
from kejin.planning import INSTRUMENTS
from kejin.policy import (
    Policy,
    ProductDocument,
    StackingDocument,
    SupportDocument,
    quoted_names,
    support_names,
)


def products(page: Page) -> Iterator[str]:
    """What an enterprise can apply for under the policy."""
    if not page.policy.products:
        return
    yield heading(2, page.word("products"))
    yield ""
    for document in page.policy.products.values():
        yield heading(3, page.say(document.label.label))
        yield ""
        yield paragraph(page.say(document.summary.label))
        yield ""
        yield from (item(page.pair(name, text)) for name, text in _product(page, document) if text)
        yield ""
        yield from cash_flows(page, document)


def _product(page: Page, document: ProductDocument) -> Iterator[tuple[str, str]]:
    yield page.word("provider"), page.say(document.provider.label)
    instrument = page.say(INSTRUMENTS[document.instrument])
    kind = page.say(naming.PRODUCT_KINDS[document.kind])
    yield page.word("instrument"), page.noted(instrument, kind)
    yield page.word("stages"), page.listed(page.say(STAGES[stage]) for stage in document.stages)
    yield page.word("opens"), _decision(page, document.decision)
    quoted = quoted_names(document.quote)
    if document.response_days:
        quoted = {**quoted, "response_days": document.response_days}
    yield page.word("quoted"), _terms(page, quoted)
    if document.repayment:
        yield page.word("repayment"), page.say(words.REPAYMENTS[document.repayment])
    yield page.word("goes_with"), page.listed(_support_name(page, key) for key in document.supports)
    yield page.word("hand_in"), page.listed(page.say(one.label) for one in document.documents)


def _decision(page: Page, name: str) -> str:
    document = page.policy.decisions.get(name)
    return page.say(document.label.label) if document is not None else escaped(name)


def _terms(page: Page, named: Mapping[str, str]) -> str:
    told = [
        page.pair(page.say(words.TERMS[term]), page.say(label_in(page, name))) for term, name in named.items()
    ]
    return ("；" if page.language == "zh" else "; ").join(told)


def _support_name(page: Page, key: str) -> str:
    owner, _, name = key.partition(".")
    policy = page.book.store.library.get(owner)
    found = policy.supports.get(name) if policy is not None else None
    label = page.say(found.label.label) if found is not None else escaped(key)
    return label if owner == page.policy.id else page.noted(label, page.other(owner))


def supports(page: Page) -> Iterator[str]:
    """The subsidies, guarantees and loss shares that the policy brings."""
    rows = [_support(page, document) for document in page.policy.supports.values()]
    if rows:
        yield heading(2, page.word("supports"))
        yield ""
        head = ("name", "level", "form", "basis", "limits", "opens", "kinds")
        yield from table([page.word(key) for key in head], rows)


def _support(page: Page, document: SupportDocument) -> list[str]:
    kinds = page.listed(page.say(naming.PRODUCT_KINDS[kind]) for kind in document.products)
    return [
        page.say(document.label.label),
        page.say(naming.LEVELS[document.level]),
        page.say(naming.FORMS[document.form]),
        page.say(naming.BASES[document.basis]),
        _terms(page, support_names(document)),
        _decision(page, document.decision),
        kinds or page.word("any_kind"),
    ]


def stacking(page: Page) -> Iterator[str]:
    """Which supports one contract may carry together: by this policy, and by others about its supports."""
    own = [_stacking(page, rule, page.policy) for rule in page.policy.stacking.values()]
    if own:
        yield heading(2, page.word("stacking"))
        yield ""
        yield from table([page.word(key) for key in ("name", "rule", "members", "confidence", "clause")], own)
    named = {
        (policy.id, rule.id): (policy, rule)
        for support in page.policy.supports
        for policy, rule in page.book.stackings.get(f"{page.policy.id}.{support}", [])
        if policy.id != page.policy.id
    }
    if named:
        yield heading(2, page.word("stacking_elsewhere"))
        yield ""
        for policy, rule in named.values():
            text = page.pair(page.say(rule.label.label), page.say(words.STACKINGS[rule.kind]))
            yield item(page.noted(text, page.to_policy(policy)))
        yield ""


def _stacking(page: Page, rule: StackingDocument, policy: Policy) -> list[str]:
    how = page.say(words.STACKINGS[rule.kind])
    if rule.ceiling:
        how = page.pair(how, page.say(label_in(page, rule.ceiling, policy)))
    members = page.listed(_support_name(page, key) for key in rule.members)
    clause = page.clause(rule.clause)
    if rule.clause.quote:
        clause = page.pair(clause, escaped(rule.clause.quote))
    return [page.say(rule.label.label), how, members, page.confidence(rule.confidence), clause]


def borrowing(page: Page) -> Iterator[str]:
    """The names a policy borrows, and who borrows from it."""
    uses = [
        [page.say(_label_there(page, owner, leaf)), page.other(owner)]
        for owner, leaf in page.policy.uses.values()
    ]
    if uses:
        yield heading(2, page.word("uses"))
        yield ""
        yield from table([page.word("what"), page.word("policy")], uses)
    lent = [
        [page.say(label_in(page, leaf)), page.to_policy(borrower)]
        for borrower, leaf, _ in page.book.borrowers.get(page.policy.id, [])
    ]
    if lent:
        yield heading(2, page.word("lends"))
        yield ""
        yield from table([page.word("what"), page.word("policy")], lent)


def _label_there(page: Page, owner: str, leaf: str) -> Label:
    policy = page.book.store.library.get(owner)
    return label_in(page, leaf, policy) if policy is not None else Label(leaf, leaf)
