"""What is assumed of a pool's loans: typed, or standing in a claim on the pool. Nothing is filled in by the program."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from kejin.console.institution.agreements import fact_field, fact_text, facts_supposed, typed_text
from kejin.facts import Grain, dictionary
from kejin.records.financing.models import Claim
from kejin.web.fields import Field
from kejin.web.forms import KejinForm, ShareField, WanField, lazy_word
from kejin.web.words import word

DRAWS = ("1000", "5000", "10000")
LATE = ("0", "30", "90", "")
"""Up to how many days overdue each probability of default counts; the last without an end."""
CLAIMED, ALL = "claimed", "all"
_MOST_YEARS, _MOST_MONTHS = 10, 120


@dataclass(frozen=True, slots=True)
class Ground:
    """What a form stands on.

    Attributes:
        agreement: Under which agreement.
        law: The day whose rules hold, and the first day looked ahead from.
        claims: The claims that the visitor may see, which say what was said of loans so far.
        keeps: Whether one looks at the whole pool; a lender looks at its own loans.
    """

    agreement: str
    law: date
    claims: QuerySet[Claim]
    keeps: bool


class OutlookForm(KejinForm):
    """The assumptions that are numbers of the model."""

    lenders = forms.ChoiceField(label=lazy_word("outlook.lenders"))
    years = forms.IntegerField(
        label=lazy_word("outlook.years"), min_value=1, max_value=_MOST_YEARS, initial=3
    )
    pd0 = ShareField(label=lazy_word("outlook.pd0"))
    pd30 = ShareField(label=lazy_word("outlook.pd30"), required=False)
    pd90 = ShareField(label=lazy_word("outlook.pd90"), required=False)
    pd = ShareField(label=lazy_word("outlook.pd"), required=False)
    loss = ShareField(label=lazy_word("outlook.loss"))
    months = forms.IntegerField(label=lazy_word("outlook.months"), min_value=0, max_value=_MOST_MONTHS)
    common = ShareField(label=lazy_word("outlook.common"))
    new = ShareField(label=lazy_word("outlook.new"))
    renew = forms.BooleanField(label=lazy_word("outlook.renew"), required=False, initial=True)
    added = WanField(label=lazy_word("outlook.added"), required=False)
    scenarios = forms.ChoiceField(label=lazy_word("outlook.draws"), choices=[(one, one) for one in DRAWS])
    seed = forms.IntegerField(label=lazy_word("outlook.seed"), min_value=0, max_value=2**31, initial=1)

    def __init__(self, *args: Any, keeps: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not keeps:
            # A lender looks at its own loans, and nobody else's money is its.
            del self.fields["lenders"], self.fields["added"]
            return
        chosen = self.fields["lenders"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - declared above
        chosen.choices = [(name, lazy_word(f"outlook.lenders_{name}")) for name in (CLAIMED, ALL)]

    def assumed(self, starts: date) -> dict[str, Any]:
        """The part of a book's document that was typed."""
        asked = self.cleaned_data
        return {
            "starts": starts.isoformat(),
            "years": asked["years"],
            "renew": asked["renew"],
            "new_business": asked["new"],
            "probability": {"fact": "loan_overdue_days", "bands": self._bands()},
            # What is lost for good is typed; the rest comes back.
            "recovery": {"mean": _rest(asked["loss"]), "months": asked["months"]},
            "correlation": {"common": asked["common"]},
        }

    def _bands(self) -> list[dict[str, str]]:
        """The probabilities by days overdue; one that was left empty is that of the days before."""
        bands: list[dict[str, str]] = []
        for name, end in zip(("pd0", "pd30", "pd90", "pd"), LATE, strict=True):
            chance = self.cleaned_data[name] or bands[-1]["probability"]
            bands.append({"to": end, "probability": chance} if end else {"probability": chance})
        return bands


def _rest(loss: str) -> str:
    """What of a hundred per cent is left."""
    whole, _, parts = loss.removesuffix("%").partition(".")
    scale = 10 ** len(parts)
    rest = 100 * scale - int((whole or "0") + parts)
    return f"{rest // scale}.{rest % scale:0{len(parts)}d}%" if parts else f"{rest}%"


def fact_fields(ground: Ground) -> tuple[Field, ...]:
    """A field for each fact that the agreement reads and the records lack, with what the latest claim said of it."""
    latest = ground.claims.filter(agreement=ground.agreement).order_by("-pk").first()
    found = []
    for grain, fact in facts_supposed(ground.agreement, ground.law):
        rows = latest.facts.get(grain.value, ()) if latest is not None else ()
        text = next((str(row[fact.name]) for row in rows if row.get(fact.name)), "")
        hint = (
            word("outlook.from_claim", latest.pk) if latest is not None and text else word("outlook.not_told")
        )
        found.append(fact_field(grain, fact, suggested=typed_text(text), hint=hint))
    return tuple(found)


def supposed(form: KejinForm) -> dict[Grain, dict[str, str]]:
    """The facts of a form that holds together, as texts by grain; what was left empty is not among them."""
    facts: dict[Grain, dict[str, str]] = {}
    for name, value in form.cleaned_data.items():
        grain, point, fact = name.partition(".")
        if point and value not in (None, ""):
            facts.setdefault(Grain(grain), {})[fact] = fact_text(dictionary()[fact], value)
    return facts
