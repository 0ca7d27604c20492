"""The first page, and what can be asked without logging in."""

from kejin.console.front.words import WORDS
from kejin.web.menu import MenuEntry

PREFIX = "front"
MENU: tuple[MenuEntry, ...] = ()

__all__ = ["MENU", "PREFIX", "WORDS"]
