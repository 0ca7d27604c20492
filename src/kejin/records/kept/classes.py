"""The data class of every column, from `columns.yaml`, and what follows from it: secrets, approval, masking.

There is one list, in a form that a data officer can read and mend; masking, the approval of exports and what is kept of
a row's versions all go by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from django.apps import apps

from kejin.facts import dictionary
from kejin.records.kept.record import Part, Working, models_kept, models_working

_FILE = Path(__file__).with_name("columns.yaml")
_SURNAME = "surname"
SECRET = 5
"""The level of what nobody reads, as a password's hash."""
MASK = "＊＊＊"
"""What stands for a value that the reader may not see."""


@dataclass(frozen=True, slots=True)
class TableClasses:
    """The levels of a table's columns, and which of them hold people's names."""

    levels: Mapping[str, int]
    surnames: frozenset[str]

    @property
    def secrets(self) -> tuple[str, ...]:
        """Columns of which not even a copy is kept."""
        return tuple(sorted(name for name, level in self.levels.items() if level >= SECRET))

    def masked(self, row: Mapping[str, Any], clearance: int) -> dict[str, Any]:
        """A row as somebody reads it who is cleared up to a level.

        Whatever lies above is masked, a person's name but for the first character; what is empty stays empty, and a
        secret is masked for everybody. A column that has no level is masked.
        """
        return {name: self._shown(name, value, clearance) for name, value in row.items()}

    def _shown(self, name: str, value: Any, clearance: int) -> Any:
        level = self.levels.get(name, SECRET)
        if value is None or level <= min(clearance, SECRET - 1):
            return value
        return f"{str(value)[:1]}＊＊" if name in self.surnames else MASK


def classes_of(model: type[Part | Working]) -> TableClasses:
    """The levels of a model's columns; one that is not listed is missing in it, see `unlisted`."""
    about = model._meta  # noqa: SLF001 - Django's public way to a model's table
    given = _listed()["tables"].get(about.db_table, {})
    listed = {column: level for level, columns in given.items() if level != _SURNAME for column in columns}
    facts = dictionary()
    levels = {}
    for column in (str(field.column) for field in about.local_concrete_fields):
        level = listed.get(column, _listed()["common"].get(column))
        if level is None and column in facts:
            level = facts[column].data_class
        if level is not None:
            levels[column] = int(level)
    return TableClasses(MappingProxyType(levels), frozenset(given.get(_SURNAME, ())))


def sensitive_from() -> int:
    """From this level on an export in clear needs approval, and each reading is on record."""
    return int(_listed()["sensitive_from"])


def unlisted() -> list[str]:
    """Columns that have no level, and lines of the list that are about no column, as `table.column`.

    Lines about tables of an application that is not installed here, as the console's in the records alone, are left.
    """
    found, tables = [], {}
    every: list[type[Part | Working]] = [*models_kept(), *models_working()]
    for model in every:
        about = model._meta  # noqa: SLF001 - Django's public way to a model's table
        columns = {str(field.column) for field in about.local_concrete_fields}
        tables[about.db_table] = columns
        found += [f"{about.db_table}.{name}" for name in columns - classes_of(model).levels.keys()]
    here = {config.label for config in apps.get_app_configs()}
    for table, given in _listed()["tables"].items():
        if table.partition("_")[0] not in here:
            continue
        named = [column for columns in given.values() for column in columns]
        found += [f"{table}.{name}" for name in named if name not in tables.get(table, set())]
    return sorted(found)


@cache
def _listed() -> Mapping[str, Any]:
    held: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return held
