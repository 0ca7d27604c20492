"""All operations together."""

from functools import cache

from kejin.api import acting
from kejin.api.describing import Described
from kejin.api.reading import books, filings, financings, matters, parties, self, subsidies, tapes


@cache
def application() -> Described:
    """The application, made once in each process."""
    made = Described(
        title="科金 Kejin", version="1", urls_namespace="api", docs_url=None, openapi_url=None,
        description=(
            "Whatever the records hold and do, for programs of the organisations that take part. Amounts are whole "
            "minor units of their currency, rates parts per billion. 科金接口：金额以最小货币单位计，比率以十亿分比计。"
        ),
    )  # fmt: skip
    made.add_router("/self", self.router)
    made.add_router("/acts", acting.router())
    for room in (financings, parties, subsidies, books, matters, filings, tapes):
        for address, router in room.routers().items():
            made.add_router(address, router)
    return made
