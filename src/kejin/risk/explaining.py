"""Why a loss was shared as it was: the conditions, shares, limits and lines of each agreement, down to the clause."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from kejin.facts import FactSet, Grain, Label
from kejin.policy import Decision, ExplainedInput, Explainer, Explanation, InputKind, Ruleset, Verdict
from kejin.policy.replay import replay
from kejin.policy.ruleset import reach_of
from kejin.risk.agreements import Agreement, Arrangement
from kejin.risk.arrays import FLOOR, UNDETERMINED
from kejin.risk.kernel import share_part
from kejin.risk.ledger import Line
from kejin.risk.words import cause_of


@dataclass(frozen=True, slots=True)
class AgreementReasons:
    """One agreement on one loan.

    Attributes:
        agreement: "policy.agreement".
        covers: Whether the loan is covered, with the shares, limits and lines as its amounts.
        loss: Whether the loss counts, where the agreement asks for something of the bad loan.
    """

    agreement: str
    covers: Explanation
    loss: Explanation | None

    def share(self, node: str) -> ExplainedInput | None:
        """The share behind a node, with its parameters, table rows and clauses."""
        return next((amount for amount in self.covers.amounts if amount.name == node), None)


class Reasons:
    """Explains the agreements of an arrangement for the loans of one replay."""

    def __init__(self, arrangement: Arrangement, factset: FactSet, loan_ids: Sequence[str]) -> None:
        self._arrangement = arrangement
        ruleset = arrangement.ruleset
        decisions = [
            made
            for agreement in arrangement.agreements
            for made in _decisions(ruleset, agreement, arrangement)
        ]
        keys = pl.DataFrame({"loan_id": list(dict.fromkeys(loan_ids))}, schema={"loan_id": pl.String})
        whole = replace(ruleset, decisions=(*ruleset.decisions, *decisions))
        replayed = replay(whole, factset, decisions, subjects={Grain.LOAN: keys})
        self._explainer = Explainer(whole, lambda _: replayed)

    def of(self, loan_id: str) -> list[AgreementReasons]:
        """All agreements, in order, for one of the loans."""
        subject = {"loan_id": loan_id}
        return [
            AgreementReasons(
                agreement.key,
                self._explainer.explain(_key(agreement, "covers"), subject),
                self._explainer.explain(_key(agreement, "loss"), subject) if agreement.names.when else None,
            )
            for agreement in self._arrangement.agreements
        ]


def basis_of(
    arrangement: Arrangement, reasons: Sequence[AgreementReasons], line: Line
) -> list[ExplainedInput]:
    """The parameters and table rows that a line rests on, each with its clause, version and confidence."""
    if line.agreement is None:
        return []
    found = reasons[line.agreement]
    names: list[str] = []
    limit, stop = cause_of(line, stop=False), cause_of(line, stop=True)
    if limit is not None:
        names = [arrangement.limits[limit].amount, arrangement.limits[limit].share]
    elif stop is not None:
        names = [arrangement.stop_lines[stop].share]
    elif line.taker is not None:
        names = [arrangement.takers[line.taker].share]
    shown = [share for name in names if name and (share := found.share(name)) is not None]
    return list({item.name: item for share in shown for item in _cited(share)}.values())


@dataclass(frozen=True, slots=True)
class Bound:
    """Between what and what a party would bear of a loss whose sharing is open; the least is nothing where unread."""

    party: Label
    least_fen: int
    most_fen: int


def bounds_of(arrangement: Arrangement, reasons: Sequence[AgreementReasons], line: Line) -> list[Bound]:
    """The bounds of an undetermined part, party by party, where the agreement's text was read as far as bounds.

    Whether the loan is covered at all may be what is open; then the least is nothing.
    """
    if line.what != UNDETERMINED or line.agreement is None:
        return []
    found, agreement = reasons[line.agreement], arrangement.agreements[line.agreement]
    bounds = []
    for taker in agreement.takers:
        least, most = (_ppb(found, name) for name in (taker.least, taker.most))
        if most is not None:
            covered = found.covers.verdict is Verdict.ELIGIBLE
            low = share_part(line.amount_fen, least, FLOOR) if least is not None and covered else 0
            label = arrangement.parties[taker.party].label
            bounds.append(Bound(label, low, share_part(line.amount_fen, most, FLOOR)))
    return bounds


def _ppb(found: AgreementReasons, name: str) -> int | None:
    share = found.share(name) if name else None
    value = share.value.value if share is not None else None
    return value if isinstance(value, int) else None


def _cited(item: ExplainedInput) -> Iterator[ExplainedInput]:
    """The inputs below a value that come from the law: the one itself, or those that its rule read."""
    if item.kind in (InputKind.PARAMETER, InputKind.TABLE):
        yield item
        return
    for inner in item.inputs:
        yield from _cited(inner)


def _key(agreement: Agreement, part: str) -> str:
    return f"{agreement.key}:{part}"


def _decisions(ruleset: Ruleset, agreement: Agreement, arrangement: Arrangement) -> list[Decision]:
    names = agreement.names
    amounts = [taker.share for taker in agreement.takers]
    amounts += [bound for taker in agreement.takers for bound in (taker.least, taker.most)]
    amounts += [names.covered, names.opens, names.years, names.ceiling]
    for limit in (arrangement.limits[place] for place in agreement.limits):
        amounts += [limit.amount, limit.share]
    amounts += [arrangement.stop_lines[place].share for place in agreement.stop_lines]
    shown = tuple(dict.fromkeys(name for name in amounts if name))
    made = [_decision(ruleset, agreement, "covers", root=names.covers, amounts=shown)]
    if names.when:
        made.append(_decision(ruleset, agreement, "loss", root=names.when, amounts=()))
    return made


def _decision(
    ruleset: Ruleset, agreement: Agreement, part: str, *, root: str, amounts: tuple[str, ...]
) -> Decision:
    return Decision(
        key=_key(agreement, part),
        policy=agreement.policy,
        id=f"{agreement.document.id}:{part}",
        label=agreement.label,
        grain=Grain.LOAN,
        root=root,
        leaves=ruleset.leaves_of(root),
        amounts=amounts,
        reach=reach_of(ruleset.policies[agreement.policy]),
    )
