"""How much text a workbook's cells stand for: each text is kept once, and cells point at it by number.

A reader writes every text out again for every cell, so one long text and a million cells that point at it are more
than there is memory. It also makes room for as many texts as the list of texts claims to hold.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

_LIST = re.compile(rb"<(?:[\w.-]+:)?sst(?=[\s/>])([^<]*)")
_CLAIM = re.compile(rb"""uniqueCount\s*=\s*["']\s*([0-9]+)""")
_TEXT = re.compile(rb"<(?:[\w.-]+:)?si(?=[\s/>])")
_OF_TEXT = re.compile(rb"""\st\s*=\s*["']s["']""")
_POINTER = re.compile(rb"""\st\s*=\s*["']s["'][^<]*<(?:[\w.-]+:)?v(?=[\s/>])[^<>]*>\s*([0-9]+)""")
# The shortest text is <si/>.
_SHORTEST = 5


def claimed_texts(xml: bytes) -> int:
    """The largest number of texts that the list claims to hold."""
    claims = [claim[1] for tag in _LIST.finditer(xml) for claim in _CLAIM.finditer(tag[1])]
    return max((int(claim[:18]) for claim in claims), default=0)


def possible_texts(xml: bytes) -> int:
    """The number of texts that a list of this length can hold at most."""
    return len(xml) // _SHORTEST + 1


def text_sizes(xml: bytes) -> list[int]:
    """The size of each text in bytes, its markup counted too."""
    starts = [match.start() for match in _TEXT.finditer(xml)]
    return [end - start for start, end in pairwise([*starts, len(xml)])]


def written_out(sizes: Sequence[int], sheet: bytes, *, enough: int) -> int:
    """The bytes of all texts that the cells of a sheet point at, each as often as they do.

    Args:
        sizes: The size of each text.
        sheet: The sheet's XML.
        enough: A bound; where even the longest text in every cell keeps below it, nobody counts more closely.
    """
    longest = max(sizes, default=0)
    cells = sum(1 for _ in _OF_TEXT.finditer(sheet))
    if cells * longest <= enough:
        return cells * longest
    counts = Counter(int(match[1][:18]) for match in _POINTER.finditer(sheet))
    known = sum(sizes[at] * count for at, count in counts.items() if at < len(sizes))
    # A cell whose number stands where it is not looked for may point at the longest.
    return known + max(0, cells - counts.total()) * longest
