"""Pages of the provincial office: what the present run found, place by place."""

from kejin.console.office.money_words import MONEY
from kejin.console.office.policy_words import WORDS as POLICY
from kejin.console.office.words import WORDS
from kejin.web.menu import MenuEntry
from kejin.web.needs import ANY_MEMBER, OFFICE, SUBSIDISED

SENTENCES = {"office": WORDS, "money": MONEY, "policy": POLICY}
MENU = (
    MenuEntry("office_matrix", "office.matrix", OFFICE, 30),
    MenuEntry("office_map", "office.map", OFFICE, 32),
    MenuEntry("subsidies", "money.subsidies", SUBSIDISED, 40),
    MenuEntry("policies", "policy.menu", ANY_MEMBER, 60),
)

__all__ = ["MENU", "SENTENCES"]
