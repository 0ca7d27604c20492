"""Pages of institutions: banks and their branches, guarantors, insurers, pools and funds."""

from kejin.console.institution.outlook_words import WORDS as OUTLOOK_WORDS
from kejin.console.institution.words import WORDS
from kejin.web.menu import MenuEntry
from kejin.web.needs import INSTITUTION, LENDER

SENTENCES = {"institution": WORDS, "outlook": OUTLOOK_WORDS}
MENU = (
    MenuEntry("institution_work", "institution.work", INSTITUTION, 20),
    MenuEntry("institution_tapes", "institution.tapes", LENDER, 22),
    MenuEntry("institution_exposure", "institution.exposure", INSTITUTION, 24),
)

__all__ = ["MENU", "SENTENCES"]
