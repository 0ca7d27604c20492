"""The worker: `python -m kejin.site.worker` does jobs until it is told to stop, or until whoever started it is gone."""

import os
import signal
import threading
from importlib import import_module

from kejin.site import load

_LOOKING_EVERY = 1.0


def main() -> None:
    """Do jobs until SIGTERM or SIGINT; the job under way is finished, or begun again by the next worker."""
    load()
    from django.conf import settings  # noqa: PLC0415 - settings may be read only now

    from kejin.web.jobs.working import work_forever  # noqa: PLC0415 - models may be read only now

    # What can be done as a job is listed by the modules of the pages that begin it.
    import_module(settings.ROOT_URLCONF)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    threading.Thread(target=_end_with, args=(os.getppid(), stop), daemon=True).start()
    work_forever(stop)


def _end_with(parent: int, stop: threading.Event) -> None:
    while not stop.wait(_LOOKING_EVERY):
        if os.getppid() != parent:
            stop.set()


if __name__ == "__main__":
    main()
