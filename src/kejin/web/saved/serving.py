"""Saving a view of a list, renaming, sharing, removing it and having it back."""

from django import forms
from django.db import transaction
from django.http import Http404, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from typing_extensions import override

from kejin.web.forms import KejinForm, lazy_word
from kejin.web.needs import ANY_MEMBER
from kejin.web.pages import page
from kejin.web.permissions import one_visible
from kejin.web.saved.asking import TO_UNDO, asked
from kejin.web.saved.models import LONGEST_NAME, LONGEST_QUERY, SavedView
from kejin.web.visitors import PageRequest
from kejin.web.words import say, word

_MOST = 50
"""So many views one person keeps of one list."""


class ViewForm(KejinForm):
    """What a view is called, and whether the organisation sees it."""

    name = forms.CharField(label=lazy_word("saved.name"), max_length=LONGEST_NAME)
    shared = forms.BooleanField(label=lazy_word("saved.shared"), required=False)

    @override
    def clean(self) -> dict[str, object] | None:
        self.cleaned_data["name"] = " ".join(str(self.cleaned_data.get("name", "")).split())
        return super().clean()


class NewViewForm(ViewForm):
    """A view to be saved: of which list, and what is asked of it."""

    page = forms.CharField(widget=forms.HiddenInput, max_length=60)
    query = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_QUERY, required=False)


@page(ANY_MEMBER, methods=("POST",))
def save_view(request: PageRequest) -> HttpResponseBase:
    """Keep what is asked of a list under a name; a view of the same name of one's own is replaced."""
    form = NewViewForm(request.POST)
    if not form.is_valid():
        return _again(request, form, reverse("home"))
    address = _address(form.cleaned_data["page"])
    person, house = request.visitor.person, request.visitor.organisation
    mine = SavedView.objects.filter(person=person, organisation=house, page=form.cleaned_data["page"])
    with transaction.atomic():
        mine.filter(removed_at__lt=timezone.now() - TO_UNDO).delete()
        kept = mine.filter(removed_at__isnull=True)
        if kept.exclude(name=form.cleaned_data["name"]).count() >= _MOST:
            form.add_error("name", say(word("saved.too_many", _MOST)))
            return _again(request, form, address)
        view, _ = kept.update_or_create(
            person=person,
            organisation=house,
            page=form.cleaned_data["page"],
            name=form.cleaned_data["name"],
            removed_at=None,
            defaults={
                "query": asked(QueryDict(form.cleaned_data["query"])),
                "shared": form.cleaned_data["shared"],
            },
        )
    return redirect(f"{address}?{view.query}")


@page(ANY_MEMBER, methods=("POST",))
def change_view(request: PageRequest, number: int) -> HttpResponseBase:
    """Rename a view of one's own, share it or share it no more."""
    view = _own(request, number)
    form = ViewForm(request.POST)
    if not form.is_valid():
        return _again(request, form, _address(view.page), view=view)
    name = form.cleaned_data["name"]
    others = SavedView.objects.filter(
        person=view.person, organisation=view.organisation, page=view.page, name=name, removed_at=None
    )
    if others.exclude(pk=view.pk).exists():
        form.add_error("name", say(word("saved.name_taken", name)))
        return _again(request, form, _address(view.page), view=view)
    view.name, view.shared = name, form.cleaned_data["shared"]
    view.save(update_fields=["name", "shared"])
    return redirect(f"{_address(view.page)}?{view.query}")


@page(ANY_MEMBER, methods=("POST",))
def remove_view(request: PageRequest, number: int) -> HttpResponseBase:
    """Take a view of one's own away; the list then offers to have it back."""
    view = _own(request, number)
    view.removed_at = timezone.now()
    view.save(update_fields=["removed_at"])
    return redirect(f"{_address(view.page)}?removed={view.pk}")


@page(ANY_MEMBER, methods=("POST",))
def restore_view(request: PageRequest, number: int) -> HttpResponseBase:
    """Have back a view that one has just removed; one whose name was given to another meanwhile gets a mark."""
    view = _own(request, number)
    if view.removed_at is not None:
        same = SavedView.objects.filter(
            person=view.person, organisation=view.organisation, page=view.page, name=view.name, removed_at=None
        )  # fmt: skip
        if same.exists():
            view.name = f"{view.name[: LONGEST_NAME - 20]} {view.pk}"
        view.removed_at = None
        view.save(update_fields=["removed_at", "name"])
    return redirect(f"{_address(view.page)}?{view.query}")


def _own(request: PageRequest, number: int) -> SavedView:
    """A view that the visitor made himself; what others share he may use, and not change."""
    found: SavedView = one_visible(request.visitor, SavedView, number)
    if request.visitor.person is None or found.person_id != request.visitor.person.pk:
        raise Http404
    return found


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch as error:
        raise Http404 from error


def _again(
    request: PageRequest, form: ViewForm, address: str, *, view: SavedView | None = None
) -> HttpResponseBase:
    context = {"form": form, "address": address, "view": view}
    return render(request, "web/save_view.html", context, status=400)


__all__ = ["NewViewForm", "ViewForm", "change_view", "remove_view", "restore_view", "save_view"]
