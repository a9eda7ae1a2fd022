"""Inverted lists, terms, columns and stored documents <-> files."""
