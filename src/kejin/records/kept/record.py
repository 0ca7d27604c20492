"""The two abstract models that every table of the records is made from."""

from typing import ClassVar

from django.apps import apps
from django.db import models
from django.db.models.functions import Now
from django.utils.deconstruct import deconstructible

from kejin.records.kept.rights import Rights


@deconstructible(path="kejin.records.kept.record.CurrentAct")
class CurrentAct(models.Func):
    """The act that the running transaction belongs to; null, and so refused, where there is none."""

    template = "(nullif(current_setting('kejin.act', true), '')::bigint)"
    output_field = models.BigIntegerField()
    arity = 0


@deconstructible(path="kejin.records.kept.record.CurrentTransaction")
class CurrentTransaction(models.Func):
    """The number of the running transaction; the same inside savepoints, unlike `xmin`."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = models.BigIntegerField()
    arity = 0


class Part(models.Model):
    """A row that hangs on another one, through which its act is known.

    Attributes:
        rights: What may be done to its table.
        grows_only: Of a table that the database's own triggers write: whether its rows stay as they are.
        data_class: Level 1 to 5 in the sense of JR/T 0197 of what a row says, secrets apart: the highest of
            its columns in `columns.yaml`.
    """

    rights: ClassVar[Rights]
    grows_only: ClassVar[bool] = False
    data_class: ClassVar[int]

    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True


class Record(Part):
    """A row of its own, made by an act; one that may change points at the act that changed it last."""

    act = models.ForeignKey(
        "kept.Act", on_delete=models.PROTECT, db_default=CurrentAct(), editable=False, related_name="+"
    )

    class Meta:
        abstract = True


class Working(models.Model):
    """A row that is no record and belongs to no act: a session, a job, an index that can be made anew."""

    rights: ClassVar[Rights] = Rights.WORK

    class Meta:
        abstract = True


def models_kept() -> list[type[Part]]:
    """Every concrete model of the records."""
    return [model for model in apps.get_models() if issubclass(model, Part)]


def models_working() -> list[type[Working]]:
    """Every concrete model that is no record; its rows may be deleted, and it has no guards."""
    return [model for model in apps.get_models() if issubclass(model, Working)]
