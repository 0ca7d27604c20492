"""Tags and filters of the institutions' pages: `{% load institution %}`."""

from django import template

from kejin.facts import GRAINS, Grain
from kejin.money import Currency, readable_money
from kejin.records.tapes.queue import shown
from kejin.records.tapes.reasons import SEVERITY_WORDS, Severity
from kejin.web.words import is_chinese, say, word

register = template.Library()


@register.simple_tag
def repayment_word(name: str) -> str:
    """A form of repayment in words."""
    return say(word(f"institution.repayment_{name}"))


@register.simple_tag
def grain_word(name: str) -> str:
    """What one row of a grain is called."""
    return say(GRAINS[Grain(name)].label)


@register.simple_tag
def severity_word(name: str) -> str:
    """How grave a break is."""
    return say(SEVERITY_WORDS[Severity(name)])


@register.filter
def amount(minor: float | None, currency: str) -> str:
    """An amount in minor units of a currency, in full."""
    if minor is None:
        return say(word("web.unknown"))
    return readable_money(int(minor), Currency(currency), language="zh" if is_chinese() else "en")


@register.filter
def absolute(value: int) -> int:
    """A number without its sign."""
    return abs(value)


@register.simple_tag
def break_value(value: str, unit: str) -> str:
    """An expected or reported value of a break."""
    if unit == "days" and value:
        return say(word("institution.n_days", value))
    return shown(value, unit)
