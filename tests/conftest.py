"""Shared by all rooms: how hard Hypothesis tries, and where outside vectors and data lie."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Records and pages in one process have one set of settings; those of the site hold those of the records.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kejin.site.settings")
os.environ.setdefault("KEJIN_SECRET_KEY", "only-for-tests-" * 4)
os.environ.setdefault("KEJIN_SITE", str(Path(tempfile.gettempdir()) / f"kejin-test-site-{os.getuid()}"))
os.environ.setdefault("KEJIN_STATIC_AS_IT_LIES", "1")

# Starts the database of the records' tests when the first of them asks, and stops it when the last is over.
pytest_plugins = ("tests.records.embedded",)

REPOSITORY = Path(__file__).resolve().parent.parent

# A failing example prints the line that replays it. There are no deadlines: a busy machine is not a bug.
settings.register_profile("ci", max_examples=50, deadline=None, print_blob=True)
settings.register_profile(
    "full",
    max_examples=2_000,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile(os.environ.get("KEJIN_HYPOTHESIS", "ci"))


@pytest.fixture(scope="session")
def vectors_dir() -> Path:
    """Reference results worked out by others; set KEJIN_VECTORS to where they lie."""
    return _outside("KEJIN_VECTORS", REPOSITORY.parent / "shared" / "vectors")


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Public tables used as input; set KEJIN_DATA to where they lie."""
    return _outside("KEJIN_DATA", REPOSITORY.parent / "shared" / "data")


def _outside(variable: str, usual: Path) -> Path:
    folder = Path(os.environ.get(variable, usual))
    if not folder.is_dir():
        pytest.skip(f"no folder {folder}; set {variable} to the folder of outside files to run this test")
    return folder
