"""The document of who bears a loss: sharing.yaml names parties, limits, stop lines and agreements of a policy.

Shares, caps and lines are names of the policy's parameters, tables and rules; no figure stands here, so that an
agreement and the policy's own rules can never say two things.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from kejin.policy.documents import ClauseDocument, Document, Identifier, LabelDocument
from kejin.policy.explanation import Confidence

PartyKind = Literal[
    "lender", "guarantor", "reguarantor", "insurer", "coinsurer", "valuer", "pool", "fund", "others"
]
BORROWER = "borrower"
"""Who pays or receives a fee without being a party: a borrower bears no part of the lender's loss."""
Within = Literal["loan", "firm", "firm_year", "institution_year", "programme", "programme_year"]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class PartyDocument(Document):
    """Somebody who may bear a part of a loss. `public` says that it is public money."""

    id: Identifier
    label: LabelDocument
    kind: PartyKind
    public: bool = False


class LimitDocument(Document):
    """How much may be borne within a loan, a firm, an institution's year, the programme or its year.

    Either `amount` names an amount, or `share` a ratio and `over` a fact of the institution's year; with `funded` the
    limit is the money that the pool holds. `measures` says what counts: what the takers it binds pay, or what all
    takers pay together, of which those it binds then bear their part of what is within the limit.
    """

    id: Identifier
    label: LabelDocument
    within: Within
    amount: str = ""
    share: str = ""
    over: str = ""
    funded: bool = False
    measures: Literal["paid", "payouts"] = "paid"
    institution: str = Field(default="", description="the party whose year it is")
    takers: list[str] = Field(default_factory=list, description="the parties it binds; none means all")
    restores: bool = Field(default=False, description="money that comes back makes room again")

    @model_validator(mode="after")
    def _one_measure(self) -> "LimitDocument":
        if sum((bool(self.amount), bool(self.share), self.funded)) != 1:
            raise ValueError("a limit has an amount, or a share, or is the pool's money")
        if bool(self.share) != bool(self.over):
            raise ValueError("a limit's share goes with the fact it is a share of")
        if (self.within == "institution_year") != bool(self.institution):
            raise ValueError("a limit within an institution's year names whose year it is")
        return self


class StopLineDocument(Document):
    """Above `share` of `over` the losses of an institution's year suspend its compensation.

    `reported` names the fact that holds the whole year's losses where the institution states them.
    """

    id: Identifier
    label: LabelDocument
    institution: str
    share: str
    over: str
    reported: str = ""


class LossDocument(Document):
    """What counts as a loss. `when` is a condition on the bad loan; `covered` the most of one loan that is shared.

    `from` and `years` are the window in which the loan has to turn bad.
    """

    basis: Literal["actual_loss", "bad_balance", "guarantor_payout"]
    interest: bool = False
    when: str = ""
    covered: str = ""
    opens: str = ""
    years: str = ""
    clause: ClauseDocument
    confidence: Confidence


class TakerDocument(Document):
    """A party that takes a share of the loss; what a limit cuts off goes to `returns_to`, else stays with the bearer.

    `least` and `most` bound a share that nobody has read.
    """

    party: str
    share: str = ""
    least: str = ""
    most: str = ""
    returns_to: str = ""


class RecoveryDocument(Document):
    """Who is paid first out of what is recovered: groups of parties in turn, pro rata within a group; none is all."""

    order: list[list[str]] = Field(default_factory=list)
    clause: ClauseDocument
    confidence: Confidence


class FeeDocument(Document):
    """A yearly fee: `rate` of the amount `on`, from one party to another; one end may be the "borrower"."""

    id: Identifier
    label: LabelDocument
    payer: str
    payee: str
    rate: str
    on: str


class RoundingDocument(Document):
    """How parts come to whole fen: running sums rounded half up or down, or the largest remainder."""

    method: Literal["half_up", "floor", "largest_remainder"]
    clause: ClauseDocument


class AgreementDocument(Document):
    """Who bears what of a loss on a loan that the agreement covers.

    `bearer` bears the loss before and what is left after. `ceiling` names a ratio that the takers, together with the
    public parties of agreements before this one, may not pass. `supports` are the loss shares of supports.yaml that it
    carries out: where a stacking rule admits one of two supports, their agreements do not cover one loan together.
    """

    id: Identifier
    label: LabelDocument
    decision: Identifier
    covers: Name
    supports: list[Identifier] = Field(default_factory=list)
    bearer: str
    loss: LossDocument
    takers: list[TakerDocument] = Field(min_length=1)
    ceiling: str = ""
    rounding: RoundingDocument
    limits: list[str] = Field(default_factory=list)
    stop_lines: list[str] = Field(default_factory=list)
    recovery: RecoveryDocument
    fees: list[FeeDocument] = Field(default_factory=list)


class SharingDocument(Document):
    """sharing.yaml"""

    parties: list[PartyDocument] = Field(min_length=2)
    limits: list[LimitDocument] = Field(default_factory=list)
    stop_lines: list[StopLineDocument] = Field(default_factory=list)
    agreements: list[AgreementDocument] = Field(min_length=1)


def sharing_names(sharing: SharingDocument) -> list[tuple[str, str, str]]:
    """Every name that the document leans on: where it stands, what it is there, and the name."""
    found: list[tuple[str, str, str]] = []
    for limit in sharing.limits:
        found += [(limit.id, "cap", limit.amount), (limit.id, "ratio", limit.share)]
        found += [(limit.id, "whole", limit.over)]
    for line in sharing.stop_lines:
        found += [(line.id, "ratio", line.share), (line.id, "whole", line.over)]
        found += [(line.id, "whole", line.reported)]
    for agreement in sharing.agreements:
        found += _agreement_names(agreement)
    return [(where, what, name) for where, what, name in found if name]


def _agreement_names(agreement: AgreementDocument) -> list[tuple[str, str, str]]:
    loss = agreement.loss
    parts = [("condition", agreement.covers), ("condition", loss.when), ("loan_money", loss.covered)]
    parts += [("day", loss.opens), ("count", loss.years), ("ratio", agreement.ceiling)]
    for taker in agreement.takers:
        parts += [("loan_share", taker.share), ("loan_share", taker.least), ("loan_share", taker.most)]
    for fee in agreement.fees:
        parts += [("loan_share", fee.rate), ("loan_money", fee.on)]
    return [(agreement.id, what, name) for what, name in parts]
