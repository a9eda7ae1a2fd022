"""A worker process of ingestion: tasks on standard input -> results on standard output."""

import sys

from searcher.ingest.worker import main

if __name__ == "__main__":
    main(sys.argv[1])
