"""What is slow to make and made once in a process: whoever asks while it is being made waits for it."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from threading import Lock
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class _Place(Generic[T]):
    """Where one result lies, and whoever makes it stands alone."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.made: list[T] = []


class Once(Generic[P, T]):
    """A function whose latest results are kept by its arguments: `functools.lru_cache` that makes none twice.

    Several threads that ask at the same moment, as those of a server do, would each do the work under `lru_cache`. An
    error is not kept: whoever asks next tries again.
    """

    def __init__(self, work: Callable[P, T], most: int) -> None:
        self._work = work
        self._place: Callable[..., _Place[T]] = lru_cache(maxsize=most)(self._new)
        self.__doc__ = work.__doc__

    @staticmethod
    def _new(*_key: Hashable) -> _Place[T]:
        return _Place()

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        """The result for these arguments, which must be hashable."""
        place = self._place(args, tuple(sorted(kwargs.items())))
        with place.lock:
            if not place.made:
                place.made.append(self._work(*args, **kwargs))
            return place.made[0]

    def forget(self) -> None:
        """Make everything anew when it is next asked for."""
        self._place.cache_clear()  # type: ignore[attr-defined] # of lru_cache


def once(most: int) -> Callable[[Callable[P, T]], Once[P, T]]:
    """Keep so many results of a function; a decorator."""
    return lambda work: Once(work, most)


__all__ = ["Once", "once"]
