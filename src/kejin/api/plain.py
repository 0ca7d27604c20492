"""Values of the rooms below as JSON knows them."""

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from pathlib import PurePath
from typing import Any

import polars as pl


def plain(value: object) -> Any:  # noqa: PLR0911 - one line for each kind of value
    """Dataclasses become objects, dates ISO text, enumerations their value, frames rows; infinities are null.

    Raises:
        TypeError: There is no JSON form.
    """
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float):
        # JSON has neither infinity nor "not a number".
        return value if value - value == 0 else None
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, pl.DataFrame):
        return [plain(row) for row in value.to_dicts()]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, PurePath | bytes):
        return [plain(item) for item in value]
    raise TypeError(f"no JSON form for {type(value).__name__}")
