"""Pages of the provincial office: what the present run found, place by place."""

from kejin.console.office.words import WORDS
from kejin.web.menu import MenuEntry
from kejin.web.needs import OFFICE

SENTENCES = {"office": WORDS}
MENU = (
    MenuEntry("office_matrix", "office.matrix", OFFICE, 30),
    MenuEntry("office_map", "office.map", OFFICE, 32),
)

__all__ = ["MENU", "SENTENCES"]
