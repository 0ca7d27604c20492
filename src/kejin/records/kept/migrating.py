"""Bringing a database to the form that this version needs: migrations, then guards and rights."""

from dataclasses import dataclass

from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from kejin.records.kept.installing import install, missing

OWNER_ALIAS = "owner"


@dataclass(frozen=True, slots=True)
class Form:
    """How far a database is from the form that this version needs.

    Attributes:
        pending: Migrations that have not run, as `application.name`.
        missing: Guards that are absent or switched off, as `table.trigger`; not looked for while any is pending.
    """

    pending: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Whether nothing is to be done."""
        return not self.pending and not self.missing


def migrate() -> tuple[str, ...]:
    """Run what is pending with the owner's login, then make every guard and give the application its rights.

    Each migration is one transaction: one that was killed half-way left nothing, and runs again.

    Returns:
        The migrations that ran, as `application.name`.
    """
    pending = form(OWNER_ALIAS).pending
    call_command("migrate", database=OWNER_ALIAS, interactive=False, verbosity=0)
    owner = connections[OWNER_ALIAS]
    install(owner, str(connections["default"].settings_dict["USER"]))
    owner.close()
    return pending


def form(alias: str = "default") -> Form:
    """How far the database is from the form that this version needs, by the connection of that name."""
    connection = connections[alias]
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    pending = tuple(f"{migration.app_label}.{migration.name}" for migration, _ in plan)
    return Form(pending, () if pending else tuple(missing(connection)))
