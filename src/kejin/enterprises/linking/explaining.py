"""Why two rows were taken for one enterprise: what spoke for it, what against it, and how strongly."""

from collections.abc import Mapping
from dataclasses import dataclass

from kejin.enterprises.linking.comparing import COMPARISONS
from kejin.facts import Label

_CODE = Label(
    "统一社会信用代码或其中的组织机构代码一致",
    "the credit codes, or the organisation codes in them, are the same",
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that was compared.

    Attributes:
        name: Its name: `core`, `person`, `founded` and so on; `code` where a code decided.
        text: What was found, in both languages.
        bits: log2 of how many times likelier this is for one enterprise than for two; negative speaks against. None for
            a code, which decides by itself.
    """

    name: str
    text: Label
    bits: float | None


def explain_pair(pair: Mapping[str, object]) -> tuple[Evidence, ...]:
    """The evidence of a row of `Linked.pairs`, the strongest first; what one side was silent on is left out."""
    found = []
    for one in COMPARISONS:
        level, bits = pair[one.name], pair[f"{one.name}_bits"]
        if isinstance(level, int) and isinstance(bits, float):
            zh, en = one.levels[level]
            found.append(Evidence(one.name, Label(f"{one.zh}{zh}", f"{one.en}: {en}"), round(bits, 1)))
    found.sort(key=lambda evidence: (-abs(evidence.bits or 0.0), evidence.name))
    if pair["decided_by"] == "code":
        found.insert(0, Evidence("code", _CODE, None))
    return tuple(found)
