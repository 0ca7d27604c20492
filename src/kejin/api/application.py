"""All operations together."""

from functools import cache

from kejin.api import acting, computing, facts, uploading
from kejin.api.describing import Described
from kejin.api.reading import books, filings, financings, matters, parties, runs, self, subsidies, tapes


@cache
def application() -> Described:
    """The application, made once in each process."""
    made = Described(
        title="科金 Kejin", version="1", urls_namespace="api", docs_url=None, openapi_url=None,
        bodies=computing.bodies() | uploading.bodies(),
        description=(
            "Whatever the records hold and do, for programs of the organisations that take part. Amounts are whole "
            "minor units of their currency, rates parts per billion. 科金接口：金额以最小货币单位计，比率以十亿分比计。"
        ),
    )  # fmt: skip
    made.add_router("/self", self.router)
    made.add_router("/acts", acting.router())
    reading = (financings, parties, subsidies, books, matters, filings, tapes, runs)
    for room in (*reading, computing, facts, uploading):
        for address, router in room.routers().items():
            made.add_router(address, router)
    return made
