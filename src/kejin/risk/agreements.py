"""The sharing agreements of a ruleset, put in the order in which they apply to a loss.

What a pack writes in sharing.yaml is resolved here: names become the nodes of the compiled rules, roles become parties,
and lenders and guarantors of different policies become one party, so that agreements can stand on each other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from kejin.errors import RiskError
from kejin.facts import Label
from kejin.policy import (
    BORROWER,
    AgreementDocument,
    FeeDocument,
    LimitDocument,
    PartyDocument,
    Policy,
    Ruleset,
    SharingDocument,
    StopLineDocument,
)

# These roles are the loan's own parties, whatever agreement speaks of them; all others are the agreement's.
SHARED_ROLES = {
    "lender": Label("贷款银行", "The lending bank"),
    "guarantor": Label("担保机构", "The guarantor"),
    "insurer": Label("保险公司", "The insurer"),
    "valuer": Label("评估公司", "The valuer"),
}
BORROWER_LABEL = Label("借款人", "The borrower")
INSTITUTION_OF = {"lender": "institution_id", "guarantor": "loan_guarantor_id"}
"""The fact of a loan that names the institution behind a role."""
LENDER = "lender"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who may bear a part of a loss; `key` is the role, or "policy.party" for a party of one agreement."""

    key: str
    label: Label
    kind: str
    public: bool


@dataclass(frozen=True, slots=True)
class Taker:
    """A party that takes a share: the nodes behind its share and its bounds, empty where there is none."""

    party: int
    share: str
    least: str
    most: str
    returns_to: int | None


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit with its key "policy.limit", the party whose year it is, and the nodes behind it."""

    key: str
    label: Label
    document: LimitDocument
    institution: int | None
    amount: str
    share: str
    over: str


@dataclass(frozen=True, slots=True)
class StopLine:
    """A stop line with its key "policy.line", the party whose year it is, and the nodes behind it."""

    key: str
    label: Label
    document: StopLineDocument
    institution: int
    share: str
    over: str
    reported: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement: its takers, limits and stop lines by place in the arrangement."""

    key: str
    label: Label
    policy: str
    document: AgreementDocument
    bearer: int
    takers: tuple[Taker, ...]
    limits: tuple[int, ...]
    stop_lines: tuple[int, ...]
    fees: tuple["Fee", ...]
    names: "Names"


@dataclass(frozen=True, slots=True)
class Fee:
    """A yearly fee: payer and payee (None: the borrower), and the nodes of its rate and of what it is a part of."""

    id: str
    label: Label
    payer: int | None
    payee: int | None
    rate: str
    on: str


