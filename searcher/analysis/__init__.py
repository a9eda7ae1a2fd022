"""Text -> tokens with positions, sentence and paragraph marks; one way for index and query."""
