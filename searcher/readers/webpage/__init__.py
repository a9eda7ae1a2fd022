"""A saved web page -> its article: body by trafilatura, everything else by what the page states of itself."""

from searcher.readers.webpage.reader import WebpageReader, read_page

__all__ = ["WebpageReader", "read_page"]
