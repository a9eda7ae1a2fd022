"""Arrays worked out once and kept while there is room: a least-recently-used cache of a bounded number of bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from numpy.typing import NDArray

Array = NDArray[Any]


K = TypeVar("K")
V = TypeVar("V")


def remembered(known: dict[K, V], key: K, value: V, *, most: int) -> V:
    """The value, kept under its key for the next who asks; of a dict that is full all is forgotten first."""
    if len(known) >= most:
        known.clear()
    known[key] = value
    return value


class Cache:
    """Safe for many threads. What it gives is read-only."""

    def __init__(self, limit: int) -> None:
        self._limit, self._size = limit, 0
        self._held: OrderedDict[Hashable, Array] = OrderedDict()
        self._lock = threading.Lock()

    def held(self, key: Hashable) -> Array | None:
        """What is kept under a key."""
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def get(self, key: Hashable, make: Callable[[], Array]) -> Array:
        """What is kept under a key, or what `make` gives, which is kept from then on."""
        found = self.held(key)
        if found is None:
            found = make()
            found.setflags(write=False)
            self._keep(key, found)
        return found

    def _keep(self, key: Hashable, array: Array) -> None:
        with self._lock:
            if key not in self._held and array.nbytes <= self._limit:
                self._held[key] = array
                self._size += array.nbytes
                while self._size > self._limit:
                    self._size -= self._held.popitem(last=False)[1].nbytes
