"""My data: every fact on record with its source, and the way to dispute it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import redirect, render

from kejin.errors import CoverageError
from kejin.facts import GRAINS, Grain, Label, dictionary
from kejin.policy.wording import fact_text
from kejin.records.filings.models import OUTCOME_WORDS, Dispute, DisputeOutcome, Filing
from kejin.records.parties.models import Organisation
from kejin.web.acting import Refusal, attempt
from kejin.web.forms import KejinForm, lazy_word
from kejin.web.needs import ENTERPRISE
from kejin.web.pages import page
from kejin.web.permissions import one_visible, visible
from kejin.web.visitors import PageRequest
from kejin.web.words import say, word

_MOST_FILINGS = 200
# The enterprise itself stands first, then its newest year; what is below is unfolded by whoever wants it.
_UNFOLDED = 1


class DisputeForm(KejinForm):
    """Which fact of a filing, and on what ground."""

    fact = forms.ChoiceField(label=lazy_word("data.dispute_fact"), required=False)
    ground = forms.CharField(
        label=lazy_word("data.dispute_ground"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000
    )


@dataclass(frozen=True, slots=True)
class FiledFact:
    """A fact of a filing in words, and whether it is disputed."""

    name: str
    label: Label
    text: Label
    disputed: bool


@dataclass(frozen=True, slots=True)
class FiledRow:
    """A filing in words.

    Attributes:
        title: What the row is about: the enterprise, a year of it, one of its patents.
        source: Who filed it.
    """

    filing: Filing
    title: Label
    source: str
    facts: tuple[FiledFact, ...]

    @property
    def disputed(self) -> bool:
        """Whether any of its facts is."""
        return any(fact.disputed for fact in self.facts)


@page(ENTERPRISE)
def data(request: PageRequest) -> HttpResponseBase:
    """Every fact that stands on record about the enterprise, and its disputes."""
    disputes = visible(request.visitor, Dispute).select_related("answer", "filing").order_by("-id")
    context = {
        "rows": list(_rows(request)),
        "unfolded": _UNFOLDED,
        "disputes": [(one, _fact_label(one.fact), _answer(one)) for one in disputes],
    }
    return render(request, "console/enterprise/data.html", context)


@page(ENTERPRISE, methods=("GET", "POST"))
def dispute(request: PageRequest, number: int) -> HttpResponseBase:
    """Dispute a filing, or one fact of it."""
    found: Filing = one_visible(request.visitor, Filing, number)
    row = next(iter(_rows(request, found)))
    choices = [("", say(word("data.whole_row"))), *((one.name, say(one.label)) for one in row.facts)]
    given = request.POST if request.method == "POST" else None
    form = DisputeForm(given, initial={"fact": request.GET.get("fact", "")})
    field = form.fields["fact"]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as written above
    field.choices = choices
    refusal: Refusal | None = None
    if given is not None and form.is_valid():
        parts = {
            "filing_id": number,
            "ground": form.cleaned_data["ground"],
            "fact": form.cleaned_data["fact"],
        }
        try:
            done = attempt(request.visitor, "filings.dispute", parts, key=form.idempotency_key)
        except CoverageError as error:
            done = Refusal(word("web.not_done"), error.sentence())
        if not isinstance(done, Refusal):
            return redirect("enterprise_data")
        refusal = done
    status = 409 if refusal else 400 if form.errors else 200
    context = {"form": form, "row": row, "refusal": refusal}
    return render(request, "console/enterprise/dispute.html", context, status=status)


def _rows(request: PageRequest, only: Filing | None = None) -> Iterator[FiledRow]:
    """The filings that stand: those that no correction took the place of."""
    standing = visible(request.visitor, Filing).filter(corrected_by=None).select_related("batch__act")
    if only is not None:
        standing = standing.filter(pk=only.pk) if only.pk else standing.none()
    filings = list(standing.order_by("grain", "-period", "subject", "id")[:_MOST_FILINGS])
    names = dict(
        Organisation.objects.filter(pk__in={one.source_id for one in filings}).values_list("pk", "name")
    )
    open_disputes = set(
        visible(request.visitor, Dispute).filter(answer=None).values_list("filing_id", "fact")
    )
    for one in filings:
        facts = tuple(_facts(one, open_disputes))
        yield FiledRow(one, _title(one), names.get(one.source_id, ""), facts)


def _facts(filing: Filing, open_disputes: set[tuple[int, str]]) -> Iterator[FiledFact]:
    for name, value in filing.facts.items():
        fact = dictionary().get(name)
        if fact is None:
            continue
        disputed = (filing.pk, name) in open_disputes or (filing.pk, "") in open_disputes
        yield FiledFact(name, fact.label, fact_text(fact, value), disputed)


def _title(filing: Filing) -> Label:
    label = GRAINS[Grain(filing.grain)].label
    return Label(f"{label.zh} {filing.subject}".strip(), f"{label.en} {filing.subject}".strip())


def _fact_label(name: str) -> Label:
    fact = dictionary().get(name) if name else None
    return fact.label if fact is not None else word("data.whole_row")


def _answer(one: Dispute) -> Label | None:
    answer = getattr(one, "answer", None)
    return OUTCOME_WORDS[DisputeOutcome(answer.outcome)] if answer is not None else None
