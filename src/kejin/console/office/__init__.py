"""Pages of the provincial office: what the present run found, place by place."""

from kejin.console.office.money_words import MONEY
from kejin.console.office.words import WORDS
from kejin.web.menu import MenuEntry
from kejin.web.needs import OFFICE, SUBSIDISED

SENTENCES = {"office": WORDS, "money": MONEY}
MENU = (
    MenuEntry("office_matrix", "office.matrix", OFFICE, 30),
    MenuEntry("office_map", "office.map", OFFICE, 32),
    MenuEntry("subsidies", "money.subsidies", SUBSIDISED, 40),
)

__all__ = ["MENU", "SENTENCES"]
