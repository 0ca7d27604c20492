"""One enterprise's row of the matrix: for each instrument the offers made to it, with cost, reasons and what to do."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kejin.assessment import ORDER, DecisionAnswer, EnterpriseAnswer
from kejin.assessment.standing import STAGES
from kejin.facts import Label
from kejin.money import RATE_SCALE
from kejin.planning.catalogue import INSTRUMENTS, Product, Support
from kejin.planning.costing import OfferCost
from kejin.planning.offers import EnterpriseOffers, Offers
from kejin.policy import Step, Verdict
from kejin.policy.wording import number_text, rate_text


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One product as it stands to one enterprise.

    Attributes:
        product: The product of the catalogue.
        verdict: Whether it is open.
        fits_stage: Whether it is meant for the enterprise's stage; None where the stage is not known.
        terms: The quoted terms that are known, each with what it is called.
        net_cost: The net cost of the first year as a rate and in money; None where the product has no cost or it is
            not known.
        net_cost_ppb: The same as a number, for sorting.
        applied: The supports that apply, as counted in the net cost or as shares of a loss.
        may_apply: The supports that may apply once a fact is known.
        reason: Why the verdict is what it is; None where the decision was not asked.
        steps: The smallest change that would open it.
        decision: The key of the decision, under which the reasons stand.
        cost: What it costs to its end, and its effective annual rate, where it was worked out.
        quoted: The quoted terms as numbers: amount in minor units, rate_ppb, months; only those that are known.
    """

    product: Product
    verdict: Verdict
    fits_stage: bool | None
    terms: tuple[tuple[Label, Label], ...]
    net_cost: Label | None
    net_cost_ppb: int | None
    applied: tuple[Support, ...]
    may_apply: tuple[Support, ...]
    reason: Label | None
    steps: tuple[Step, ...]
    decision: str
    cost: OfferCost | None = None
    quoted: Mapping[str, int] = field(default_factory=dict)

    @property
    def effective_cost(self) -> Label | None:
        """The effective annual rate after subsidy, and what all of it comes to; None where it was not worked out."""
        return effective_text(self.cost) if self.cost is not None else None


@dataclass(frozen=True, slots=True)
class Cell:
    """One instrument: the best verdict among the products for the enterprise's stage, and the offers, best first.

    `verdict` is None where no product of the catalogue is meant for the stage.
    """

    instrument: str
    label: Label
    verdict: Verdict | None
    offers: tuple[OfferLine, ...]

    @property
    def fitting(self) -> tuple[OfferLine, ...]:
        """The offers meant for the stage; all where the stage is not known."""
        return tuple(offer for offer in self.offers if offer.fits_stage is not False)

    @property
    def lead(self) -> OfferLine | None:
        """The offer to show first."""
        return self.fitting[0] if self.fitting else None


@dataclass(frozen=True, slots=True)
class Row:
    """The enterprise's stage and its six cells."""

    stage: str | None
    stage_label: Label | None
    tier: str | None
    cells: tuple[Cell, ...]


def row_of(offers: Offers, answer: EnterpriseAnswer, *, costs: Mapping[str, OfferCost] | None = None) -> Row:
    """The row of the enterprise that the answer is about.

    `costs` are the exact costs of offers by the product's key, for those to be shown with them.
    """
    told = {
        key: Why(found.answers[0].reason, found.answers[0].explanation.steps)
        for key, found in _by_key(answer.decisions)
    }
    return row_from(offers.one(answer.enterprise_id), told, costs=costs or {})


@dataclass(frozen=True, slots=True)
class Why:
    """What is told about a decision beside an offer: why it is so, and the smallest change that would open it."""

    reason: Label
    steps: tuple[Step, ...] = ()


def row_from(one: EnterpriseOffers, told: Mapping[str, Why], *, costs: Mapping[str, OfferCost]) -> Row:
    """The row of an enterprise from its offers and from what is told about decisions, by their keys."""
    lines = [
        replace(_line(product, offer, told.get(product.decision.key)), cost=costs.get(product.key))
        for product, offer in one.offers
    ]
    return Row(
        stage=one.stage,
        stage_label=STAGES.get(one.stage) if one.stage is not None else None,
        tier=one.tier,
        cells=tuple(
            _cell(name, [line for line in lines if line.product.instrument == name]) for name in INSTRUMENTS
        ),
    )


def _by_key(decisions: Sequence[DecisionAnswer]) -> Iterator[tuple[str, DecisionAnswer]]:
    for decision in decisions:
        yield decision.key, decision
        yield from _by_key(decision.parts)


