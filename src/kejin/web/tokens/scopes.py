"""What a token may be used for. A token has no more than its person has; scopes only take away.

aggregates        the present run and its tables: counts, of which none is one enterprise's
read              every reading that the organisation may do
act.APPLICATION   the acts whose code begins so: `act.financing`, `act.tape`
decide            with it also those of them that only approvers and treasurers do
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from kejin.facts import Label
from kejin.records.actions.action import Action, action_kinds
from kejin.records.parties.kinds import Role

AGGREGATES = "aggregates"
READ = "read"
DECIDE = "decide"
_ACT = "act."
_DECIDING = frozenset({Role.APPROVER, Role.TREASURER})
# Whoever holds a token must not make himself another one, or a password.
CLOSED = frozenset({"token", "account"})
"""Applications whose acts are done by a person at a page or a terminal, and never with a token."""

WORDS: Mapping[str, Label] = MappingProxyType(
    {
        AGGREGATES: Label("汇总数据", "Aggregates"),
        READ: Label("查询", "Read"),
        DECIDE: Label("审批与资金类事项", "Acts of approvers and treasurers"),
    }
)


def application_of(code: str) -> str:
    """The part of an act's code before its verb."""
    return code.rpartition(".")[0]


def scopes() -> tuple[str, ...]:
    """Every scope there is."""
    applications = {application_of(code) for code in action_kinds()} - CLOSED
    return (AGGREGATES, READ, *(f"{_ACT}{name}" for name in sorted(applications)), DECIDE)


def needed(kind: type[Action]) -> frozenset[str]:
    """The scopes that an act asks for."""
    deciding = {DECIDE} if kind.allowed.roles <= _DECIDING else set()
    return frozenset({f"{_ACT}{application_of(kind.code)}"} | deciding)


def unknown(given: Iterable[str]) -> list[str]:
    """Those that are none."""
    return sorted(set(given) - set(scopes()))
