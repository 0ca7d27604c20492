"""What gunicorn does at certain moments: a file of settings, in which it looks for functions of these names."""

from typing import Any


def post_worker_init(_worker: Any) -> None:
    """A process that serves pages has been made: make ready in it what pages need, beside serving them."""
    # Models may be read only now.
    from kejin.web.warming import keep_warm  # noqa: PLC0415

    keep_warm()
