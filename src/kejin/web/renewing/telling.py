"""How far a new run is: a small file in the site's folder. Every page looks whether it is there."""

import json
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from kejin.facts import Label

_NAME = "new-run.json"
# A worker that died leaves its file behind; one that lives says something at least every few seconds.
_STALE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Told:
    """How far a new run is.

    Attributes:
        job: The number of its job.
        zh, en: What it is doing.
        done, total: How much of that is done; 0 of 0 where it cannot be told.
    """

    job: int
    zh: str
    en: str
    done: int
    total: int

    @property
    def step(self) -> Label:
        """What it is doing, in both languages."""
        return Label(self.zh, self.en)


def _path() -> Path:
    return Path(settings.KEJIN_FOLDER) / _NAME


def tell(told: Told) -> None:
    """Say how far it is; a page that cannot be told shows nothing, and nothing else is the worse for it."""
    path = _path()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_suffix(".new")
        made.write_text(json.dumps(asdict(told), ensure_ascii=False), encoding="utf-8")
        made.replace(path)


def be_silent() -> None:
    """It is over."""
    with suppress(OSError):
        _path().unlink(missing_ok=True)


def under_way() -> Told | None:
    """The new run that is being made, if one is."""
    path = _path()
    try:
        if time.time() - path.stat().st_mtime > _STALE_SECONDS:
            return None
        return Told(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