def _cell(instrument: str, lines: Sequence[OfferLine]) -> Cell:
    ordered = sorted(lines, key=_rank)
    fitting = [line.verdict for line in ordered if line.fits_stage is not False]
    best = min(fitting, key=ORDER.index) if fitting else None
    return Cell(instrument, INSTRUMENTS[instrument], best, tuple(ordered))


def _rank(line: OfferLine) -> tuple[bool, int, bool, int]:
    cost = line.net_cost_ppb
    return line.fits_stage is False, ORDER.index(line.verdict), cost is None, cost or 0


def _line(product: Product, offer: Mapping[str, object], told: Why | None) -> OfferLine:
    """A line; what is refused has no terms, since nobody would ever pay or get them."""
    verdict = Verdict(str(offer["verdict"]))
    refused = verdict is Verdict.NOT_ELIGIBLE
    rate = None if refused else offer["net_cost_ppb"]
    return OfferLine(
        product=product,
        verdict=verdict,
        fits_stage=_flag(offer["fits_stage"]),
        terms=() if refused else tuple(_terms(product, offer)),
        net_cost=None if refused else _net_cost(product, offer),
        net_cost_ppb=rate if isinstance(rate, int) else None,
        applied=() if refused else _picked(product, offer["supports"]),
        may_apply=() if refused else _picked(product, offer["open_supports"]),
        reason=told.reason if told is not None else None,
        steps=told.steps if told is not None else (),
        decision=product.decision.key,
        quoted={} if refused else {name: value for name in _QUOTED if isinstance(value := offer[name], int)},
    )


_QUOTED = ("amount", "rate_ppb", "months")


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _picked(product: Product, mask: object) -> tuple[Support, ...]:
    bits = mask if isinstance(mask, int) else 0
    return tuple(support for place, support in enumerate(product.supports) if bits >> place & 1)


TERMS: Mapping[str, Label] = {
    "amount": Label("额度", "Amount"),
    "rate": Label("年利率（费率）", "Yearly rate"),
    "fee": Label("年费率", "Yearly fee"),
    "months": Label("期限", "Term"),
    "benefit": Label("可得金额", "Amount to receive"),
    "relief": Label("首年减免", "Taken off in the first year"),
    "loss_share": Label("损失分担", "Share of loss borne by others"),
    "days": Label("承诺答复", "Answer promised within"),
}


def _terms(product: Product, offer: Mapping[str, object]) -> Iterator[tuple[Label, Label]]:
    shown = (
        ("amount", offer["amount"], product.currency),
        ("rate", offer["rate_ppb"], "ppb"),
        ("fee", offer["fee_ppb"], "ppb"),
        ("months", offer["months"], "months"),
        ("benefit", offer["benefit_fen"], "fen"),
        ("relief", offer["relief"] or None, product.currency),
        ("loss_share", offer["loss_share_ppb"] or None, "ppb"),
        ("days", product.days.constant if product.days is not None else None, "days"),
    )
    for name, value, unit in shown:
        if isinstance(value, int):
            yield TERMS[name], _text(value, unit)


def _text(value: int, unit: str) -> Label:
    if unit == "months":
        return Label(f"{value} 个月", f"{value} months")
    return number_text(value, unit)


def _net_cost(product: Product, offer: Mapping[str, object]) -> Label | None:
    cost, rate = offer["net_cost"], offer["net_cost_ppb"]
    if not isinstance(cost, int) or not isinstance(rate, int):
        return None
    money = number_text(cost, product.currency)
    text = rate_text(rate)
    return Label(f"{text}（首年 {money.zh}）", f"{text} ({money.en} in the first year)")


def effective_text(made: OfferCost) -> Label | None:
    """The effective annual rate in words, with the rate before subsidies and the money; None without one rate."""
    cost, rate = made.cost, made.cost.effective_rate
    if rate is None:
        return None
    money = number_text(cost.net, made.product.currency)
    after = rate_text(round(rate * RATE_SCALE))
    rate_before = cost.effective_rate_before
    if cost.subsidised == 0 or rate_before is None:
        return Label(f"{after}（至到期共 {money.zh}）", f"{after} ({money.en} to its end)")
    before = rate_text(round(rate_before * RATE_SCALE))
    return Label(
        f"{after}（补贴前 {before}；至到期净付 {money.zh}）",
        f"{after} ({before} before subsidies; {money.en} net to its end)",
    )
