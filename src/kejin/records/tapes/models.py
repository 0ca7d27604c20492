"""Tapes with their rows, the loans they are about, reconciliations, and the queue of breaks."""

from django.db import models
from django.db.models import Q

from kejin.records.financing.models import Contract
from kejin.records.kept.record import Part, Record
from kejin.records.kept.rights import Rights
from kejin.records.parties.models import Organisation
from kejin.records.tapes.reasons import BREAKS, Severity
from kejin.records.tapes.steps import STANDING, BreakState, TapeKind, TapeStatus

_SHA256 = "^[0-9a-f]{64}$"


class Tape(Record):
    """What a bank reports of its loans at the end of a month.

    Attributes:
        month: Its first day.
        as_of: Its last day, for which the rows speak.
        sha256: Digest of its rows in canonical form, hexadecimal.
        source: The name of the file it came from; empty where it came through the API.
        corrects: The tape that it replaces.
        status: How far it has come; the one column that changes, and the database sees to that.
    """

    rights = Rights.CHANGE
    data_class = 2

    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tapes")
    kind = models.CharField(max_length=10, choices=TapeKind.choices)
    month = models.DateField()
    as_of = models.DateField()
    rows_count = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    source = models.TextField(blank=True)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    status = models.CharField(max_length=12, choices=TapeStatus.choices, default=TapeStatus.RECEIVED)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "month"),
                condition=Q(kind=TapeKind.MONTHLY) & ~Q(status=TapeStatus.SUPERSEDED),
                name="one_monthly_tape",
            ),
            models.UniqueConstraint(
                fields=("institution", "kind", "month", "sha256"),
                condition=~Q(status=TapeStatus.SUPERSEDED),
                name="tape_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=TapeKind.values), name="tape_kind"),
            models.CheckConstraint(condition=Q(status__in=TapeStatus.values), name="tape_status"),
            models.CheckConstraint(condition=Q(sha256__regex=_SHA256), name="tape_digest"),
        )

    def __str__(self) -> str:
        return f"T{self.pk} {self.month:%Y-%m}"


class TapeRow(Part):
    """One loan as a tape tells it; columns as in `kejin.records.tapes.dictionary`, null where the tape does not say."""

    rights = Rights.APPEND
    data_class = 3

    tape = models.ForeignKey(Tape, on_delete=models.PROTECT, related_name="rows")
    line = models.IntegerField()
    contract_number = models.CharField(max_length=80)
    credit_code = models.CharField(max_length=18)
    currency = models.CharField(max_length=3)
    principal_minor = models.BigIntegerField()
    rate_ppb = models.BigIntegerField()
    drawn_on = models.DateField()
    matures_on = models.DateField()
    repayment = models.CharField(max_length=20)
    interest_months = models.CharField(max_length=2, null=True)
    day_count = models.CharField(max_length=10, null=True)
    balance_minor = models.BigIntegerField()
    principal_paid_minor = models.BigIntegerField()
    interest_paid_minor = models.BigIntegerField()
    days_past_due = models.IntegerField()
    status = models.CharField(max_length=12)
    written_off_minor = models.BigIntegerField(null=True)
    five_class = models.CharField(max_length=20, null=True)
    last_paid_on = models.DateField(null=True)
    place_code = models.CharField(max_length=6, null=True)
    industry_code = models.CharField(max_length=5, null=True)
    is_technology = models.BooleanField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("tape", "line"), name="tape_line_once"),)

    def __str__(self) -> str:
        return f"{self.tape_id}:{self.line}"


class Loan(Record):
    """A loan that a bank's tapes must hold: taken on by a tape, or contracted through a financing.

    Attributes:
        number: The contract's number; of one institution each names one loan.
        interest_months: How often interest is paid; 0 for once, at maturity.
        contract: The registered contract behind it; None for a loan of the back book.
        tape: The tape that first told its terms.
    """

    rights = Rights.APPEND
    data_class = 3

    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="loans")
    number = models.CharField(max_length=80)
    credit_code = models.CharField(max_length=18)
    currency = models.CharField(max_length=3)
    principal_minor = models.BigIntegerField()
    rate_ppb = models.BigIntegerField()
    drawn_on = models.DateField()
    matures_on = models.DateField()
    repayment = models.CharField(max_length=20)
    interest_months = models.SmallIntegerField()
    day_count = models.CharField(max_length=10)
    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, null=True, related_name="loan")
    tape = models.ForeignKey(Tape, on_delete=models.PROTECT, related_name="loans")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("institution", "number"), name="loan_number_once"),
            models.CheckConstraint(condition=Q(principal_minor__gt=0), name="loan_principal"),
        )

    def __str__(self) -> str:
        return self.number


