"""What is said about the parts of a file, and what changed from one offer to the next, as both parties see it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django import forms

from kejin.facts import Label
from kejin.policy.wording import rate_text, value_text
from kejin.records.financing.models import Financing, Offer
from kejin.records.financing.steps import State
from kejin.records.parties.kinds import OrganisationKind
from kejin.records.remarks.acts import DECIDED, MakeRemark, RateService
from kejin.records.remarks.models import SCORE_WORDS, SECTION_WORDS, Rating, Remark, Score, Section
from kejin.web.acting import may
from kejin.web.forms import KejinForm, lazy_word
from kejin.web.visitors import Visitor
from kejin.web.words import say, word

_NOT_YET = (State.NEED, State.MATCHED)
_LONGEST = 2000


class RemarkForm(KejinForm):
    """A remark on a part of a file."""

    section = forms.ChoiceField(choices=[(one.value, one.value) for one in Section], widget=forms.HiddenInput)
    words = forms.CharField(
        label=lazy_word("remark.words"), help_text=lazy_word("remark.hint"), max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class RatingForm(KejinForm):
    """How content the enterprise is, and why."""

    score = forms.TypedChoiceField(label=lazy_word("remark.score"), coerce=int, widget=forms.RadioSelect)
    words = forms.CharField(
        label=lazy_word("remark.why"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["score"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - as written above
        field.choices = [(one.value, say(SCORE_WORDS[one])) for one in Score]


@dataclass(frozen=True, slots=True)
class Remarks:
    """What is said about one part of a file: the remarks, oldest first, and a form for another one."""

    section: str
    label: Label
    items: tuple[Remark, ...]
    form: RemarkForm | None

    @property
    def open_ones(self) -> int:
        """How many are not settled."""
        return sum(not hasattr(one, "settled") for one in self.items)


def remarks_of(visitor: Visitor, financing: Financing) -> dict[str, Remarks]:
    """What the parties say about each part of a file; nothing for anybody else."""
    mine = visitor.organisation.pk if visitor.organisation is not None else None
    if mine not in {financing.enterprise_id, financing.institution_id} or financing.state in _NOT_YET:
        return {}
    rows = financing.remarks.select_related("act", "settled__act").order_by("pk")
    may_say = may(visitor, MakeRemark)
    return {
        section.value: Remarks(
            section.value,
            SECTION_WORDS[section],
            tuple(one for one in rows if one.section == section),
            RemarkForm(initial={"section": section.value}, auto_id=f"remark-{section.value}-%s")
            if may_say
            else None,
        )
        for section in Section
    }


def rating_of(financing: Financing) -> tuple[Rating, Label] | None:
    """The rating of a file, in words; None where there is none."""
    found: Rating | None = Rating.objects.select_related("act").filter(financing=financing).first()
    return None if found is None else (found, SCORE_WORDS[Score(found.score)])


def rating_form(visitor: Visitor, financing: Financing) -> RatingForm | None:
    """The form to rate a file with; None where it cannot be rated, or was."""
    rated = (
        financing.state not in DECIDED or financing.institution_id is None or rating_of(financing) is not None
    )
    ours = visitor.kind == OrganisationKind.ENTERPRISE and may(visitor, RateService)
    return RatingForm(auto_id="rating-%s") if ours and not rated else None


def offer_changes(financing: Financing, repayment: Callable[[str], Label]) -> list[Label]:
    """What the latest offer changed against the one before, term by term; nothing where there was only one."""
    latest = list(financing.offers.order_by("-pk")[:2])
    return list(_changes(latest[1], latest[0], repayment)) if len(latest) == 2 else []


def _changes(before: Offer, now: Offer, repayment: Callable[[str], Label]) -> Iterator[Label]:
    terms: tuple[tuple[str, str, Callable[[Offer], object]], ...] = (
        ("principal_minor", "institution.principal", lambda one: value_text(one.principal_minor, "fen")),
        ("rate_ppb", "institution.rate", lambda one: rate_text(one.rate_ppb)),
        ("term_months", "institution.months", lambda one: one.term_months),
        ("repayment", "institution.repayment", lambda one: repayment(one.repayment)),
        ("valid_until", "institution.valid_until", lambda one: one.valid_until.isoformat()),
    )
    for name, label, text in terms:
        if getattr(before, name) != getattr(now, name):
            yield word("remark.changed_from", word(label), text(before), text(now))
