"""The application as Django sees it."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Consents, and the log of readings."""

    name = "kejin.records.access"
    label = "access"
