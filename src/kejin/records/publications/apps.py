"""The application as Django sees it."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """Lists on public notice, objections."""

    name = "kejin.records.publications"
    label = "publications"
