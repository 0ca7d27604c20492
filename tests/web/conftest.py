"""Pages on a database of their own, and a run to read answers from."""

from collections.abc import Iterator

import pytest
from tests.records.conftest import budget, cast, database, run_server, treasurers, world  # noqa: F401 - fixtures
from tests.records.players import Cast
from tests.web.site import code_of, write_small_run

from kejin.web import answers


@pytest.fixture(scope="module")
def run_folder(cast: Cast, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:  # noqa: F811
    """The small run that knows the cast's enterprise, as the pages' present run."""
    from django.conf import settings  # noqa: PLC0415 - after the settings were chosen

    folder = tmp_path_factory.mktemp("run")
    write_small_run(folder, [code_of(cast.firm)])
    before = settings.KEJIN_RUN
    settings.KEJIN_RUN = str(folder)
    yield str(folder)
    settings.KEJIN_RUN = before
    answers.forget()
