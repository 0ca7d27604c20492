"""Pages of an enterprise: its answers, offers, applications, data, consents."""

from kejin.console.enterprise.apply_words import WORDS as APPLY
from kejin.console.enterprise.compare_words import WORDS as COMPARE
from kejin.console.enterprise.data_words import WORDS as DATA
from kejin.console.enterprise.words import WORDS as ENTERPRISES
from kejin.web.menu import MenuEntry
from kejin.web.needs import ENTERPRISE

SENTENCES = {"enterprise": ENTERPRISES, "apply": APPLY, "compare": COMPARE, "data": DATA}
MENU = (
    MenuEntry("enterprise_answer", "enterprise.answer", ENTERPRISE, 10),
    MenuEntry("enterprise_compare", "compare.title", ENTERPRISE, 20),
    MenuEntry("applications", "apply.applications", ENTERPRISE, 30),
    MenuEntry("enterprise_data", "data.title", ENTERPRISE, 40),
    MenuEntry("consents", "data.consents", ENTERPRISE, 50),
)

__all__ = ["MENU", "SENTENCES"]
