"""The application as Django sees it."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from django.apps import AppConfig
from typing_extensions import override

from kejin.web.words import add_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kejin.web.search.serving import Hit
    from kejin.web.visitors import Visitor

# What of `kejin.console.warming` a server does before anybody asks, in this order.
_WARMED = ("days", "names", "policies", "counts", "answers", "check", "files")
# The modules whose `sought` answers the search.
_SEARCHED = (
    "kejin.console.enterprise.following",
    "kejin.console.institution.seeking",
    "kejin.console.office.people_organisations",
    "kejin.console.office.policy_list",
)


class ConsoleConfig(AppConfig):
    """The pages. Each kind of user has a folder of views, words and templates, entered here."""

    name = "kejin.console"
    label = "console"

    @override
    def ready(self) -> None:
        # Views read models, which may be read only now.
        from kejin.console import enterprise, front, institution, office, places, remarks, research  # noqa: PLC0415

        # Kinds of jobs: the worker finds them here.
        from kejin.console.institution import tape_jobs  # noqa: F401, PLC0415
        from kejin.web.menu import add_to_menu  # noqa: PLC0415
        from kejin.web.search.serving import add_provider  # noqa: PLC0415
        from kejin.web.warming import add_warmer  # noqa: PLC0415

        for name in _WARMED:
            add_warmer(partial(_warm, name))
        places.enter()
        for module in _SEARCHED:
            add_provider(partial(_sought, module))
        for part in (front, enterprise, institution, office, research, remarks):
            for prefix, words in part.SENTENCES.items():
                add_words(prefix, words)
            add_to_menu(*part.MENU)


def _sought(module: str, visitor: Visitor, query: str) -> Iterable[Hit]:
    """What a module finds. The engines stand behind its pages: commands that search nothing do not wait for them."""
    hits: Iterable[Hit] = import_module(module).sought(visitor, query)
    return hits


def _warm(name: str) -> None:
    """Do one part of what pages need. Only a server does; commands never load this module."""
    getattr(import_module("kejin.console.warming"), name)()
