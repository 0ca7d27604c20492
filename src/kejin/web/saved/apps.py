"""The application as Django sees it."""

from django.apps import AppConfig


class SavedConfig(AppConfig):
    """Views of lists that are kept under a name."""

    name = "kejin.web.saved"
    label = "saved"
