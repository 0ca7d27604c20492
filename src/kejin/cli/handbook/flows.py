"""The cash flows of a product's contract as a picture, for a round amount."""

from base64 import b64encode
from collections.abc import Iterator
from datetime import date

from kejin.cli.flow_picture import flow_picture
from kejin.cli.handbook.page import Page, day_shown
from kejin.instruments.costs import Fee, Purpose, cost_of
from kejin.money import RATE_SCALE, Money, Rate
from kejin.planning.catalogue import node_name
from kejin.planning.templates import CURRENCIES, TEMPLATES, loan_terms
from kejin.policy import ProductDocument, quoted_names

AMOUNT = 1_000_000_00
START = date(2026, 1, 1)
# Where a product's own terms depend on the enterprise.
RATE_PPB, MONTHS = 3 * RATE_SCALE // 100, 36


def cash_flows(page: Page, document: ProductDocument) -> Iterator[str]:
    """The picture with a line on what it shows; nothing for what is no borrowing."""
    template = TEMPLATES.get(document.template)
    if template is None:
        return
    nodes = page.book.ruleset(page.policy, day_shown(page.policy)).nodes
    names = quoted_names(document.quote)
    terms = {
        what: node.term for what, name in names.items() if (node := nodes.get(node_name(page.policy, name)))
    }
    constants = {
        what: term.constant
        for what, term in terms.items()
        if isinstance(term.constant, int) and not isinstance(term.constant, bool)
    }
    rate, months = constants.get("rate", RATE_PPB), constants.get("months", MONTHS)
    currency = CURRENCIES.get(terms["amount"].unit if "amount" in terms else "", CURRENCIES["fen"])
    loan = loan_terms(document.template, Money(AMOUNT, currency), Rate(rate), start=START, months=months)
    fees = [
        Fee(constants[what], purpose)
        for what, purpose in (("fee", Purpose.FEE), ("once_fee", Purpose.ONCE_FEE))
        if what in constants
    ]
    drawn = flow_picture(
        cost_of(loan, fees=fees).flows, currency=currency, language=page.language, dark=False
    )
    example = page.word("for_example")
    shown = page.word(
        "flows_shown",
        currency.value,
        page.say(template.label),
        page.noted(f"{rate * 100 / RATE_SCALE:g}%", "" if "rate" in constants else example),
        page.noted(str(months), "" if "months" in constants else example),
    )
    yield shown
    yield ""
    data = b64encode(drawn.encode()).decode()
    yield f'<img style="background:#fff" alt="{page.word("flows")}" src="data:image/svg+xml;base64,{data}">'
    yield ""
