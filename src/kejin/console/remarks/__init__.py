"""Remarks on the parts of a file, between its parties; the rating of the service. 意见与评价。"""

from kejin.console.remarks.words import WORDS
from kejin.web.menu import MenuEntry

SENTENCES = {"remark": WORDS}
MENU: tuple[MenuEntry, ...] = ()

__all__ = ["MENU", "SENTENCES"]
