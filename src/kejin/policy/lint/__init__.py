"""What is wrong with a pack, found before any data moves. Each check is a named function in a sibling module.

Severities: "error" stops `kejin policy lint`; "warning" does not. A finding may be waived only by an exact entry in
the pack's `lint_waivers.yaml`, with its reason; a waiver that matches nothing is itself an error, so the list cannot
grow silently.
"""

from kejin.policy.lint.finding import Finding
from kejin.policy.lint.run import lint_policy, lint_store

__all__ = ["Finding", "lint_policy", "lint_store"]
