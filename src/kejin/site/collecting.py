"""Static files, put where the server reads them: compressed, under names that hold their digest."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from whitenoise.storage import CompressedManifestStaticFilesStorage

from kejin.site.folder import site_folder


def collect() -> Path:
    """Copy what has changed since the last time; the folder."""
    target = site_folder() / "static"
    storage = CompressedManifestStaticFilesStorage(location=str(target), base_url=settings.STATIC_URL)
    found = {
        path: (origin, path)
        for finder in get_finders()
        for path, origin in finder.list(["README.md", "echarts.kejin.js"])
    }
    for path, (origin, name) in found.items():
        with origin.open(name) as source:
            if storage.exists(path):
                storage.delete(path)
            storage.save(path, source)
    for _, _, outcome in storage.post_process(found):
        if isinstance(outcome, Exception):
            raise outcome
    return target


__all__ = ["collect"]
