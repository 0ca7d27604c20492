"""Whose each kind of record is: one line for each model that a page may show."""

from django.db.models import Q

from kejin.records.access.models import Consent, Reading
from kejin.records.actions.models import Notice
from kejin.records.approvals.models import Approval
from kejin.records.filings.models import Dispute, Filing
from kejin.records.financing.models import Claim, Contract, Financing, Offer
from kejin.records.financing.steps import State
from kejin.records.kept.models import Act, Attempt
from kejin.records.ledger.models import Book
from kejin.records.parties.models import Appointment, Authority, Organisation, Person
from kejin.records.publications.models import Objection, PublicList
from kejin.records.remarks.models import Rating, Remark
from kejin.records.subsidies.models import PaymentFile, Programme, Subsidy
from kejin.records.tapes.models import Break, Tape
from kejin.web.jobs.models import Job
from kejin.web.permissions import organisation_number, rule
from kejin.web.saved.models import SavedView
from kejin.web.scenarios.models import Outlook, Scenario
from kejin.web.visitors import Visitor

# What an enterprise is still thinking about is not yet anything to the institution that it looks at.
_PRIVATE = (State.NEED, State.MATCHED)


def _financing(visitor: Visitor, before: str = "") -> Q:
    mine = organisation_number(visitor)
    lends = Q(**{f"{before}institution_id": mine}) & ~Q(**{f"{before}state__in": _PRIVATE})
    return Q(**{f"{before}enterprise_id": mine}) | lends


rule(Financing, _financing)
rule(Offer, lambda visitor: _financing(visitor, "financing__"))
rule(Remark, lambda visitor: _financing(visitor, "financing__"))
rule(Rating, lambda visitor: _financing(visitor, "financing__"), seen_by_office=True)
rule(Contract, lambda visitor: _financing(visitor, "financing__"))
rule(
    Claim,
    lambda visitor: _financing(visitor, "financing__") | Q(book__keeper_id=organisation_number(visitor)),
)
rule(Approval, lambda visitor: Q(organisation_id=organisation_number(visitor)))
rule(Notice, lambda visitor: Q(organisation_id=organisation_number(visitor)))
rule(Book, lambda visitor: Q(keeper_id=organisation_number(visitor)), seen_by_office=True)
rule(Programme, lambda visitor: Q(office_id=organisation_number(visitor)), seen_by_office=True)
rule(
    Subsidy,
    lambda visitor: (
        Q(enterprise_id=organisation_number(visitor))
        | Q(contract__institution_id=organisation_number(visitor))
        | Q(programme__office_id=organisation_number(visitor))
    ),
)
rule(Scenario, lambda visitor: Q(organisation_id=organisation_number(visitor)))
rule(
    SavedView,
    lambda visitor: (
        Q(organisation_id=organisation_number(visitor)) & (Q(shared=True) | Q(person=visitor.person))
    ),
)
rule(Outlook, lambda visitor: Q(organisation_id=organisation_number(visitor)))
rule(Job, lambda visitor: Q(organisation_id=organisation_number(visitor)))
rule(
    Filing,
    lambda visitor: Q(enterprise_id=organisation_number(visitor)) | Q(source_id=organisation_number(visitor)),
)
rule(
    Dispute,
    lambda visitor: (
        Q(filing__enterprise_id=organisation_number(visitor))
        | Q(filing__source_id=organisation_number(visitor))
    ),
)
rule(
    Consent,
    lambda visitor: (
        Q(enterprise_id=organisation_number(visitor)) | Q(grantee_id=organisation_number(visitor))
    ),
)
rule(Reading, lambda visitor: Q(enterprise_id=organisation_number(visitor)))
rule(Tape, lambda visitor: Q(institution_id=organisation_number(visitor)), seen_by_office=True)
rule(Break, lambda visitor: Q(institution_id=organisation_number(visitor)), seen_by_office=True)
rule(PaymentFile, lambda visitor: Q(programme__office_id=organisation_number(visitor)))
rule(Organisation, lambda visitor: Q(pk=organisation_number(visitor)), seen_by_office=True)
rule(
    Person,
    lambda visitor: Q(
        pk__in=Appointment.objects.filter(organisation_id=organisation_number(visitor)).values("person_id")
    ),
    seen_by_office=True,
)
rule(
    Authority,
    lambda visitor: (
        Q(organisation_id=organisation_number(visitor)) | Q(act__organisation_id=organisation_number(visitor))
    ),
    seen_by_office=True,
)
rule(Act, lambda visitor: Q(organisation_id=organisation_number(visitor)), seen_by_office=True)
rule(Attempt, lambda visitor: Q(organisation_id=organisation_number(visitor)), seen_by_office=True)
rule(PublicList, lambda visitor: Q(office_id=organisation_number(visitor)))
rule(
    Objection,
    lambda visitor: (
        Q(list__office_id=organisation_number(visitor))
        | Q(subsidy__programme__office_id=organisation_number(visitor))
    ),
)
