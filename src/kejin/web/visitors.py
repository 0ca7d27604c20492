"""Who looks at a page: the person, the organisation acted for, and as what, today."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from django.db.models import Max, Q
from django.http import HttpRequest

from kejin.records.kept.models import BusinessDay
from kejin.records.parties.kinds import OrganisationKind, OrganisationStatus, Role
from kejin.records.parties.models import Appointment, Authority, Organisation, Person
from kejin.records.parties.standing import Caller

CHANNEL = "console"


@dataclass(frozen=True, slots=True)
class Standing:
    """That a person is something for an organisation."""

    organisation: Organisation
    roles: frozenset[Role]

    @property
    def is_active(self) -> bool:
        """Whether the organisation may act at all."""
        return self.organisation.status == OrganisationStatus.ACTIVE


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who made a request.

    Attributes:
        person: None before log-in.
        standings: Every organisation that the person is something for today.
        acting: The one acted for; None where there is none or none was chosen.
        day: The business day that is open; None before the records were founded.
        staff_mode: The number of the staff mode that is on; None where it is off.
        request_id: Joins what belongs to one request.
    """

    person: Person | None = None
    standings: tuple[Standing, ...] = ()
    acting: Standing | None = None
    day: date | None = None
    staff_mode: int | None = None
    request_id: UUID = field(default_factory=uuid4)

    @property
    def organisation(self) -> Organisation | None:
        """The organisation acted for."""
        return self.acting.organisation if self.acting else None

    @property
    def roles(self) -> frozenset[Role]:
        """What the person is for it."""
        return self.acting.roles if self.acting else frozenset()

    @property
    def kind(self) -> OrganisationKind | None:
        """What kind of organisation it is."""
        return OrganisationKind(self.acting.organisation.kind) if self.acting else None

    def caller(self, reason: str = "", *, channel: str = CHANNEL) -> Caller:
        """The visitor as the acts know him; an act looks everything up again.

        Raises:
            ValueError: Nobody is logged in, or nobody is acted for.
        """
        if self.person is None or self.acting is None:
            raise ValueError("an act needs a person and an organisation")
        return Caller(self.person.username, self.acting.organisation.pk, reason, channel, self.request_id)


class PageRequest(HttpRequest):
    """A request as the views of `kejin.web.pages` get it."""

    visitor: Visitor
    request_id: UUID


def today() -> date | None:
    """The business day that is open."""
    found: date | None = BusinessDay.objects.aggregate(day=Max("day"))["day"]
    return found


def standings_of(person: Person, day: date) -> tuple[Standing, ...]:
    """Every organisation that the person is something for on a day, institutions first, by name.

    `kejin.records.parties.standing.roles_of` decides of one organisation by the same conditions.
    """
    held = Appointment.objects.filter(
        Q(until__isnull=True) | Q(until__gt=day), person=person, since__lte=day
    ).select_related("organisation")
    roles: dict[int, set[Role]] = {}
    found: dict[int, Organisation] = {}
    for one in held:
        found[one.organisation_id] = one.organisation
        roles.setdefault(one.organisation_id, set()).add(Role(one.role))
    shown = Authority.objects.filter(
        Q(revoked_on__isnull=True) | Q(revoked_on__gt=day),
        person=person,
        verified_by__isnull=False,
        valid_from__lte=day,
        valid_until__gte=day,
    ).select_related("organisation")
    for proof in shown:
        found[proof.organisation_id] = proof.organisation
        roles.setdefault(proof.organisation_id, set()).add(Role.REPRESENTATIVE)
    # An appointment makes nobody somebody for an enterprise, and an authority nobody for another organisation.
    wanted = [
        Standing(organisation, frozenset(roles[number]))
        for number, organisation in found.items()
        if (organisation.kind == OrganisationKind.ENTERPRISE) == (Role.REPRESENTATIVE in roles[number])
    ]
    return tuple(
        sorted(
            wanted,
            key=lambda one: (one.organisation.kind == OrganisationKind.ENTERPRISE, one.organisation.name),
        )
    )


__all__ = ["CHANNEL", "PageRequest", "Standing", "Visitor", "standings_of", "today"]
