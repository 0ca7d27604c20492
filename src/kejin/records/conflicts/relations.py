"""How organisations hang together on a day: branches, control, shareholdings, groups; and people with them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q

from kejin.records.parties.models import (
    Affiliation,
    Appointment,
    Authority,
    GroupMember,
    Organisation,
    Person,
)

Path = tuple[dict[str, Any], ...]
"""The steps from one organisation to another, each with what it rests on."""
_LONGEST = 4


def path_between(first: Organisation, second: Organisation, on: date) -> Path | None:
    """The shortest way on which two organisations are related on a day, of at most four steps; None without one.

    Steps are: bank and branch, keeper and pool; control and any shareholding on record; members of one group.
    """
    reached: dict[int, Path] = {first.pk: ()}
    frontier = {first.pk}
    for _ in range(_LONGEST):
        if second.pk in reached or not frontier:
            break
        further: dict[int, Path] = {}
        for here, there, step in _steps(frontier, on):
            if there not in reached:
                further.setdefault(there, (*reached[here], step))
        reached |= further
        frontier = set(further)
    return reached.get(second.pk)


def acts_for(person: Person, enterprise: Organisation, on: date) -> dict[str, Any] | None:
    """How a person acts on a day for an enterprise or for an organisation related to it; None where he does not."""
    own = Authority.objects.filter(
        Q(revoked_on=None) | Q(revoked_on__gt=on), person=person, verified_by__isnull=False, valid_from__lte=on,
        valid_until__gte=on,
    ).select_related("organisation")  # fmt: skip
    for authority in own:
        path = path_between(authority.organisation, enterprise, on)
        if path is not None:
            return {"authority": authority.pk, "for": authority.organisation.name, "path": list(path)}
    return None


def people_in_common(organisation: Organisation, enterprise: Organisation, on: date) -> list[dict[str, Any]]:
    """Those who have a role in an organisation on a day and act for an enterprise too."""
    held = Appointment.objects.filter(_lasting(on), organisation=organisation).select_related("person")
    found: dict[int, dict[str, Any]] = {}
    for appointment in held.order_by("pk"):
        if appointment.person_id in found:
            continue
        how = acts_for(appointment.person, enterprise, on)
        if how is not None:
            found[appointment.person_id] = {"person": appointment.person_id, "role": appointment.role} | how
    return list(found.values())


def _steps(frontier: set[int], on: date) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Every step that leads on from some organisations: from, to, what it rests on. A handful of queries for all."""
    for parent, child in _families(frontier):
        yield from _both({"by": "parent"}, child, parent, frontier=frontier)
    held = Affiliation.objects.filter(_lasting(on), Q(owner__in=frontier) | Q(owned__in=frontier))
    for each in held.order_by("pk"):
        step = {"by": each.kind, "affiliation": each.pk, "share_ppb": each.share_ppb, "source": each.source}
        yield from _both(step, each.owner_id, each.owned_id, frontier=frontier)
    mine = GroupMember.objects.filter(_lasting(on), organisation__in=frontier)
    of_group: dict[int, list[int]] = {}
    for member in mine.order_by("pk"):
        of_group.setdefault(member.group_id, []).append(member.organisation_id)
    members = GroupMember.objects.filter(_lasting(on), group__in=of_group).exclude(organisation__in=frontier)
    for member in members.select_related("group").order_by("pk"):
        here, there = of_group[member.group_id][0], member.organisation_id
        yield here, there, {"by": "group", "from": here, "to": there, "group": member.group.name}


def _families(frontier: set[int]) -> Iterator[tuple[int, int]]:
    found = Organisation.objects.filter(Q(pk__in=frontier) | Q(parent__in=frontier), parent__isnull=False)
    for parent, child in found.order_by("pk").values_list("parent_id", "pk"):
        if parent is not None:
            yield parent, child


def _both(
    step: dict[str, Any], one: int, other: int, *, frontier: set[int]
) -> Iterator[tuple[int, int, dict[str, Any]]]:
    for here, there in ((one, other), (other, one)):
        if here in frontier:
            yield here, there, step | {"from": here, "to": there}


def _lasting(on: date) -> Q:
    return Q(since__lte=on) & (Q(until=None) | Q(until__gt=on))
