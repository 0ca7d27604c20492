"""The application as Django sees it."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """Requests for exports, and the exports made."""

    name = "kejin.records.exports"
    label = "exports"
