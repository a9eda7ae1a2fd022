"""Files -> store, one stream: read, complete, decide between documents of one id, write, commit."""

from searcher.ingest.given import Item, taken
from searcher.ingest.read import documents
from searcher.ingest.report import IngestReport, OnProgress, Progress, Replacement
from searcher.ingest.run import Settings, add, delete, ingest, rebuild
from searcher.ingest.walk import check_paths, is_gone, walk

__all__ = [
    "IngestReport",
    "Item",
    "OnProgress",
    "Progress",
    "Replacement",
    "Settings",
    "add",
    "check_paths",
    "delete",
    "documents",
    "ingest",
    "is_gone",
    "rebuild",
    "taken",
    "walk",
]
