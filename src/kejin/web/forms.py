"""Forms as every page has them: words in two languages, amounts in 万元 exactly, a key against sending twice."""

import unicodedata
import uuid
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.functional import lazy
from typing_extensions import override

from kejin.money import INT64_MAX
from kejin.web.words import say, word

_FEN_OF_WAN = Decimal(1_000_000)
_WIDGET_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.RadioSelect, ""),
    (forms.Select, "form-select"),
    (forms.CheckboxInput, "form-check-input"),
)


def lazy_word(key: str, *values: object) -> Any:
    """A sentence in the language of whoever reads it, not of whoever began the program."""
    return lazy(lambda: say(word(key, *values)), str)()


class KejinForm(forms.Form):
    """A form whose errors are listed above it, and which carries a key that makes its act one act."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    # What is missing is said by the summary above the form, in the page's own words, and not by the browser.
    use_required_attribute = False
    error_css_class = "has-problem"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            kind = next((k for cls, k in _WIDGET_CLASSES if isinstance(field.widget, cls)), "form-control")
            if kind:
                field.widget.attrs.setdefault("class", kind)

    @property
    def problems(self) -> Iterator[tuple[str, str]]:
        """Each problem with the field that it is about, for the summary above the form."""
        for name, errors in self.errors.items():
            for error in errors:
                yield (str(self[name].id_for_label) if name in self.fields else "", str(error))

    @property
    def idempotency_key(self) -> str:
        """The key of the act that the form asks for."""
        return str(self.cleaned_data["key"])


class WanField(forms.CharField):
    """An amount that is typed in 万元 and kept in whole fen."""

    @override
    def to_python(self, value: Any) -> Any:
        text = (
            unicodedata.normalize("NFKC", str(value or ""))
            .replace(",", "")
            .strip()
            .removesuffix("万元")
            .strip()
        )
        if not text:
            return None
        try:
            fen = Decimal(text) * _FEN_OF_WAN
            exact = fen == fen.to_integral_value()
        except InvalidOperation as error:
            raise forms.ValidationError(say(word("web.not_an_amount"))) from error
        if not exact or not 0 < fen <= INT64_MAX:
            raise forms.ValidationError(say(word("web.not_an_amount")))
        return int(fen)

    @override
    def validate(self, value: Any) -> None:
        if self.required and value is None:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    @override
    def run_validators(self, value: Any) -> None:
        """Nothing: the length of a text says nothing about an amount."""


def wan_text(fen: int) -> str:
    """An amount of fen as it is typed into a `WanField`."""
    text = f"{Decimal(fen) / _FEN_OF_WAN:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
