"""The application as Django sees it."""

from django.apps import AppConfig
from typing_extensions import override

from kejin.api.words import WORDS
from kejin.web.words import add_words


class ApiConfig(AppConfig):
    """The REST door."""

    name = "kejin.api"
    label = "api"

    @override
    def ready(self) -> None:
        # Rules name models, which may be read only now.
        from kejin.api.ruling import enter_rules  # noqa: PLC0415

        enter_rules()
        add_words("api", WORDS)
