"""The fact dictionary as a table, so that the database itself refuses a fact that is none."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from kejin.facts import GRAINS, Fact, FactKind, Grain, dictionary

_JSON = {
    FactKind.FLAG: "boolean",
    FactKind.CHOICE: "string",
    FactKind.TEXT: "string",
    FactKind.DATE: "string",
}
_INSERT = """
INSERT INTO filings_fact (name, grain, json_type, minimum, maximum, codes) VALUES (%s, %s, %s, %s, %s, %s)
"""


def grains_filed() -> tuple[Grain, ...]:
    """The grains whose rows are about an enterprise: those that can be filed."""
    return tuple(
        grain
        for grain, spec in GRAINS.items()
        if grain is Grain.ENTERPRISE or Grain.ENTERPRISE in spec.parents
    )


def teach(connection: BaseDatabaseWrapper) -> None:
    """Put the dictionary of this version in place of the earlier one."""
    rows = [_row(grain, fact) for grain in grains_filed() for fact in columns_of(grain).values()]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM filings_fact")
        cursor.executemany(_INSERT, rows)


def columns_of(grain: Grain) -> dict[str, Fact]:
    """The facts that a filing of the grain may hold: all but the enterprise's own number, which the filing names."""
    return {name: fact for name, fact in dictionary().columns_of(grain).items() if name != "enterprise_id"}


def _row(grain: Grain, fact: Fact) -> tuple[Any, ...]:
    kind = _JSON.get(fact.kind, "number")
    bounded = kind == "number"
    return (
        fact.name, grain.value, kind, fact.minimum if bounded else None, fact.maximum if bounded else None,
        list(fact.codes) or None,
    )  # fmt: skip
