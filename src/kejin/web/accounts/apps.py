"""The application as Django sees it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Sessions, second factors and what happened at the door."""

    name = "kejin.web.accounts"
    label = "accounts"
