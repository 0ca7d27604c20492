"""One finding of the lint."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, where, and how serious it is. `code` is stable and is what a waiver names."""

    policy: str
    code: str
    severity: Severity
    where: str
    message: str
