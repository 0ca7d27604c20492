"""Filters of the pages of money: `{% load money %}`."""

from django import template

register = template.Library()


@register.filter
def yuan(fen: int) -> str:
    """Whole fen as yuan in full, all rows of a column in one unit: its head names that."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"
