"""The index on disk: writer, ledger, lock, manifest, swap, verify.

Here is my folder, give me a Snapshot to search, or a StoreWriter to change it. A change is all there or not at all.
"""

from searcher.store.index_folder import Store, create_store, open_store
from searcher.store.ledger import FileRow, Ledger, Root
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
