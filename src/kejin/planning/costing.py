"""What an offer costs after every subsidy that is counted in: every flow at its date, and the effective annual rate.

The supports are those that the offer counts in; the loan is drawn on a given day by the template of its product. A
subsidy is paid when its pack says that it is claimed; where that was not read, it is assumed to be claimed once a year,
and the cost says so.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kejin.facts import Label
from kejin.instruments.costs import Basis, Claim, Cost, Fee, Limit, Purpose, Subsidy, cost_of
from kejin.money import Money, Rate
from kejin.planning.catalogue import Product, Support
from kejin.planning.offers import EnterpriseOffers, Offers
from kejin.planning.stacking import StackingRule
from kejin.planning.templates import CURRENCIES, TEMPLATES, loan_terms
from kejin.policy import Verdict

ASSUMED_CLAIM = Claim.BY_YEAR
_ASSUMED = Label(
    "{}何时拨付未读到，按每年年末计算", "when {} is paid was not read; counted at the end of each year"
)


@dataclass(frozen=True, slots=True)
class OfferCost:
    """The cost of one offer.

    Attributes:
        product: What is offered.
        cost: Every flow, and what follows from them.
        supports: The supports that pay, as the offer counts them in.
        remarks: What was assumed.
    """

    product: Product
    cost: Cost
    supports: tuple[Support, ...]
    remarks: tuple[Label, ...]


OPEN = (Verdict.ELIGIBLE.value, Verdict.NEARLY.value)


def offer_costs(
    offers: Offers, enterprise_id: str, *, start: date, verdicts: Collection[str] = OPEN
) -> dict[str, OfferCost]:
    """The cost of every offer to one enterprise that lends at a known amount, rate and term, by the product's key.

    Args:
        offers: The offers.
        enterprise_id: To whom.
        start: When the money would be paid out.
        verdicts: Of which offers; those that are open or nearly so where nothing is said.
    """
    return costs_of(offers.one(enterprise_id), start=start, verdicts=verdicts)


def costs_of(one: EnterpriseOffers, *, start: date, verdicts: Collection[str] = OPEN) -> dict[str, OfferCost]:
    """The same from the offers of one enterprise."""
    found = {}
    for product, offer in one.offers:
        if offer["verdict"] not in verdicts:
            continue
        made = _cost(product, offer, one.catalogue.rules_of(product.supports), start=start)
        if made is not None:
            found[product.key] = made
    return found


def _cost(
    product: Product, offer: Mapping[str, object], rules: Iterable[StackingRule], *, start: date
) -> OfferCost | None:
    template = TEMPLATES.get(product.document.template)
    amount, rate, months = (offer[name] for name in ("amount", "rate_ppb", "months"))
    if template is None or not (
        isinstance(amount, int) and isinstance(rate, int) and isinstance(months, int)
    ):
        return None
    if amount <= 0 or months <= 0:
        return None
    mask = offer["supports"] if isinstance(offer["supports"], int) else 0
    counted = counted_in(product, mask)
    money = Money(amount, CURRENCIES[product.currency])
    terms = loan_terms(product.document.template, money, Rate(rate), start=start, months=months)
    cost = cost_of(
        terms,
        fees=_fees(product, offer),
        subsidies=[_subsidy(support, offer) for support in counted],
        limits=limits_of(rules),
    )
    unread = [support.label for support in counted if not support.document.claimed]
    remarks = [Label(_ASSUMED.zh.format(one.zh), _ASSUMED.en.format(one.en)) for one in unread]
    if template.assumed is not None:
        remarks.insert(0, template.assumed)
    return OfferCost(product, cost, tuple(counted), tuple(remarks))


def _fees(product: Product, offer: Mapping[str, object]) -> list[Fee]:
    once = _term(product.terms.get("once_fee"), offer, "once_fee")
    yearly = offer["fee_ppb"]
    fees = [Fee(yearly)] if isinstance(yearly, int) else []
    return [*fees, Fee(once, Purpose.ONCE_FEE)] if once is not None else fees


def counted_in(product: Product, mask: int) -> list[Support]:
    """The supports of a mask that lower the borrower's cost."""
    return [s for bit, s in enumerate(product.supports) if mask >> bit & 1 and not s.bears_loss]


def limits_of(rules: Iterable[StackingRule]) -> list[Limit]:
    """The common limits in money of a calendar year."""
    return [_limit(rule) for rule in rules if rule.kind == "yearly_cap" and rule.ceiling is not None]


def claim_of(support: Support) -> Claim:
    """When a support is claimed, or what is assumed where that was not read."""
    return Claim(support.document.claimed) if support.document.claimed else ASSUMED_CLAIM


def _subsidy(support: Support, offer: Mapping[str, object]) -> Subsidy:
    def number(what: str) -> int | None:
        return _term(support.terms.get(what), offer, f"{support.key}:{what}")

    return Subsidy(
        key=support.key,
        basis=Basis(support.document.basis),
        # It is counted in, so its value is known.
        value_ppb=number("value") or 0,
        covered_max=number("amount_max"),
        yearly_cap=number("yearly_cap"),
        years=number("years"),
        claimed=claim_of(support),
    )


def _term(term: object, offer: Mapping[str, object], column: str) -> int | None:
    """A term's number: its constant, or what the offer's further columns hold for this enterprise."""
    if term is None:
        return None
    constant = getattr(term, "constant", None)
    value = constant if isinstance(constant, int) else offer.get(column)
    return value if isinstance(value, int) else None


def _limit(rule: StackingRule) -> Limit:
    return Limit(rule.members, int(rule.ceiling or 0))
