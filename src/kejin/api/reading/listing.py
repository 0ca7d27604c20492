"""A list and a single object of one model, for whoever may see them: what most readings are made with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel

from kejin.api.asking import READING, asker
from kejin.api.paging import Page, PageQuery, page
from kejin.api.shapes import Number
from kejin.web.permissions import one_visible, visible

# Of each resource its own model, which no annotation can say.
_QUERY: Any = Query


@dataclass(frozen=True, slots=True)
class Resource:
    """One kind of record as the API shows it.

    Attributes:
        model: The model; `kejin.web.permissions` knows whose its rows are.
        tag: The group of operations that it stands in.
        related: What is read along with each row.
        lookups: Filters whose name is not the lookup of the database.
    """

    model: type[Model]
    tag: str
    related: tuple[str, ...] = ()
    lookups: Mapping[str, str] = field(default_factory=dict)

    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows that the one who asks may see."""
        rows = visible(asker(request).visitor, self.model)
        return rows.select_related(*self.related) if self.related else rows

    def filtered(self, rows: QuerySet[Any], asked: PageQuery) -> QuerySet[Any]:
        """The rows that fit every filter that was given."""
        given = asked.model_dump(exclude={"limit", "cursor"}, exclude_none=True)
        return rows.filter(**{self.lookups.get(name, name): value for name, value in given.items()})

    def add_list(
        self, router: Router, path: str, shape: type[BaseModel], *,
        query: type[PageQuery], shown: Callable[[Any], Any], named: tuple[str, str, str], about: str,
    ) -> None:  # fmt: skip
        """Add a list; `named` is its operation id and its words in both languages."""

        def read(request: HttpRequest, asked: Any) -> Any:
            return page(request, self.filtered(self.rows(request), asked), asked, shown=shown)

        read.__annotations__["asked"] = _QUERY[query]
        made: Any = Page
        self._add(router, path, read, made[shape], named, about)

    def add_one(
        self, router: Router, path: str, shape: type[BaseModel], *,
        shown: Callable[[Any], Any], named: tuple[str, str, str], about: str,
    ) -> None:  # fmt: skip
        """Add a single object, by its number."""

        def read(request: HttpRequest, number: Number) -> Any:
            return shown(one_visible(asker(request).visitor, self.model, number))

        self._add(router, path, read, shape, named, about)

    def _add(  # noqa: PLR0917 - likewise
        self,
        router: Router,
        path: str,
        view: Callable[..., Any],
        shape: Any,
        named: tuple[str, str, str],
        about: str,
    ) -> None:
        operation, zh, en = named
        router.add_api_operation(
            path, ["GET"], view, auth=READING, response=shape, operation_id=operation, summary=f"{zh} · {en}",
            description=about, tags=[self.tag],
        )  # fmt: skip
