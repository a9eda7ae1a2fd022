"""The index on disk: writer, ledger, lock, manifest, swap, verify.

Here is my folder, give me a Snapshot to search, or a StoreWriter to change it. A change is all there or not at all.
What only changes need is loaded when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from searcher.store.index_folder import Store, create_store, open_store
from searcher.store.ledger import FileRow, Ledger, Root

if TYPE_CHECKING:
    from searcher.store.shelf import Shelf, Slot, first_day
    from searcher.store.verify import verify
    from searcher.store.writer import StoreWriter, refused

__all__ = [
    "FileRow",
    "Ledger",
    "Root",
    "Shelf",
    "Slot",
    "Store",
    "StoreWriter",
    "create_store",
    "first_day",
    "open_store",
    "refused",
    "verify",
]

_LATER = {
    "Shelf": "shelf",
    "Slot": "shelf",
    "first_day": "shelf",
    "verify": "verify",
    "StoreWriter": "writer",
    "refused": "writer",
}


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    globals()[name] = found  # `verify` is a module's name too, which importing it has bound here
    return found
