"""searcher: a full-text search engine for news, on one machine.

    import searcher

    with searcher.open("index_data") as index:
        for hit in index.search('"grain exports" places:london date:1987-03'):
            print(hit.rank, hit.document.title)

`open`, `create` and `open_or_create` give an `Index`; its methods are the verbs of the program. Errors are a tree below
`SearcherError`. Importing is quick: heavy modules load on first use.
"""

from searcher.document import Dateline, Document, Person, Place, Rejection, Source, as_dict
from searcher.errors import (
    CursorExpired,
    Diagnostic,
    DocumentNotFound,
    IndexCorrupt,
    IndexLocked,
    IndexNotFound,
    IndexOutdated,
    QueryError,
    QueryTimeout,
    ReadError,
    RequestError,
    SearcherError,
    StoreError,
)
from searcher.index import BatchRow, Index, Reading, Status, create, inspect, open, open_or_create  # noqa: A004

__all__ = [
    "BatchRow",
    "CursorExpired",
    "Dateline",
    "Diagnostic",
    "Document",
    "DocumentNotFound",
    "Index",
    "IndexCorrupt",
    "IndexLocked",
    "IndexNotFound",
    "IndexOutdated",
    "Person",
    "Place",
    "QueryError",
    "QueryTimeout",
    "ReadError",
    "Reading",
    "Rejection",
    "RequestError",
    "SearcherError",
    "Source",
    "Status",
    "StoreError",
    "as_dict",
    "create",
    "inspect",
    "open",
    "open_or_create",
]
