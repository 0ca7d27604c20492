"""What a page asks of whoever looks at it: an organisation of a kind, and a role in it."""

from dataclasses import dataclass
from enum import Enum

from kejin.records.parties.kinds import BUSINESS, LENDERS, SHARERS, OrganisationKind, Role
from kejin.web.visitors import Visitor

_ALL_ROLES = frozenset(Role)
INSTITUTIONS = LENDERS | SHARERS | {OrganisationKind.FUND}


class Answer(Enum):
    """Whether somebody may come in, and else what to do about it."""

    COME_IN = "come_in"
    LOG_IN = "log_in"
    CHOOSE = "choose"
    SUSPENDED = "suspended"
    NOT_YOURS = "not_yours"


@dataclass(frozen=True, slots=True)
class Need:
    """What a page asks. What belongs to whom, `kejin.web.permissions` decides of each object.

    Attributes:
        person: Whether one must be logged in.
        kinds: For which kinds of organisation one must act; empty where for none.
        roles: As one of what.
    """

    person: bool = True
    kinds: frozenset[OrganisationKind] = frozenset()
    roles: frozenset[Role] = _ALL_ROLES

    def answer(self, visitor: Visitor) -> Answer:
        """Whether the visitor may come in."""
        if not self.person:
            return Answer.COME_IN
        if visitor.person is None:
            return Answer.LOG_IN
        if not self.kinds:
            return Answer.COME_IN
        if visitor.acting is None:
            return Answer.CHOOSE
        if not visitor.acting.is_active:
            return Answer.SUSPENDED
        fits = visitor.kind in self.kinds and bool(visitor.roles & self.roles)
        return Answer.COME_IN if fits else Answer.NOT_YOURS


ANYBODY = Need(person=False)
LOGGED_IN = Need()
ENTERPRISE = Need(kinds=frozenset({OrganisationKind.ENTERPRISE}))
INSTITUTION = Need(kinds=frozenset(INSTITUTIONS))
LENDER = Need(kinds=LENDERS)
EXPOSED = Need(kinds=frozenset(INSTITUTIONS) | {OrganisationKind.OFFICE})
"""Those who look at what pools have at stake: institutions, and the office."""
FILE_PARTIES = Need(kinds=LENDERS | {OrganisationKind.ENTERPRISE})
"""The two parties of a financing."""
OFFICE = Need(kinds=frozenset({OrganisationKind.OFFICE}))
RESEARCH = Need(kinds=frozenset({OrganisationKind.RESEARCH}))
PROVINCE = Need(kinds=frozenset({OrganisationKind.OFFICE, OrganisationKind.RESEARCH}))
"""Those who read what is counted over the whole province; to research it is told so that nobody is recognised."""
OFFICE_ADMINISTRATOR = Need(kinds=frozenset({OrganisationKind.OFFICE}), roles=frozenset({Role.ADMINISTRATOR}))
SUBSIDISED = Need(kinds=LENDERS | {OrganisationKind.OFFICE, OrganisationKind.ENTERPRISE})
"""Those who have a part in a subsidy: the enterprise, its lender, the office."""
BOOKKEEPING = Need(
    kinds=frozenset(
        {OrganisationKind.OFFICE, OrganisationKind.POOL, OrganisationKind.GUARANTOR, OrganisationKind.INSURER}
    )
)
"""Those who keep books: of pools and of budgets."""
_NO_ENTERPRISES = frozenset(OrganisationKind) - {OrganisationKind.ENTERPRISE}
AUDITOR = Need(kinds=_NO_ENTERPRISES, roles=frozenset({Role.AUDITOR}))
OFFICE_AUDITOR = Need(kinds=frozenset({OrganisationKind.OFFICE}), roles=frozenset({Role.AUDITOR}))
ADMINISTRATOR = Need(kinds=_NO_ENTERPRISES, roles=frozenset({Role.ADMINISTRATOR}))
VERIFIERS = Need(kinds=frozenset({OrganisationKind.OFFICE}), roles=frozenset({Role.HANDLER, Role.APPROVER}))
PROVERS = Need(kinds=BUSINESS)
"""Those for whom proofs of authority are of use: who deals with enterprises, and these themselves."""
ANY_MEMBER = Need(kinds=frozenset(OrganisationKind))
