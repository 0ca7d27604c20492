"""The first letters of a name's pinyin, by which people find it without an input method."""

from functools import lru_cache

_MOST = 64


def initials(name: str) -> str:
    """The first letters in lower case: 广州科技 is `gzkj`; letters and digits of a name stay as they are.

    A character with several readings counts by its commonest; words are not told apart, which a million names allow
    in seconds.
    """
    return "".join(map(_initial, name))[:_MOST]


@lru_cache(maxsize=2**15)
def _initial(character: str) -> str:
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    # The dictionary takes half a second to read; commands that look up no name do without.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    return "".join(lazy_pinyin(character, style=Style.FIRST_LETTER, errors="ignore"))[:1]
