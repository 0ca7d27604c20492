"""The page of the search, and those who answer it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpResponseBase
from django.shortcuts import render

from kejin.facts import Label
from kejin.web.menu import menu_of
from kejin.web.needs import ANY_MEMBER
from kejin.web.pages import is_fragment, page
from kejin.web.search.finding import cleaned
from kejin.web.search.pinyin import initials
from kejin.web.visitors import PageRequest, Visitor
from kejin.web.words import word

_MOST = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found.

    Attributes:
        text: What it is called.
        about: What kind of thing it is.
        address: Where it leads.
    """

    text: Label
    about: Label
    address: str


Provider = Callable[[Visitor, str], Iterable[Hit]]
_PROVIDERS: list[Provider] = []


def add_provider(provider: Provider) -> None:
    """Let somebody answer searches; each gives only what the visitor may see."""
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)


@page(ANY_MEMBER)
def search(request: PageRequest) -> HttpResponseBase:
    """What is called, coded or pronounced so."""
    query = cleaned(request.GET.get("q", ""))
    hits: list[Hit] = []
    if query:
        for provider in (pages, *_PROVIDERS):
            hits += provider(request.visitor, query)
    context = {"query": query, "hits": hits[:_MOST]}
    return render(request, "web/hits.html" if is_fragment(request) else "web/search.html", context)


def pages(visitor: Visitor, query: str) -> Iterable[Hit]:
    """The pages of the visitor's menu."""
    typed = query.lower()
    for item in menu_of(visitor, ""):
        names = (item.label.zh, item.label.en.lower(), initials(item.label.zh))
        if any(typed in name for name in names):
            yield Hit(item.label, word("web.page"), item.address)
