"""The handbook: every policy as a page that a lawyer can read, in Chinese and in English, as Markdown.

Everything on a page is read off the pack: labels, clauses, dated values, and the formulas themselves. Pure functions
from the policies to texts; `write_handbook` writes them.
"""

from kejin.cli.handbook.writing import LANGUAGES, handbook, index_page, policy_page, write_handbook

__all__ = ["LANGUAGES", "handbook", "index_page", "policy_page", "write_handbook"]
