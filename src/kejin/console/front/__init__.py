"""The first page, and what can be asked without logging in."""

from kejin.console.front.words import WORDS
from kejin.web.menu import MenuEntry

SENTENCES = {"front": WORDS}
MENU: tuple[MenuEntry, ...] = ()

__all__ = ["MENU", "SENTENCES"]
