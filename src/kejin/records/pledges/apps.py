"""The application as Django sees it."""

from django.apps import AppConfig


class PledgesConfig(AppConfig):
    """Rights and pledges of them."""

    name = "kejin.records.pledges"
    label = "pledges"