@dataclass(frozen=True, slots=True)
class Names:
    """The nodes behind an agreement's conditions and amounts; empty where there is none."""

    covers: str
    when: str
    covered: str
    opens: str
    years: str
    ceiling: str


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Two agreements, by place, that may not cover one loan together, and the stacking rule that says so."""

    rule: str
    label: Label
    first: int
    second: int


@dataclass(frozen=True)
class Arrangement:
    """Agreements in the order in which they apply, with the parties, limits and stop lines they share."""

    ruleset: Ruleset
    agreements: tuple[Agreement, ...]
    parties: tuple[Party, ...]
    limits: tuple[Limit, ...]
    stop_lines: tuple[StopLine, ...]
    exclusions: tuple[Exclusion, ...]

    @classmethod
    def of(cls, ruleset: Ruleset, keys: Sequence[str]) -> "Arrangement":
        """The agreements named "policy.agreement", in the order given.

        Raises `RiskError` for one that is not there or not in force on the law date, with the ones there are.
        """
        if not keys:
            raise RiskError("No agreement was named", expected=f"some of {_listed(ruleset)}")
        builder = _Builder(ruleset)
        agreements = tuple(builder.agreement(key) for key in dict.fromkeys(keys))
        return cls(
            ruleset,
            agreements,
            tuple(builder.parties.values()),
            tuple(builder.limits.values()),
            tuple(builder.stop_lines.values()),
            tuple(_exclusions(ruleset, agreements)),
        )

    def party_label(self, place: int | None) -> Label:
        """What the party at a place is called; None is the borrower."""
        return BORROWER_LABEL if place is None else self.parties[place].label

    @cached_property
    def takers(self) -> tuple[Taker, ...]:
        """The takers of all agreements, in order."""
        return tuple(taker for agreement in self.agreements for taker in agreement.takers)

    @cached_property
    def fees(self) -> tuple[tuple[Agreement, Fee], ...]:
        """The fees of all agreements, in order, each with its agreement."""
        return tuple((agreement, fee) for agreement in self.agreements for fee in agreement.fees)

    def place(self, key: str) -> int:
        """Where an agreement stands. Raises `RiskError` with the ones there are."""
        keys = [agreement.key for agreement in self.agreements]
        if key not in keys:
            raise RiskError("No such agreement here", expected=f"one of {', '.join(keys)}", found=key)
        return keys.index(key)


def agreements_in_force(ruleset: Ruleset) -> dict[str, tuple[Policy, AgreementDocument]]:
    """Every agreement in force on the law date, by key."""
    awake = {decision.key for decision in ruleset.decisions}
    return {
        f"{policy.id}.{agreement.id}": (policy, agreement)
        for policy, sharing in _sharing(ruleset)
        for agreement in sharing.agreements
        if f"{policy.id}.{agreement.decision}" in awake
    }


def _exclusions(ruleset: Ruleset, agreements: Sequence[Agreement]) -> Iterator[Exclusion]:
    """The pairs that a stacking rule of real policies forbids: both carry out a support of which one may be taken."""
    carried = [{f"{a.policy}.{name}" for name in a.document.supports} for a in agreements]
    for policy in ruleset.policies.values():
        if policy.head.jurisdiction == "demonstration":
            continue
        for rule in policy.stacking.values():
            bound = [k for k, supports in enumerate(carried) if supports & set(rule.members)]
            if rule.kind == "one_of":
                for first, second in combinations(bound, 2):
                    yield Exclusion(f"{policy.id}.{rule.id}", rule.label.label, first, second)


def _sharing(ruleset: Ruleset) -> Iterator[tuple[Policy, SharingDocument]]:
    return ((p, p.sharing) for p in ruleset.policies.values() if p.sharing is not None)


def _listed(ruleset: Ruleset) -> str:
    return ", ".join(agreements_in_force(ruleset)) or "none on this date"


class _Builder:
    """Collects parties, limits and stop lines while agreements are resolved; each stands once."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self.there = agreements_in_force(ruleset)
        lender = Party(LENDER, SHARED_ROLES[LENDER], LENDER, public=False)
        self.parties: dict[str, Party] = {LENDER: lender}
        self.limits: dict[str, Limit] = {}
        self.stop_lines: dict[str, StopLine] = {}

    def agreement(self, key: str) -> Agreement:
        if key not in self.there:
            raise RiskError(
                "No such agreement on the law date", expected=f"one of {_listed(self.ruleset)}", found=key
            )
        policy, document = self.there[key]
        loss = document.loss
        return Agreement(
            key=key,
            label=document.label.label,
            policy=policy.id,
            document=document,
            bearer=self.party(policy, document.bearer),
            takers=tuple(
                Taker(
                    party=self.party(policy, taker.party),
                    share=self.node(policy, taker.share),
                    least=self.node(policy, taker.least),
                    most=self.node(policy, taker.most),
                    returns_to=self.party(policy, taker.returns_to) if taker.returns_to else None,
                )
                for taker in document.takers
            ),
            limits=tuple(self.limit(policy, name) for name in document.limits),
            stop_lines=tuple(self.stop_line(policy, name) for name in document.stop_lines),
            fees=tuple(self.fee(policy, fee) for fee in document.fees),
            names=Names(
                covers=self.node(policy, document.covers),
                when=self.node(policy, loss.when),
                covered=self.node(policy, loss.covered),
                opens=self.node(policy, loss.opens),
                years=self.node(policy, loss.years),
                ceiling=self.node(policy, document.ceiling),
            ),
        )

    def node(self, policy: Policy, name: str) -> str:
        """The node a name stands for inside the policy: its own, one it borrows, or a fact."""
        if name in policy.uses:
            return ".".join(policy.uses[name])
        return f"{policy.id}.{name}" if name in policy.names else name

    def party(self, policy: Policy, name: str) -> int:
        document = next(p for p in _of(policy).parties if p.id == name)
        made = _party(policy, document)
        self.parties.setdefault(made.key, made)
        return list(self.parties).index(made.key)

    def party_or_borrower(self, policy: Policy, name: str) -> int | None:
        return None if name == BORROWER else self.party(policy, name)

    def fee(self, policy: Policy, document: FeeDocument) -> Fee:
        return Fee(
            document.id,
            document.label.label,
            self.party_or_borrower(policy, document.payer),
            self.party_or_borrower(policy, document.payee),
            self.node(policy, document.rate),
            self.node(policy, document.on),
        )

    def limit(self, policy: Policy, name: str) -> int:
        document = next(one for one in _of(policy).limits if one.id == name)
        key = f"{policy.id}.{name}"
        made = Limit(
            key=key,
            label=document.label.label,
            document=document,
            institution=self.party(policy, document.institution) if document.institution else None,
            amount=self.node(policy, document.amount),
            share=self.node(policy, document.share),
            over=document.over,
        )
        self.limits.setdefault(key, made)
        return list(self.limits).index(key)

    def stop_line(self, policy: Policy, name: str) -> int:
        document = next(one for one in _of(policy).stop_lines if one.id == name)
        key = f"{policy.id}.{name}"
        made = StopLine(
            key=key,
            label=document.label.label,
            document=document,
            institution=self.party(policy, document.institution),
            share=self.node(policy, document.share),
            over=document.over,
            reported=document.reported,
        )
        self.stop_lines.setdefault(key, made)
        return list(self.stop_lines).index(key)


def _of(policy: Policy) -> SharingDocument:
    assert policy.sharing is not None  # noqa: S101 - only policies with agreements come here
    return policy.sharing


def _party(policy: Policy, document: PartyDocument) -> Party:
    if document.kind in SHARED_ROLES:
        return Party(document.kind, SHARED_ROLES[document.kind], document.kind, document.public)
    return Party(f"{policy.id}.{document.id}", document.label.label, document.kind, document.public)
