"""Linkage of enterprises between tables: by credit code, else by name, place and other evidence.

linked = link_tables(register, loans)
linked.pairs, linked.unmatched_left
explain_pair(linked.pairs.row(0, named=True))
"""

from kejin.enterprises.linking.columns import find_roles
from kejin.enterprises.linking.comparing import COMPARISONS, Comparison
from kejin.enterprises.linking.explaining import Evidence, explain_pair
from kejin.enterprises.linking.linker import THRESHOLD, Linked, link_tables, link_within
from kejin.enterprises.linking.names import NameParts, name_parts, normal_name, parse_name
from kejin.enterprises.linking.reading import read_table
from kejin.enterprises.linking.weights import Weights
from kejin.enterprises.linking.writing import check_ending, result_table, write_result

__all__ = [
    "COMPARISONS",
    "THRESHOLD",
    "Comparison",
    "Evidence",
    "Linked",
    "NameParts",
    "Weights",
    "check_ending",
    "explain_pair",
    "find_roles",
    "link_tables",
    "link_within",
    "name_parts",
    "normal_name",
    "parse_name",
    "read_table",
    "result_table",
    "write_result",
]
