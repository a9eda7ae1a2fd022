"""A Document -> the same with the people of the story."""

from searcher.extract.people.find import complete, people_of

__all__ = ["complete", "people_of"]
