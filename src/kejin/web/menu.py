"""The main menu: each door enters its pages, and a visitor sees those that are for him."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from kejin.facts import Label
from kejin.web.needs import Answer, Need
from kejin.web.visitors import Visitor
from kejin.web.words import word


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A page in the menu.

    Attributes:
        route: The name of its address.
        word: The name of its sentence.
        need: Who sees it there.
        order: Smaller numbers come first.
    """

    route: str
    word: str
    need: Need
    order: int = 100


@dataclass(frozen=True, slots=True)
class MenuItem:
    """An entry as a page shows it."""

    address: str
    label: Label
    current: bool


_ENTRIES: list[MenuEntry] = []


def add_to_menu(*entries: MenuEntry) -> None:
    """Enter pages into the menu; once, when the application begins."""
    _ENTRIES.extend(entry for entry in entries if entry not in _ENTRIES)
    _ENTRIES.sort(key=lambda entry: entry.order)


def menu_of(visitor: Visitor, path: str) -> list[MenuItem]:
    """The menu of a visitor; the longest address that the path begins with is the current one."""
    shown = list(_shown(visitor))
    held = [address for address, _ in shown if path.startswith(address)]
    current = max(held, key=len, default="")
    return [MenuItem(address, label, address == current) for address, label in shown]


def _shown(visitor: Visitor) -> Iterator[tuple[str, Label]]:
    for entry in _ENTRIES:
        if entry.need.person and entry.need.answer(visitor) is Answer.COME_IN:
            yield reverse(entry.route), word(entry.word)
