"""The text of a news page -> its article, told from the page around it by evidence in the file itself."""

from searcher.readers.page_text.reader import PageTextReader

__all__ = ["PageTextReader"]
