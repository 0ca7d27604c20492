"""Where every act is, by the first word of its code; the modules are read when an act of theirs is asked for.

Some acts stand on engines that take seconds to load. Whoever does one act waits for what that one needs, and no more.
"""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from kejin.records.actions import action

MODULES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "access": ("access.reading",),
        "approval": ("approvals.deciding",),
        "audit": ("audit.trail",),
        "consent": ("access.consents",),
        "day": ("registry.days",),
        "export": ("exports.acts",),
        "filings": ("filings.acts", "filings.batches", "filings.disputes"),
        "financing": (
            "financing.applying",
            "financing.performing",
            "financing.claiming",
            "financing.taking_back",
        ),
        "ledger": ("ledger.acts", "ledger.closing"),
        "notice": ("registry.days",),
        "pledge": ("pledges.acts",),
        "publication": ("publications.acts",),
        "registry": ("registry.authorities", "registry.organisations", "registry.people", "registry.ties"),
        "remark": ("remarks.acts",),
        "snapshots": ("snapshots.ordering",),
        "subsidy": ("subsidies.claiming", "subsidies.paying"),
        "tape": ("tapes.submitting", "tapes.reconciling", "tapes.breaking"),
    }
)
"""The modules below `kejin.records` that hold the acts of a word."""


def bring(word: str | None = None) -> None:
    """Read the modules of a word, or all of them; they enter their acts into the list."""
    wanted = (
        MODULES.get(word, ()) if word is not None else [name for names in MODULES.values() for name in names]
    )
    for name in wanted:
        import_module(f"kejin.records.{name}")


action.found_by(bring)
