"""What a check of the records gives back."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold: what, and where."""

    what: str
    where: str
