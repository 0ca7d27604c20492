"""Run all checks over a policy: once at the given dates, and compiled at every date its law changes."""

from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import ValidationError

from kejin.errors import PolicyError, SchemaError
from kejin.policy.documents import Document
from kejin.policy.explanation import Dates
from kejin.policy.lint import market, rules, sharing, values
from kejin.policy.lint.finding import Finding
from kejin.policy.pack import Policy, read_document
from kejin.policy.ruleset import Ruleset
from kejin.policy.store import PolicyStore

TEXT_CHECKS: tuple[Callable[[Policy], Iterator[Finding]], ...] = (
    values.citations_resolve,
    values.official_is_quoted,
    values.quotes_hold_the_number,
    values.periods_fit,
    values.values_parse_within_bounds,
    rules.no_figures_in_rules,
    rules.names_mean_one_thing,
    rules.rules_are_labelled,
    sharing.sharing_resolves,
)
MARKET_CHECKS: tuple[Callable[[PolicyStore, Policy], Iterator[Finding]], ...] = (
    market.names_are_borrowed_from_somewhere,
    market.decisions_and_certificates_fit,
    market.supports_resolve,
    market.templates_fit,
    market.stacking_resolves,
)
COMPILED_CHECKS: tuple[Callable[[Policy, Ruleset], Iterator[Finding]], ...] = (
    values.verification_is_fresh,
    values.tables_are_whole,
)


class Waiver(Document):
    """An accepted finding: exactly this code at exactly this place, and why."""

    code: str
    where: str
    reason: str


class WaiversDocument(Document):
    """lint_waivers.yaml"""

    waivers: list[Waiver]


def lint_store(store: PolicyStore, dates: Dates) -> list[Finding]:
    """All findings of all policies, in the order of the policies."""
    return [finding for policy in store.policies.values() for finding in lint_policy(store, policy, dates)]


def lint_policy(store: PolicyStore, policy: Policy, dates: Dates) -> list[Finding]:
    """All findings of one policy that no waiver accepts, and the waivers that accept nothing."""
    alone = store.only([policy.id])
    found = dict.fromkeys(finding for check in TEXT_CHECKS for finding in check(policy))
    found.update(dict.fromkeys(rules.everything_is_used(policy, market.lent_names(store, policy))))
    found.update(dict.fromkeys(finding for check in MARKET_CHECKS for finding in check(store, policy)))
    for moment in (dates, *values.law_dates(policy, dates)):
        try:
            ruleset = alone.compile(moment)
        except PolicyError as error:
            # Grains, kinds, circles, missing formulas and products that could overflow are found by compiling.
            found[Finding(policy.id, error.code, "error", f"law date {moment.law}", str(error))] = None
            continue
        for check in COMPILED_CHECKS:
            found.update(dict.fromkeys(check(policy, ruleset)))
    return _waived(policy, list(found))


def _waived(policy: Policy, findings: list[Finding]) -> list[Finding]:
    waivers = _read_waivers(policy.folder / "lint_waivers.yaml")
    kept = [f for f in findings if not any(w.code == f.code and w.where == f.where for w in waivers)]
    unused = [w for w in waivers if not any(w.code == f.code and w.where == f.where for f in findings)]
    kept.extend(
        Finding(policy.id, "waiver", "error", w.where, f"the waiver of {w.code} accepts nothing")
        for w in unused
    )
    return kept


def _read_waivers(path: Path) -> list[Waiver]:
    if not path.is_file():
        return []
    try:
        return WaiversDocument.model_validate(read_document(path)).waivers
    except ValidationError as error:
        raise SchemaError("The waivers do not fit their schema", found=str(error), where=str(path)) from error
