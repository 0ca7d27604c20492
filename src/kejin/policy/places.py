"""Places in documents: "11(5)", 第十一条（五）, 附件2（三）, as they stand and in English where they can be said.

A heading (企业成长性) is the document's own word and is quoted as it stands in either language.
"""

import re
from functools import partial
from typing import Final

from kejin.facts import Label

_PLAIN: Final = re.compile(r"(\d+)((?:\(\w+\))*)", re.ASCII)
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_DIGITS: Final = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_NUMBER: Final = r"[零一二三四五六七八九十百\d]+"
_WORDS: Final = (
    (re.compile(rf"第({_NUMBER})章"), "chapter "),
    (re.compile(rf"第({_NUMBER})条"), "article "),
    (re.compile(rf"第({_NUMBER})款"), "paragraph "),
    (re.compile(rf"第({_NUMBER})项"), "item "),
    (re.compile(rf"附件({_NUMBER})"), "annex "),
)
_INNER: Final = re.compile(rf"\(({_NUMBER})\)")
_FIRST: Final = re.compile(r"^([一二三四五六七八九十]+)(?=\(|$)")


def article(at: str) -> Label:
    """A place in a document in both languages; what cannot be said in English stands as it is."""
    match = _PLAIN.fullmatch(at)
    if match is not None:
        number, rest = match.groups()
        wide = rest.replace("(", "（").replace(")", "）")
        return Label(f"第{number}条{wide}", f"article {number}{rest}")
    english = _in_english(at)
    return Label(at, at if _CHINESE.search(english) else english)


def _in_english(at: str) -> str:
    text = at.replace("（", "(").replace("）", ")").replace("附件(", "annex (")
    text = re.sub(r"^附件$", "annex", text)
    for pattern, word in _WORDS:
        text = pattern.sub(partial(_said, word), text)
    text = _INNER.sub(lambda match: f"({number_of(match[1])})", text)
    text = _FIRST.sub(lambda match: str(number_of(match[1])), text)
    return text.removeprefix(", ").strip()


def _said(word: str, match: re.Match[str]) -> str:
    return f", {word}{number_of(match[1])}"


def number_of(text: str) -> int:
    """A number below a thousand in Chinese or in digits: 十一 is 11, 二十 is 20, 一百零三 is 103."""
    if text.isdecimal():
        return int(text)
    hundreds, _, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    value = 100 * _DIGITS.get(hundreds, 0) if hundreds else 0
    value += 10 * (_DIGITS.get(tens.strip("零"), 1) if ten else 0)
    return value + _DIGITS.get(ones.strip("零") or "零", 0)
