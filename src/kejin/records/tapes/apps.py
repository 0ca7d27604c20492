"""The application as Django sees it."""

from django.apps import AppConfig


class TapesConfig(AppConfig):
    """Tapes, the loans they are about, and breaks."""

    name = "kejin.records.tapes"
    label = "tapes"
