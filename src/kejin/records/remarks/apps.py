"""The application as Django sees it."""

from django.apps import AppConfig


class RemarksConfig(AppConfig):
    """Remarks on parts of a file, and ratings of the service."""

    name = "kejin.records.remarks"
    label = "remarks"
