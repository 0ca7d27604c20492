"""The application as Django sees it."""

from django.apps import AppConfig
from typing_extensions import override


class TokensConfig(AppConfig):
    """Tokens of organisations, and the acts that make and revoke them."""

    name = "kejin.web.tokens"
    label = "tokens"

    @override
    def ready(self) -> None:
        # Acts read models, which may be read only now.
        from kejin.web.tokens import acts  # noqa: F401, PLC0415
