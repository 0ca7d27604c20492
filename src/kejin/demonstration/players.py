"""The organisations of the demonstration and their people. All of them are invented."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from kejin.demonstration.acting import Actor, Script
from kejin.demonstration.codes import credit_code
from kejin.identity import parse_credit_code
from kejin.records.errors import RefusedError
from kejin.records.kept.models import BusinessDay
from kejin.records.parties.kinds import OrganisationKind, Role
from kejin.records.parties.models import Organisation
from kejin.records.registry.founding import found

OFFICE = "演示省金融主管部门（虚构）"
ADMINISTRATOR = "office.admin"


@dataclass(frozen=True, slots=True)
class House:
    """An organisation to be: its short name in usernames, its name, its people by what they are."""

    short: str
    kind: OrganisationKind
    name: str
    people: Mapping[str, Role]
    parent: str = ""


def _team(*roles: Role) -> Mapping[str, Role]:
    """People named after what they are; the second of a kind has a 2 behind it."""
    people: dict[str, Role] = {}
    for role in roles:
        count = sum(held is role for held in people.values())
        people[role.value + (str(count + 1) if count else "")] = role
    return MappingProxyType(people)


_OFFICE_TEAM = _team(Role.HANDLER, Role.APPROVER, Role.APPROVER, Role.TREASURER, Role.TREASURER, Role.AUDITOR)
_LENDING = _team(Role.HANDLER, Role.APPROVER, Role.APPROVER, Role.AUDITOR)
_KEEPING = _team(Role.HANDLER, Role.APPROVER, Role.APPROVER, Role.TREASURER, Role.TREASURER)
HOUSES: Sequence[House] = (
    House("bank", OrganisationKind.BANK, "合成银行甲", _LENDING),
    House("branch", OrganisationKind.BRANCH, "合成银行甲科技支行", _LENDING, parent="bank"),
    House("bank2", OrganisationKind.BANK, "合成银行乙", _LENDING),
    House("guarantor", OrganisationKind.GUARANTOR, "合成融资担保公司", _KEEPING),
    House("reguarantor", OrganisationKind.RE_GUARANTOR, "合成再担保公司", _team(Role.HANDLER, Role.APPROVER)),
    House("insurer", OrganisationKind.INSURER, "合成保险公司", _KEEPING),
    House("fund", OrganisationKind.FUND, "合成科技创业投资基金", _team(Role.HANDLER, Role.APPROVER)),
    House("pool", OrganisationKind.POOL, "合成科技信贷风险补偿资金池", _KEEPING),
    House("bank3", OrganisationKind.BANK, "合成银行丙", _team(Role.HANDLER, Role.APPROVER)),
    House("research", OrganisationKind.RESEARCH, "合成科技金融研究院", _team(Role.ANALYST)),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who there is: `houses["bank"]["handler"]` is a person of a bank."""

    houses: Mapping[str, Mapping[str, Actor]]

    def of(self, house: str, person: str) -> Actor:
        """The person of that name in the house of that short name."""
        return self.houses[house][person]


def found_office(day: date) -> Actor:
    """The office's administrator; the records are founded where they are not yet.

    Raises:
        RefusedError: They were founded for something else; nothing was changed.
    """
    first = Organisation.objects.order_by("pk").first()
    if first is None:
        return Actor(ADMINISTRATOR, found(OFFICE, (ADMINISTRATOR, "演示·管理员"), day))
    if first.name != OFFICE:
        raise RefusedError(
            "These records are in use", "wrong_party", expected="an empty database, or one with this demonstration",
            found=first.name,
        )  # fmt: skip
    return Actor(ADMINISTRATOR, first.pk)


def first_day(founding: date) -> date:
    """The day that the records were founded on, or are about to be."""
    earliest = BusinessDay.objects.order_by("day").first()
    return founding if earliest is None else earliest.day


def gather(administrator: Actor) -> Cast:
    """Register the organisations, their people and what they are."""
    script = Script("players")
    office = House("office", OrganisationKind.OFFICE, OFFICE, _OFFICE_TEAM)
    houses = {"office": _staff(script, administrator, office)}
    numbers: dict[str, int] = {}
    for place, house in enumerate(HOUSES):
        done = script.act(
            administrator, "registry.register_organisation", kind=house.kind.value, name=house.name,
            credit_code=parse_credit_code(credit_code(place)).value, parent_id=numbers.get(house.parent),
        )  # fmt: skip
        numbers[house.short] = int(done["organisation_id"])
        chief = Actor(f"{house.short}.admin", numbers[house.short])
        _appoint(script, administrator, chief)
        houses[house.short] = _staff(script, chief, house)
    return Cast(houses)


def _staff(script: Script, chief: Actor, house: House) -> Mapping[str, Actor]:
    """The house's people by name, its administrator among them, each appointed by the administrator."""
    made: dict[str, Actor] = {"administrator": chief}
    for name, role in house.people.items():
        made[name] = Actor(f"{house.short}.{name}", chief.organisation_id)
        _appoint(script, chief, made[name], role=role)
    return made


def _appoint(script: Script, by: Actor, person: Actor, *, role: Role = Role.ADMINISTRATOR) -> None:
    script.act(by, "registry.register_person", username=person.username, name=f"演示·{person.username}")
    script.act(
        by,
        "registry.appoint",
        username=person.username,
        organisation_id=person.organisation_id,
        role=role.value,
    )
