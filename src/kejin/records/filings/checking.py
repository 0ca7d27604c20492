"""Facts as they come, against the dictionary; and as they are kept: JSON values by fact, without what is unknown."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date

from kejin.errors import KejinError
from kejin.facts import GRAINS, Grain, check_frame
from kejin.records.errors import RefusedError
from kejin.records.filings.teaching import columns_of, grains_filed

Value = str | int | bool | None
Values = dict[str, Value]
_BETWEEN_KEYS = "|"


def read_facts(grain: Grain, given: Mapping[str, str | None], enterprise: str) -> Values:
    """Facts given as texts, as in the cases of a policy ("400万元"), as the values that are kept.

    Args:
        grain: What the row is about.
        given: Texts by fact; None says that the fact is unknown.
        enterprise: The enterprise's credit code.

    Raises:
        RefusedError: A fact that the dictionary does not have for this grain, or a value that is none of it.
    """
    # The reader of values stands with the cases of policies, and loads the whole engine.
    from kejin.policy.cases import fact_value, facts_frame  # noqa: PLC0415

    if grain not in grains_filed():
        raise RefusedError(
            "Rows of this grain are not about an enterprise", "not_a_fact", found=grain.value,
            expected=" or ".join(each.value for each in grains_filed()),
        )  # fmt: skip
    try:
        row = {name: fact_value(name, text, grain.value) for name, text in given.items()}
        frame = facts_frame(grain, [row | {"enterprise_id": enterprise}])
        checked = check_frame(frame, grain).row(0, named=True)
    except (KejinError, ValueError) as error:
        raise RefusedError("These facts do not fit the dictionary", "not_a_fact", found=str(error)) from error
    return {
        name: _plain(value)
        for name, value in checked.items()
        if name in columns_of(grain) and (value is not None or name in given)
    }


def without_unknown(values: Mapping[str, Value]) -> Values:
    """The values that are known."""
    return {name: value for name, value in values.items() if value is not None}


def key_facts(grain: Grain) -> tuple[str, ...]:
    """The facts that tell an enterprise's rows of the grain apart."""
    return tuple(name for name in GRAINS[grain].keys if name != "enterprise_id")


def subject_of(grain: Grain, values: Mapping[str, Value]) -> str:
    """The row's keys beside the enterprise, as text."""
    return _BETWEEN_KEYS.join(str(values[name]) for name in key_facts(grain))


def period_of(values: Mapping[str, Value]) -> int | None:
    """The row's year, where the grain has one."""
    year = values.get("year")
    return year if isinstance(year, int) else None


def digest_of(content: object) -> str:
    """SHA-256 of JSON values, hexadecimal."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> Value:
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | bool):
        return value
    raise TypeError(f"no fact is kept as {type(value).__name__}")
