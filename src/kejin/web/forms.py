"""Forms as every page has them: words in two languages, amounts exact to the fen, a key against sending twice."""

import unicodedata
import uuid
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.functional import lazy
from typing_extensions import override

from kejin.errors import KejinError
from kejin.money import INT64_MAX, Rate, parse_decimal, parse_yuan
from kejin.web.words import say, word

_FEN_OF_WAN = Decimal(1_000_000)
_PPB_OF_A_PER_CENT = Decimal(10_000_000)
_WHOLE = Decimal(1_000_000_000)
_WIDGET_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.RadioSelect, ""),
    (forms.CheckboxSelectMultiple, ""),
    (forms.Select, "form-select"),
    (forms.CheckboxInput, "form-check-input"),
)
# What a field says of what was typed: in our own words, and the same ones in every form.
_SAID = {
    "required": "web.field_needed",
    "invalid": "web.field_bad",
    "invalid_choice": "web.field_bad",
    "invalid_list": "web.field_bad",
}


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
                field.widget.attrs["class"] = f"{kind} {field.widget.attrs.get('class', '')}".strip()
            for code, key in _SAID.items():
                if field.error_messages.get(code) == type(field).default_error_messages.get(
                    code, forms.Field.default_error_messages.get(code)
                ):
                    field.error_messages[code] = lazy_word(key, field.label or "")

    @property
    def problems(self) -> Iterator[tuple[str, str]]:
        """Each problem with the field that it is about, for the summary above the form."""
        for name, errors in self.errors.items():
            for error in errors:
                yield (str(self[name].id_for_label) if name in self.fields else "", str(error))

    @property
    def values(self) -> Mapping[str, Any]:
        """What was typed, by field: whole fen, parts per billion, dates, texts; None for what was left empty."""
        return {name: None if value == "" else value for name, value in self.cleaned_data.items()}

    @property
    def idempotency_key(self) -> str:
        """The key of the act that the form asks for."""
        return str(self.cleaned_data["key"])


class _ReadField(forms.CharField):
    """A field of one line whose text is read as something else; of None nothing was typed."""

    def read(self, text: str) -> int | date | None:
        """What a text means; None or an error for one that means nothing."""
        raise NotImplementedError

    @override
    def to_python(self, value: Any) -> Any:
        text = unicodedata.normalize("NFKC", str(value or "")).strip()
        if not text:
            return None
        try:
            found = self.read(text)
        except (KejinError, ValueError, InvalidOperation) as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found

    @override
    def validate(self, value: Any) -> None:
        if self.required and value is None:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    @override
    def run_validators(self, value: Any) -> None:
        """Nothing: the length of a text says nothing about an amount."""


class WanField(_ReadField):
    """An amount that is typed in 万元 and kept in whole fen."""

    def __init__(self, **parts: Any) -> None:
        super().__init__(error_messages={"invalid": lazy_word("web.not_an_amount")}, **parts)

    @override
    def read(self, text: str) -> int | None:
        fen = Decimal(text.replace(",", "").removesuffix("万元").strip()) * _FEN_OF_WAN
        return int(fen) if fen == fen.to_integral_value() and 0 < fen <= INT64_MAX else None


class YuanField(_ReadField):
    """An amount that is typed in yuan and kept in whole fen.

    Attributes:
        equals: The amount that it must be, where it is typed once more before something that cannot be taken back.
    """

    def __init__(self, *, equals: int | None = None, **parts: Any) -> None:
        super().__init__(**parts)
        self.equals = equals

    @override
    def read(self, text: str) -> int | None:
        return parse_yuan(text)

    @override
    def validate(self, value: Any) -> None:
        super().validate(value)
        if self.equals is not None and value is not None and value != self.equals:
            raise forms.ValidationError(say(word("web.field_again", str(self.label))), code="again")


class PercentField(_ReadField):
    """A rate that is typed in per cent and kept in parts per billion: 0 to 100."""

    @override
    def read(self, text: str) -> int | None:
        number = parse_decimal(text.rstrip("%"))
        return None if number is None else _whole(number * _PPB_OF_A_PER_CENT)


class CountField(_ReadField):
    """A whole number that is not below zero."""

    @override
    def read(self, text: str) -> int | None:
        number = parse_decimal(text)
        return None if number is None else _whole(number)


class DayField(_ReadField):
    """A day, as 2026-03-31."""

    @override
    def read(self, text: str) -> date:
        return date.fromisoformat(text)


class ShareField(forms.CharField):
    """A share that is typed in per cent and kept as the text of a rate."""

    def to_python(self, value: Any) -> Any:
        """The rate as text, such as 3%; None for nothing."""
        text = str(value or "").strip().removesuffix("%").strip()
        if not text:
            return None
        try:
            rate = Rate.parse(f"{text}%")
        except (KejinError, ValueError, ArithmeticError) as error:
            raise forms.ValidationError(say(word("web.not_per_cent"))) from error
        if not 0 <= rate.fraction <= 1:
            raise forms.ValidationError(say(word("web.not_per_cent")))
        return f"{text}%"

    def run_validators(self, value: Any) -> None:
        """Nothing more."""

    def validate(self, value: Any) -> None:
        """Whether something was typed."""
        if self.required and value is None:
            raise forms.ValidationError(self.error_messages["required"], code="required")


def _whole(number: Decimal) -> int | None:
    return int(number) if number == int(number) and 0 <= number <= _WHOLE else None


def wan_text(fen: int) -> str:
    """An amount of fen as it is typed into a `WanField`."""
    text = f"{Decimal(fen) / _FEN_OF_WAN:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
