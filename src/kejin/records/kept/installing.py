"""What the owner of the tables adds after every migration: guards and rights, from what the models declare.

Migrations make tables and the functions behind the guards. Which table gets which guard follows from `Part.rights`, so
that no new table can forget its own; `missing` tells what is not as declared.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

from kejin.records.kept.classes import classes_of
from kejin.records.kept.models import Act
from kejin.records.kept.record import Part, Record, Working, models_kept, models_working
from kejin.records.kept.rights import Rights

__all__ = ["Guard", "grows_only", "guards", "install", "missing", "models_kept"]


# Some functions behind guards work with the owner's rights. PostgreSQL lets everybody hang a function that he may
# execute on a temporary table of his own, and so borrow those rights; a guard in its place needs no such leave.
_KEEP_FUNCTIONS = """
DO $$
DECLARE
    one regprocedure;
BEGIN
    FOR one IN SELECT oid FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND prorettype = 'trigger'::regtype
          AND proowner = current_user::regrole
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', one);
    END LOOP;
END $$
"""

# Temporary tables are looked for before all others where a function does not say otherwise: somebody's own
# `approvals_approval` would then be the one that a guard believes.
_LOOK_ELSEWHERE_LAST = """
DO $$
DECLARE
    one regprocedure;
BEGIN
    FOR one IN SELECT oid FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND proowner = current_user::regrole
          AND NOT coalesce(proconfig, '{}') && ARRAY['search_path=pg_catalog, public, pg_temp']
          AND (prorettype = 'trigger'::regtype OR array_to_string(proconfig, ' ') LIKE '%search_path=%')
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', one);
    END LOOP;
END $$
"""

_OPEN_FUNCTIONS = """
SELECT proname || '()' FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prorettype = 'trigger'::regtype
    AND (NOT coalesce(proconfig, '{}') && ARRAY['search_path=pg_catalog, public, pg_temp']
         OR proowner <> current_user::regrole AND has_function_privilege(oid, 'EXECUTE'))
"""


@dataclass(frozen=True, slots=True)
class Guard:
    """A trigger of one table: its name, when it fires, the function behind it and what that is given."""

    name: str
    table: str
    event: str
    function: str
    arguments: tuple[str, ...] = ()

    @property
    def statement(self) -> str:
        """SQL that makes it, or makes it anew."""
        return (
            f"CREATE OR REPLACE TRIGGER {self.name} {self.event.format(table=_quoted(self.table))} "
            f"EXECUTE FUNCTION {self.function}({', '.join(map(_literal, self.arguments))})"
        )


def grows_only(model: type[Part]) -> bool:
    """Whether the rows of a table stay as they were written, for ever."""
    return model.rights is Rights.APPEND or model.grows_only


def guards() -> Iterator[Guard]:
    """Every guard that follows from the models."""
    for model in models_kept():
        table = model._meta.db_table  # noqa: SLF001 - Django's public way to a model's table
        before = "BEFORE {what} ON {{table}} FOR EACH STATEMENT"
        if grows_only(model):
            event = before.format(what="UPDATE OR DELETE OR TRUNCATE")
            yield Guard("append_only", table, event, "kept_refuse_change")
        else:
            event = before.format(what="DELETE OR TRUNCATE")
            yield Guard("no_removal", table, event, "kept_refuse_removal")
        if issubclass(model, Record):
            after = "AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT"
            yield Guard("same_act", table, after, "kept_same_act")
        if issubclass(model, Record) and model.rights is Rights.CHANGE:
            yield Guard("stamp", table, "BEFORE UPDATE ON {table} FOR EACH ROW", "kept_stamp_change")
            secrets = classes_of(model).secrets
            for name in ("INSERT", "UPDATE"):
                after = f"AFTER {name} ON {{table}} REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT"
                yield Guard(f"version_{name.lower()}", table, after, "audit_keep_versions", secrets)
        if not issubclass(model, Record | Act) and model.rights is Rights.APPEND:
            # Rows without an act wait for whoever seals, as acts do.
            yield Guard("enter", table, "BEFORE INSERT ON {table} FOR EACH STATEMENT", "kept_enter")


def install(owner: BaseDatabaseWrapper, application: str) -> None:
    """Make the guards, and give the application's login what the models declare and nothing else.

    Args:
        owner: A connection of the login that owns the tables.
        application: The login of everything else; where it is the owner itself, it keeps the owner's rights, and only
            the guards hold it back.
    """
    with owner.cursor() as cursor:
        for guard in guards():
            cursor.execute(guard.statement)
        cursor.execute(_LOOK_ELSEWHERE_LAST)
        if application == owner.settings_dict["USER"]:
            return
        role = _quoted(application)
        cursor.execute(_KEEP_FUNCTIONS)
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}")
        cursor.execute(f"GRANT SELECT ON django_migrations TO {role}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}")
        tables: list[type[Part | Working]] = [*models_kept(), *models_working()]
        for model in tables:
            rights = ", ".join(model.rights.value)
            cursor.execute(f"GRANT {rights} ON {_quoted(model._meta.db_table)} TO {role}")  # noqa: SLF001


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """What is not as the models declare, in order; empty when all is.

    Guards that are absent or switched off, as `table.trigger`; functions behind guards that would believe other tables
    than their own, or that this login may borrow, as `name()`.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND c.relnamespace = 'public'::regnamespace"
        )
        present = set(cursor.fetchall())
        cursor.execute(_OPEN_FUNCTIONS)
        open_functions = [name for (name,) in cursor.fetchall()]
    absent = [f"{guard.table}.{guard.name}" for guard in guards() if (guard.table, guard.name) not in present]
    return sorted(absent + open_functions)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
