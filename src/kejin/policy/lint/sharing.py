"""Checks on sharing agreements: every party, limit and stop line is there and used, every clause cites a source."""

from collections.abc import Iterator

from kejin.policy.documents import ClauseDocument
from kejin.policy.lint.finding import Finding
from kejin.policy.pack import Policy
from kejin.policy.sharing import BORROWER, AgreementDocument, SharingDocument, sharing_names


def sharing_resolves(policy: Policy) -> Iterator[Finding]:
    """Names in sharing.yaml lead somewhere and mean one thing; nothing stands there that no agreement uses."""
    if policy.sharing is None:
        return
    found = [*_unknown(policy, policy.sharing), *_unused(policy.sharing), *_repeated(policy.sharing)]
    for where, message in found:
        yield Finding(policy.id, "sharing", "error", f"sharing {where}", message)


def sharing_clauses(policy: Policy) -> Iterator[tuple[str, ClauseDocument]]:
    """Every clause that sharing.yaml cites, with its place."""
    for agreement in policy.sharing.agreements if policy.sharing else ():
        for part, clause in (
            ("loss", agreement.loss.clause),
            ("rounding", agreement.rounding.clause),
            ("recovery", agreement.recovery.clause),
        ):
            yield f"sharing {agreement.id} ({part})", clause


def sharing_used(policy: Policy) -> list[str]:
    """The parameters, tables and rules that the agreements lean on."""
    return [name for _, _, name in sharing_names(policy.sharing)] if policy.sharing else []


def _unknown(policy: Policy, sharing: SharingDocument) -> Iterator[tuple[str, str]]:
    parties = {party.id for party in sharing.parties}
    limits, lines = {one.id for one in sharing.limits}, {one.id for one in sharing.stop_lines}
    for limit in sharing.limits:
        named = [*limit.takers, *([limit.institution] if limit.institution else [])]
        yield from ((limit.id, f"{name} is no party") for name in named if name not in parties)
    for line in sharing.stop_lines:
        if line.institution not in parties:
            yield line.id, f"{line.institution} is no party"
    for agreement in sharing.agreements:
        if agreement.decision not in policy.decisions:
            yield agreement.id, f"{agreement.decision} is no decision of this policy"
        yield from ((agreement.id, f"{n} is no party") for n in _parties(agreement) if n not in parties)
        yield from (
            (agreement.id, f"{n} is no support") for n in agreement.supports if n not in policy.supports
        )
        yield from ((agreement.id, f"{n} is no limit") for n in agreement.limits if n not in limits)
        yield from ((agreement.id, f"{n} is no stop line") for n in agreement.stop_lines if n not in lines)


def _parties(agreement: AgreementDocument) -> set[str]:
    named = {agreement.bearer, *(party for group in agreement.recovery.order for party in group)}
    for taker in agreement.takers:
        named |= {taker.party, taker.returns_to} - {""}
    for fee in agreement.fees:
        named |= {fee.payer, fee.payee} - {BORROWER}
    return named


def _unused(sharing: SharingDocument) -> Iterator[tuple[str, str]]:
    used = set[str]().union(*map(_parties, sharing.agreements))
    bound = {name for agreement in sharing.agreements for name in (*agreement.limits, *agreement.stop_lines)}
    yield from ((p.id, "no agreement names this party") for p in sharing.parties if p.id not in used)
    yield from ((name, "no agreement is bound by it") for name in _bounds(sharing) if name not in bound)


def _bounds(sharing: SharingDocument) -> list[str]:
    return [*(limit.id for limit in sharing.limits), *(line.id for line in sharing.stop_lines)]


def _repeated(sharing: SharingDocument) -> Iterator[tuple[str, str]]:
    parties, agreements = [p.id for p in sharing.parties], [a.id for a in sharing.agreements]
    for names in (parties, agreements, _bounds(sharing)):
        yield from ((name, "the name stands twice") for name in {n for n in names if names.count(n) > 1})
