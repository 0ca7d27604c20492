"""The console's stories: on a database of their own, with a run to read answers from."""

from tests.records.conftest import cast, database, run_server, world  # noqa: F401 - fixtures
from tests.web.conftest import run_folder  # noqa: F401 - likewise