class LoanEnd(Record):
    """That a loan was reported settled or written off: later tapes need not hold it."""

    rights = Rights.APPEND
    data_class = 3

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="ends")
    tape = models.ForeignKey(Tape, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("loan", "tape"), name="loan_end_once"),)

    def __str__(self) -> str:
        return f"end of {self.loan_id}"


class Reconciliation(Record):
    """What came of comparing a tape: counts, and the digest of every difference."""

    rights = Rights.APPEND
    data_class = 2

    tape = models.ForeignKey(Tape, on_delete=models.PROTECT, related_name="reconciliations")
    interest_tolerance_minor = models.BigIntegerField()
    loans_count = models.IntegerField()
    differences_count = models.IntegerField()
    opened_count = models.IntegerField()
    closed_count = models.IntegerField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"reconciliation of {self.tape_id}"


class Break(Record):
    """One difference between a tape and what should have happened, until it is dealt with.

    Attributes:
        loan: None for a loan that is not registered.
        unit: What expected and reported values count; see `BreakKind`.
        difference: Reported minus expected, in that unit; None where one of them is no number.
        first_tape, latest_tape: The tape that brought it, and the last one that still had it.
        line: The row in the latest tape; None for a missing loan.
        owner: The organisation that has to move.
        due_on: By when.
        state: Where it stands; only an event changes it.
    """

    rights = Rights.CHANGE
    data_class = 3

    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="breaks")
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, null=True, related_name="breaks")
    contract_number = models.CharField(max_length=80)
    code = models.CharField(max_length=30)
    severity = models.CharField(max_length=6, choices=Severity.choices)
    unit = models.CharField(max_length=6)
    expected = models.TextField(blank=True)
    reported = models.TextField(blank=True)
    difference = models.BigIntegerField(null=True)
    first_tape = models.ForeignKey(Tape, on_delete=models.PROTECT, related_name="breaks_brought")
    latest_tape = models.ForeignKey(Tape, on_delete=models.PROTECT, related_name="breaks_held")
    line = models.IntegerField(null=True)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="breaks_owned")
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=BreakState.choices, default=BreakState.OPEN)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(code__in=tuple(BREAKS)), name="break_code"),
            models.CheckConstraint(condition=Q(state__in=BreakState.values), name="break_state"),
            models.UniqueConstraint(
                fields=("institution", "contract_number", "code", "line"),
                condition=Q(state__in=STANDING, code="duplicate_row"),
                name="one_standing_break_of_a_line",
            ),
            models.UniqueConstraint(
                fields=("institution", "contract_number", "code"),
                condition=Q(state__in=STANDING) & ~Q(code="duplicate_row"),
                name="one_standing_break_of_a_kind",
            ),
        )
        indexes = (
            models.Index(fields=("institution", "state", "due_on"), name="break_queue"),
            models.Index(fields=("first_tape",), name="break_by_first_tape"),
            models.Index(fields=("due_on", "id"), name="breaks_standing", condition=Q(state__in=STANDING)),
        )

    def __str__(self) -> str:
        return f"B{self.pk} {self.code} {self.contract_number}"


class BreakEvent(Record):
    """One step of a break."""

    rights = Rights.APPEND
    data_class = 3

    item = models.ForeignKey(Break, on_delete=models.PROTECT, related_name="events")
    code = models.CharField(max_length=40)
    from_state = models.CharField(max_length=10)
    to_state = models.CharField(max_length=10)
    reason_code = models.CharField(max_length=40, blank=True)
    words = models.TextField(blank=True)
    tape = models.ForeignKey(Tape, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.item_id} {self.code}"


class Basis(Record):
    """From an accepted break on, a loan's schedule goes on from the row that was accepted: its terms and amounts."""

    rights = Rights.APPEND
    data_class = 3

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="bases")
    row = models.ForeignKey(TapeRow, on_delete=models.PROTECT, related_name="+")
    item = models.OneToOneField(Break, on_delete=models.PROTECT, related_name="basis")

    def __str__(self) -> str:
        return f"basis of {self.loan_id}"
