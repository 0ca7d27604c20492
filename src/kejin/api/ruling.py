"""Whose each kind of record is that the pages do not show yet; beside `kejin.web.ruling`, which goes first."""

from django.db.models import Model, Q

from kejin.records.access.models import Consent, Reading
from kejin.records.filings.models import Filing
from kejin.records.pledges.models import Pledge
from kejin.records.subsidies.models import PaymentFile
from kejin.records.tapes.models import Break, Tape
from kejin.web.permissions import Mine, models_with_rules, organisation_number, rule


def _either(*names: str) -> Mine:
    """Rows in which one of some columns names the organisation that asks."""

    def mine(visitor: object) -> Q:
        number = organisation_number(visitor)  # type: ignore[arg-type] # as every rule is called
        wanted = Q()
        for name in names:
            wanted |= Q(**{name: number})
        return wanted

    return mine


_RULES: tuple[tuple[type[Model], Mine, bool], ...] = (
    (Pledge, _either("pledgor_id", "pledgee_id"), False),
    (PaymentFile, _either("programme__office_id"), False),
    # Facts of others are read through the door of `kejin.records.access`, whatever the office's duty.
    (Filing, _either("enterprise_id", "source_id"), False),
    (Consent, _either("enterprise_id", "grantee_id"), False),
    (Reading, _either("enterprise_id", "organisation_id"), False),
    (Tape, _either("institution_id"), True),
    (Break, _either("institution_id", "owner_id"), True),
)


def enter_rules() -> None:
    """Say whose they are, of those that nobody has said it of."""
    said = models_with_rules()
    for model, mine, seen_by_office in _RULES:
        if model not in said:
            rule(model, mine, seen_by_office=seen_by_office)
