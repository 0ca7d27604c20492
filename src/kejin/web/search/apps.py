"""The application as Django sees it."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Names as they are searched."""

    name = "kejin.web.search"
    label = "search"
