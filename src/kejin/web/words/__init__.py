"""The fixed sentences of the pages, Chinese and English side by side; each application brings a list of its own.

    WORDS = {"title": ("融资申请", "Application")}      in kejin/console/enterprise/words.py
    add_words("enterprise", WORDS)                        when the application begins
    {% w "enterprise.title" %}                            in a template

A name that is misspelt raises, so that no page shows half a sentence. `{}` in a sentence is filled in by the tag.
"""

from collections.abc import Mapping

from django.utils.translation import get_language

from kejin.facts import Label

Pair = tuple[str, str]
_WORDS: dict[str, Label] = {}


def add_words(prefix: str, words: Mapping[str, Pair]) -> None:
    """Enter an application's sentences; the same name twice is a mistake."""
    for name, (zh, en) in words.items():
        key = f"{prefix}.{name}"
        label = Label(zh, en)
        if _WORDS.setdefault(key, label) != label:
            raise ValueError(f"two sentences are called {key}")


def word(key: str, *values: object) -> Label:
    """The sentence of that name with its gaps filled: labels each in their language, all else as text.

    Raises:
        LookupError: There is none.
    """
    found = _WORDS.get(key)
    if found is None:
        raise LookupError(f"no sentence is called {key}")
    if not values:
        return found
    zh = [value.zh if isinstance(value, Label) else value for value in values]
    en = [value.en if isinstance(value, Label) else value for value in values]
    return Label(found.zh.format(*zh), found.en.format(*en))


def is_chinese() -> bool:
    """Whether the page is in Chinese."""
    return (get_language() or "zh").startswith("zh")


def say(label: Label) -> str:
    """A label in the page's language."""
    return label.zh if is_chinese() else label.en


def all_words() -> Mapping[str, Label]:
    """Every sentence by its name, for the tests."""
    return dict(_WORDS)
