"""All policies at hand: loaded once, compiled for any three dates, linted and compared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from kejin.errors import PackError, UnknownPolicyError
from kejin.policy.compiler import compile_policies
from kejin.policy.explanation import Dates
from kejin.policy.overlay import Overlay, check_tables, overlaid
from kejin.policy.pack import Policy, load_policy
from kejin.policy.ruleset import Ruleset


@dataclass(frozen=True)
class PolicyStore:
    """Policies by id. Immutable: an overlay or a choice makes another store.

    `library` holds every policy that was read: a chosen policy may use names of one that was not chosen.
    """

    policies: Mapping[str, Policy]
    library: Mapping[str, Policy]

    @classmethod
    def read(cls, roots: Iterable[Path]) -> "PolicyStore":
        """Every folder below the roots that has a policy.yaml, in the order of their paths.

        Raises `PackError` when two policies have one id.
        """
        found: dict[str, Policy] = {}
        for folder in (path.parent for root in roots for path in sorted(root.rglob("policy.yaml"))):
            policy = load_policy(folder)
            if policy.id in found:
                raise PackError(
                    "Two packs have one id",
                    expected="each policy id once",
                    found=policy.id,
                    where=f"{found[policy.id].folder} and {folder}",
                )
            found[policy.id] = policy
        policies = MappingProxyType(found)
        return cls(policies, policies)

    def policy(self, policy_id: str) -> Policy:
        """The policy of that id. Raises `UnknownPolicyError` with the ones there are."""
        if policy_id not in self.policies:
            raise UnknownPolicyError(
                "No such policy", expected=f"one of {', '.join(self.policies)}", found=policy_id
            )
        return self.policies[policy_id]

    def only(self, ids: Iterable[str]) -> "PolicyStore":
        """A store of the named policies."""
        return PolicyStore(
            MappingProxyType({policy_id: self.policy(policy_id) for policy_id in ids}), self.library
        )

    def with_overlay(self, overlay: Overlay) -> "PolicyStore":
        """A store with the overlay's values in place. Nothing of this store changes."""
        library = overlaid(self.library, overlay)
        return PolicyStore(MappingProxyType({name: library[name] for name in self.policies}), library)

    def compile(self, dates: Dates, overlay: Overlay | None = None) -> Ruleset:
        """The ruleset at three dates, with an overlay laid over it where one is given."""
        if overlay is None:
            return compile_policies(self.policies, dates, library=self.library)
        changed = self.with_overlay(overlay)
        ruleset = compile_policies(changed.policies, dates, overlay.title, library=changed.library)
        check_tables(ruleset, overlay)
        return ruleset
