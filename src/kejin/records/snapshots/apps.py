"""The application as Django sees it."""

from django.apps import AppConfig


class SnapshotsConfig(AppConfig):
    """Orders of snapshots, and what was made of them."""

    name = "kejin.records.snapshots"
    label = "snapshots"
