"""A scenario's simulated losses: a pool's book over the present run's loans, under the rules in force and supposed."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from kejin.console.common.labels import with_labels
from kejin.console.common.tablefiles import FORMATS, Cell, download, table_file
from kejin.console.office.policy_reading import compiled
from kejin.console.office.reading import found
from kejin.console.office.scenario_chart import path_chart
from kejin.console.office.scenario_reading import BOOK, latest, scenario_of
from kejin.console.office.scenario_recipe import book_recipe
from kejin.console.office.scenario_work import BOOK_JOB
from kejin.facts import dictionary
from kejin.money import format_yuan
from kejin.risk.agreements import agreements_in_force
from kejin.web.answers import present_folder
from kejin.web.counted import ask_anything
from kejin.web.forms import KejinForm, ShareField, WanField, lazy_word, wan_text
from kejin.web.jobs.views import begin
from kejin.web.needs import PROVINCE
from kejin.web.pages import page
from kejin.web.scenarios.models import Scenario
from kejin.web.visitors import PageRequest
from kejin.web.words import say, word

_DRAWS = ("1000", "5000", "10000")
_SIZES = ("small", "middle")
_MOST_YEARS, _MOST_MONTHS = 10, 120
_HEADS = ("party", "book_before", "book_after", "difference", "number_before", "number_after", "number_difference",
          "number_error")  # fmt: skip


class BookForm(KejinForm):
    """Which agreement, which loans, and what is assumed of them."""

    agreement = forms.ChoiceField(label=lazy_word("scenario.agreement"))
    city = forms.ChoiceField(label=lazy_word("scenario.loan_city"), required=False)
    mode = forms.ChoiceField(label=lazy_word("scenario.loan_mode"), required=False)
    anew = forms.BooleanField(label=lazy_word("scenario.anew"), required=False, initial=True)
    years = forms.IntegerField(
        label=lazy_word("scenario.years"), min_value=1, max_value=_MOST_YEARS, initial=3
    )
    probability = ShareField(label=lazy_word("scenario.probability"))
    small = WanField(label=lazy_word("scenario.small"), required=False)
    small_probability = ShareField(label=lazy_word("scenario.small_probability"), required=False)
    middle = WanField(label=lazy_word("scenario.middle"), required=False)
    middle_probability = ShareField(label=lazy_word("scenario.middle_probability"), required=False)
    recovery = ShareField(label=lazy_word("scenario.recovery"))
    months = forms.IntegerField(label=lazy_word("scenario.months"), min_value=0, max_value=_MOST_MONTHS)
    common = ShareField(label=lazy_word("scenario.common"))
    scenarios = forms.ChoiceField(label=lazy_word("scenario.draws"), choices=[(one, one) for one in _DRAWS])
    seed = forms.IntegerField(label=lazy_word("scenario.seed"), min_value=0, max_value=2**31, initial=1)

    def __init__(self, *args: Any, agreements: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("agreement", agreements)
        for name, fact in (("city", "loan_city_code"), ("mode", "loan_mode")):
            own = [(choice.code, say(choice.label)) for choice in dictionary()[fact].choices]
            self._choose(name, [("", say(word("list.any"))), *own])

    def clean(self) -> dict[str, Any]:
        """Each size goes with its probability, the smaller one first."""
        asked: dict[str, Any] = super().clean() or {}
        for size in _SIZES:
            if (asked.get(size) is None) != (asked.get(f"{size}_probability") is None):
                lacking = size if asked.get(size) is None else f"{size}_probability"
                self.add_error(lacking, say(word("scenario.size_with_probability")))
        ends = [asked[size] for size in _SIZES if asked.get(size) is not None]
        if ends != sorted(set(ends)):
            self.add_error("middle", say(word("scenario.sizes_in_order")))
        return asked

    def typed(self) -> dict[str, Any]:
        """What was typed, as it is typed."""
        asked = {name: value for name, value in self.cleaned_data.items() if name != "key"}
        return {
            name: wan_text(value) if name in _SIZES and value is not None else value
            for name, value in asked.items()
        }

    def _probability(self) -> dict[str, Any]:
        """One probability for all loans, or by the size of the loan where that was typed."""
        asked = self.cleaned_data
        bands = [
            {"to": format_yuan(asked[size]), "probability": asked[f"{size}_probability"]}
            for size in _SIZES
            if asked[size] is not None
        ]
        if not bands:
            return {"all": asked["probability"]}
        return {"fact": "loan_principal_fen", "bands": [*bands, {"probability": asked["probability"]}]}

    def _choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        chosen = self.fields[name]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - declared above
        chosen.choices = list(choices)

    def document(self, starts: date, run: str) -> dict[str, Any]:
        """The book as its file would have it."""
        asked = self.cleaned_data
        where = {"loan_city_code": asked["city"], "loan_mode": asked["mode"]}
        title = dict(self.fields["agreement"].choices)[asked["agreement"]]  # type: ignore[attr-defined]
        anew = {"loan_enrolled_on": starts.isoformat(), "loan_compensated_other_mode": "false"}
        return {
            "title": {"zh": title, "en": title},
            "agreements": [asked["agreement"]],
            "facts": run,
            "where": {name: [value] for name, value in where.items() if value},
            "suppose": anew if asked["anew"] else {},
            "starts": starts.isoformat(),
            "years": asked["years"],
            "renew": True,
            "repayment": "equal",
            "probability": self._probability(),
            "recovery": {"mean": asked["recovery"], "months": asked["months"]},
            "correlation": {"common": asked["common"]},
        }


@page(PROVINCE, methods=("GET", "POST"))
def scenario_book(request: PageRequest, digest: str) -> HttpResponseBase:
    """What is assumed of the book, and what was last found; `?format=` gives the figures, or the book as `yaml`."""
    kept = scenario_of(request.visitor, digest)
    finding = latest(kept, BOOK)
    content = with_labels(finding.content) if finding is not None else None
    kind = request.GET.get("format", "")
    if finding is not None and kind == "yaml":
        text = book_text(finding.asked["document"])
        return download(text.encode(), f"book-{kept.short}.yaml", "application/yaml; charset=utf-8")
    if content is not None and kind in FORMATS:
        return _file(content, kind)
    starts = _starts()
    agreements = _agreements(kept, starts)
    asked = finding.asked.get("form", {}) if finding is not None else {}
    form = BookForm(request.POST or None, agreements=agreements, initial={**_blank(), **asked})
    if request.method == "POST" and form.is_valid():
        ask_anything(request.visitor.kind)
        typed = form.typed()
        return begin(
            request, BOOK_JOB, scenario=kept.pk, document=form.document(starts, present_folder().name),
            scenarios=int(typed["scenarios"]), seed=typed["seed"], form=typed,
        )  # fmt: skip
    context = {
        "scenario": kept,
        "form": form,
        "starts": starts,
        "found": content,
        "finding": finding,
        "chart": path_chart(content["paths"]) if content else None,
        "paths": [
            (one["year"], round(one["before"]), round(one["after"]))
            for one in (content["paths"] if content else ())
        ],
        "recipe": book_recipe(kept, finding) if finding is not None else None,
        "book_text": book_text(finding.asked["document"]) if finding is not None else "",
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "console/office/scenario_book.html", context, status=status)


def _blank() -> dict[str, Any]:
    return {"scenarios": _DRAWS[0]}


def _starts() -> date:
    """The first day of the month after the law of the present run: a book begins with a month."""
    law = found().manifest.three_dates.law
    return date(law.year + law.month // 12, law.month % 12 + 1, 1)


def _agreements(kept: Scenario, day: date) -> list[tuple[str, str]]:
    """The agreements in force on a day, those of the policies that the scenario changes first."""
    changed = {change.target.partition(".")[0] for change in kept.overlay.changes}
    there = agreements_in_force(compiled(day)).items()
    ordered = sorted(there, key=lambda item: item[1][0].id not in changed)
    return [
        (key, f"{say(policy.label)} · {say(agreement.label.label)}") for key, (policy, agreement) in ordered
    ]


def book_text(document: Mapping[str, Any]) -> str:
    """A book as the text of a file that `kejin risk` reads."""
    # JSON is YAML as well, and says of every text that it is one.
    return "".join(f"{name}: {json.dumps(part, ensure_ascii=False)}\n" for name, part in document.items())


def _file(content: Mapping[str, Any], kind: str) -> HttpResponse:
    rows: list[list[Cell]] = []
    for one in content["changes"]:
        numbers = one["numbers"]
        three = [numbers[name][0] for name in ("before", "after", "difference")]
        texts = [say(one[name]) for name in ("before", "after", "difference")]
        rows.append([say(one["label"]), *texts, *map(str, (*three, numbers["difference"][1]))])
    heads = [say(word(f"scenario.{head}")) for head in _HEADS]
    return table_file(say(word("scenario.book")), heads, rows, kind=kind)
