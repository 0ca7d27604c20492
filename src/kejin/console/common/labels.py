"""Labels in values that were kept as JSON."""

from collections.abc import Mapping
from typing import Any

from kejin.facts import Label


def labelled(plain: Mapping[str, str]) -> Label:
    """A label out of a finding."""
    return Label(plain["zh"], plain["en"])


def with_labels(plain: Any) -> Any:
    """A finding with its labels as labels."""
    if isinstance(plain, dict):
        if plain.keys() == {"zh", "en"}:
            return labelled(plain)
        return {key: with_labels(value) for key, value in plain.items()}
    return [with_labels(one) for one in plain] if isinstance(plain, list) else plain
