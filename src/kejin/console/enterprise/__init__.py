"""Pages of an enterprise: its answers, offers, applications, data."""

from kejin.console.enterprise.words import WORDS
from kejin.web.menu import MenuEntry
from kejin.web.needs import ENTERPRISE

PREFIX = "enterprise"
MENU = (MenuEntry("enterprise_answer", "enterprise.answer", ENTERPRISE, 10),)

__all__ = ["MENU", "PREFIX", "WORDS"]
