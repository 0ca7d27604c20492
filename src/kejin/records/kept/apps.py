"""The application as Django sees it."""

from django.apps import AppConfig


class KeptConfig(AppConfig):
    """Acts, and what all records have in common."""

    name = "kejin.records.kept"
    label = "kept"
