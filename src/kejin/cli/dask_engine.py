"""The same pieces of work on `dask.distributed`: a cluster on this machine, or one that runs already."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from importlib import import_module
from typing import Any, Self, TypeVar

from kejin.errors import RunError

J = TypeVar("J")
_NO_PAGES: dict[str, object] = {
    "distributed.scheduler.dashboard.enabled": False,
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
}


class Cluster:
    """Processes that dask.distributed looks after.

    Without the address of a scheduler they run on this machine, listen to it alone and show no dashboard. A cluster of
    machines must see the folders of the facts and of the results under the same paths.

    Attributes:
        client: Dask's own client, while the cluster is open.
    """

    def __init__(self, workers: int, scheduler: str | None) -> None:
        self._workers = workers
        self._scheduler = scheduler
        self._open = ExitStack()
        self.client: Any = None

    def __enter__(self) -> Self:
        distributed = _distributed()
        if self._scheduler is None:
            # Its own web pages serve nothing; what listens at all listens to this machine alone.
            self._open.enter_context(import_module("dask").config.set(_NO_PAGES))
            cluster = distributed.LocalCluster(
                n_workers=self._workers,
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
                worker_dashboard_address="127.0.0.1:0",
                scheduler_kwargs={"dashboard": False},
            )
            self._open.enter_context(cluster)
        else:
            cluster = self._scheduler
        self.client = self._open.enter_context(distributed.Client(cluster))
        return self

    def run(self, work: Callable[[J], str], jobs: Sequence[J]) -> Iterator[str]:
        """Do every job. The first one that fails ends the run with its error."""
        distributed = _distributed()
        # Not pure: two runs of the same job write into different folders.
        futures = self.client.map(work, jobs, pure=False)
        try:
            for _, name in distributed.as_completed(futures, with_results=True):
                yield name
        finally:
            self.client.cancel(futures)

    def __exit__(self, *_: object) -> None:
        self._open.close()


def _distributed() -> Any:
    try:
        return import_module("distributed")
    except ImportError as error:
        raise RunError(
            "dask.distributed is not installed",
            expected="pip install 'kejin[dask]', or --engine pool, which needs nothing more",
            kept="Nothing was changed.",
        ) from error
