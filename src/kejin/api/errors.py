"""What the door itself refuses, before anything below it is asked."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from kejin.errors import KejinError


class ApiError(KejinError):
    """A request that the door does not let through; `headers` go with the answer."""

    code = "api"
    status: ClassVar[HTTPStatus]

    def __init__(self, what: str, *, headers: Mapping[str, str] | None = None, **parts: Any) -> None:
        super().__init__(what, **parts)
        self.headers = dict(headers or {})


class MalformedError(ApiError):
    """A parameter, a header or a body that does not have the form that the document gives."""

    code = "api.malformed"
    status = HTTPStatus.BAD_REQUEST


class UnusableError(ApiError):
    """A parameter that has its form, and a value that cannot be used all the same."""

    code = "api.unusable"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class UnauthenticatedError(ApiError):
    """No token, or one that is worth nothing."""

    code = "api.unauthenticated"
    status = HTTPStatus.UNAUTHORIZED


class ScopeError(ApiError):
    """The token was not made for this."""

    code = "api.scope"
    status = HTTPStatus.FORBIDDEN


class StrangerError(ApiError):
    """The token's person or organisation may not act at present."""

    code = "api.stranger"
    status = HTTPStatus.FORBIDDEN


class NotForYouError(ApiError):
    """It is for organisations of another kind."""

    code = "api.not_for_you"
    status = HTTPStatus.FORBIDDEN


class NotFoundError(ApiError):
    """There is nothing here, or nothing that this organisation may know of."""

    code = "api.not_found"
    status = HTTPStatus.NOT_FOUND


class TooLargeError(ApiError):
    """More than the door takes."""

    code = "api.too_large"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class MediaTypeError(ApiError):
    """A body of another kind than the operation takes."""

    code = "api.media_type"
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class TooOftenError(ApiError):
    """More requests than the token's allowance."""

    code = "api.too_often"
    status = HTTPStatus.TOO_MANY_REQUESTS


class NoRunError(ApiError):
    """No run has been named to read answers from."""

    code = "api.no_run"
    status = HTTPStatus.NOT_FOUND
