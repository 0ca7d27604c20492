"""A text for people in the two languages of the product."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """The same text in Chinese and in English."""

    zh: str
    en: str
