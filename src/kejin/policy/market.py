"""The documents of what can be had: products, the supports that go with them, and how supports stack.

    products.yaml   what an enterprise can apply for, with the names of its quoted terms
    supports.yaml   subsidies, guarantees and loss shares that lower a product's cost or the lender's loss
    stacking.yaml   which supports one contract may carry together

They name parameters, tables and rules of their policy; no figure stands in them.
"""

from typing import Annotated, Literal

from pydantic import Field

from kejin.policy.documents import ClauseDocument, Document, Identifier, LabelDocument
from kejin.policy.explanation import Confidence

Instrument = Literal["fund", "loan", "bond", "equity", "futures", "policy"]
Stage = Literal["seed", "startup", "growth", "expansion", "mature"]
ProductKind = Literal[
    "working_capital",
    "fixed_asset",
    "rd_loan",
    "ip_pledge",
    "merger_loan",
    "renewal",
    "credit_line",
    "guaranteed_loan",
    "bond",
    "ip_securitisation",
    "insurance",
    "hedge",
    "equity",
    "listing",
    "subsidy",
    "foreign_debt",
]
Repayment = Literal[
    "", "bullet", "interest_only", "equal_instalment", "equal_principal", "custom", "revolving"
]
Template = Literal[
    "",
    "bullet_loan",
    "interest_only_loan",
    "level_loan",
    "equal_principal_loan",
    "planned_loan",
    "stepped_loan",
    "balloon_loan",
    "grace_loan",
    "revolving_line",
    "renewal_loan",
    "growth_sharing_loan",
    "warrant_loan",
    "guarantee_cover",
    "bullet_bond",
    "securitisation",
    "insurance_cover",
    "hedge",
    "stake",
    "benefit",
    "listing",
]
Claimed = Literal["", "with_payment", "by_quarter", "by_year", "after_repayment"]
SupportForm = Literal["interest", "guarantee_fee", "premium", "valuation_fee", "loss_share", "funding"]
Basis = Literal[
    "share_of_interest",
    "points_of_rate",
    "share_of_fee",
    "share_of_premium",
    "share_of_cost",
    "share_of_loss",
]
Reference = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")]


class QuoteDocument(Document):
    """The names of a product's quoted terms; an empty name is a term that the product does not have.

    `rate` and `fee` are yearly shares of the amount, `once_fee` is paid once, `benefit` is money received.
    """

    amount: str = ""
    rate: str = ""
    fee: str = ""
    once_fee: str = ""
    months: str = ""
    benefit: str = ""


class ProductDocument(Document):
    """Something that an enterprise can apply for; `template` is the contract that its quoted terms stand for."""

    id: Identifier
    label: LabelDocument
    summary: LabelDocument
    provider: LabelDocument
    instrument: Instrument
    kind: ProductKind
    template: Template = ""
    stages: list[Stage] = Field(min_length=1)
    decision: Identifier
    quote: QuoteDocument = QuoteDocument()
    repayment: Repayment = ""
    supports: list[Reference] = Field(default_factory=list)
    documents: list[LabelDocument] = Field(default_factory=list)
    response_days: str = ""


class SupportDocument(Document):
    """A subsidy, a guarantee or a share of losses that goes with a product.

    `value` is the share that it bears on its `basis`; `yearly_cap`, `amount_max` and `years` limit it. `claimed` says
    when it can be claimed, which is the earliest that it is paid; empty where that was not read.
    """

    id: Identifier
    label: LabelDocument
    level: Literal["central", "province", "city", "district", "market"]
    form: SupportForm
    decision: Identifier
    basis: Basis
    value: str
    yearly_cap: str = ""
    amount_max: str = ""
    years: str = ""
    claimed: Claimed = ""
    products: list[ProductKind] = Field(
        default_factory=list, description="kinds it goes with; none means any"
    )


class StackingDocument(Document):
    """A rule on supports of one contract.

    `one_of`: at most one of the members, the one that brings most. `ceiling`: the members' shares together stay
    within the ratio parameter that `ceiling` names. `yearly_cap`: what the members pay in a year stays within the
    money parameter that `ceiling` names.
    """

    id: Identifier
    label: LabelDocument
    kind: Literal["one_of", "ceiling", "yearly_cap"]
    members: list[Reference] = Field(min_length=1)
    ceiling: str = ""
    clause: ClauseDocument
    confidence: Confidence


class ProductsDocument(Document):
    """products.yaml"""

    products: list[ProductDocument]


class SupportsDocument(Document):
    """supports.yaml"""

    supports: list[SupportDocument]


class StackingsDocument(Document):
    """stacking.yaml"""

    stacking: list[StackingDocument]


def quoted_names(quote: QuoteDocument) -> dict[str, str]:
    """The terms that a product has, by what each is, with the name that stands for it."""
    return {term: name for term, name in quote.model_dump().items() if name}


def support_names(support: SupportDocument) -> dict[str, str]:
    """The names behind a support's value and limits, by what each is."""
    named = {
        "value": support.value,
        "yearly_cap": support.yearly_cap,
        "amount_max": support.amount_max,
        "years": support.years,
    }
    return {term: name for term, name in named.items() if name}
