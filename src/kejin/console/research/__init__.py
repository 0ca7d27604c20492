"""Pages of analysts: what is counted over the province, to read, to download and to work with at home."""

from kejin.console.research.words import WORDS
from kejin.web.menu import MenuEntry
from kejin.web.needs import RESEARCH

SENTENCES = {"research": WORDS}
MENU = (
    MenuEntry("research_home", "research.home", RESEARCH, 28),
    MenuEntry("research_tables", "research.tables", RESEARCH, 33),
)

__all__ = ["MENU", "SENTENCES"]
