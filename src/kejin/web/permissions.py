"""The one place that says who may see and do what with which object.

A page first asks for an organisation and a role (`kejin.web.needs`); of an object it then asks here. What is somebody
else's is answered as if it were not there. Acts check again by themselves, in their own transaction: what is said here
decides what is shown, never what is done.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import Http404

from kejin.records.parties.kinds import OrganisationKind
from kejin.web.visitors import Visitor

Mine = Callable[[Visitor], Q]


@dataclass(frozen=True, slots=True)
class Rule:
    """Whose the rows of a model are.

    Attributes:
        mine: A condition on rows: those that the visitor's organisation is a party to.
        seen_by_office: Whether the office sees all of them as part of its work; otherwise only in staff mode.
    """

    mine: Mine
    seen_by_office: bool = False


_RULES: dict[type[Model], Rule] = {}


def rule(model: type[Model], mine: Mine, *, seen_by_office: bool = False) -> None:
    """Say whose the rows of a model are; once for each model, where its application begins."""
    _RULES[model] = Rule(mine, seen_by_office)


def visible(visitor: Visitor, model: type[Model]) -> QuerySet[Any]:
    """The rows of a model that the visitor may see; none where nothing was said about the model.

    Raises:
        LookupError: There is no rule for the model: a page shows what nobody decided on.
    """
    found = _RULES.get(model)
    if found is None:
        raise LookupError(f"no rule says whose {model.__name__} is")
    rows: QuerySet[Any] = model._default_manager.all()  # noqa: SLF001 - Django's public way
    if visitor.acting is None or not visitor.acting.is_active:
        return rows.none()
    office = visitor.kind == OrganisationKind.OFFICE
    if office and (found.seen_by_office or visitor.staff_mode is not None):
        return rows
    return rows.filter(found.mine(visitor))


def one_visible(visitor: Visitor, model: type[Model], number: int) -> Any:
    """The row of that number. Raises `Http404` for one that is not there and for somebody else's alike."""
    found = visible(visitor, model).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def organisation_number(visitor: Visitor) -> int:
    """The number of the organisation acted for; of nobody's, a number that no row has."""
    return visitor.organisation.pk if visitor.organisation is not None else -1


def models_with_rules() -> frozenset[type[Model]]:
    """The models that may be shown."""
    return frozenset(_RULES)
