"""A key or a column's name, as the world writes it -> the field of Document that it fills.

The table is what the documentation prints. For each field the names stand in order of preference: the first that a
record has is taken, the others are kept in `extra`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from searcher.errors import RequestError

#: A summary is the text where there is no other.
_SUMMARIES: Final = ("description", "summary", "abstract", "snippet", "excerpt")

#: Names are compared without regard to case, blanks, dots, hyphens, underscores: `pubDate` is `pub_date`.
NAMES: Final[dict[str, tuple[str, ...]]] = {
    "id": ("id", "doc_id", "document_id", "article_id", "story_id", "docno", "uuid", "guid"),
    "title": ("title", "headline", "heading", "hed", "hedline", "article_title", "news_title", "head", "name"),
    "body": (
        *("body", "article_body", "full_text", "body_text", "main_text", "article_text", "content_text"),
        *("content", "content_html", "text", "article", "story", "paragraphs"),
        *_SUMMARIES,
    ),
    "date": (
        *("date", "date_published", "published", "published_at", "publication_date", "publish_date", "pub_date"),
        *("published_date", "published_on", "first_published", "first_created", "issue_date", "display_date"),
        *("date_created", "created_at", "created", "datetime", "timestamp"),
    ),
    "updated": (
        *("updated", "date_modified", "updated_at", "last_updated", "modified", "modified_at", "last_modified"),
        *("date_updated", "update_date", "content_modified", "version_created"),
    ),
    "dateline": ("dateline",),
    "byline": ("byline", "author", "authors", "creator", "by", "writer", "reporter", "journalist"),
    "people": ("people", "persons", "person", "people_mentioned"),
    "places": ("places", "place", "locations", "location"),
    "source": (
        *("source", "publisher", "outlet", "agency", "news_agency", "provider", "publication", "newspaper"),
        *("source_name", "site_name", "medium"),
    ),
    "section": ("section", "article_section", "category", "categories", "desk", "department", "rubric"),
    "keywords": ("keywords", "keyword", "tags", "tag", "topics", "topic", "subjects", "news_keywords", "labels"),
    "captions": ("captions", "caption", "photo_caption", "image_caption"),
    "url": ("url", "link", "permalink", "web_url", "canonical_url", "article_url", "href"),
    "language": ("language", "lang", "in_language"),
    "version": ("version",),
    "extra": ("extra",),
    "inferred": ("inferred",),
    "dropped": ("dropped",),
    "paths": ("paths",),
    "stated_empty": ("stated_empty",),
}


@lru_cache(maxsize=1024)
def fold(key: str) -> str:
    """A key without the differences of spelling between programs."""
    return "".join(character for character in key.casefold() if character.isalnum())


#: Folded name -> field and the place of the name in its field's order.
_RANKED: Final = {fold(name): (field, rank) for field, names in NAMES.items() for rank, name in enumerate(names)}


SUMMARIES: Final = frozenset(_SUMMARIES)
#: What we say of an article, not what an article says.
_OURS: Final = ("extra", "inferred", "dropped", "paths", "stated_empty")


def check_map(field_map: Mapping[str, str]) -> None:
    """RequestError when a map names a field that a record cannot fill."""
    for key, field in field_map.items():
        target = _RANKED.get(fold(field))
        if target is None or target[0] in _OURS:
            known = ", ".join(name for name in NAMES if name not in _OURS)
            raise RequestError(f"{key}={field}: there is no field {field!r}; the fields are {known}")


def field_of(key: str, field_map: Mapping[str, str]) -> tuple[str, int] | None:
    """The field that a key fills and the key's rank in it (lower is better; the user's own map is best), or None."""
    mapped = field_map.get(key)
    if mapped is None:
        return _RANKED.get(fold(key))
    target = _RANKED.get(fold(mapped))
    return (target[0], -1) if target else None


def assign(keys: Iterable[str], field_map: Mapping[str, str]) -> Mapping[str, str]:
    """Keys of one record (those that have a value) -> field to the key that fills it, the best name of each."""
    return _assigned(tuple(keys), tuple(field_map.items()))


@lru_cache(maxsize=256)
def _assigned(keys: tuple[str, ...], field_map: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """The same; records of one origin have the same keys."""
    chosen: dict[str, tuple[int, str]] = {}
    mapped = dict(field_map)
    for key in keys:
        target = field_of(key, mapped)
        if target and (target[0] not in chosen or target[1] < chosen[target[0]][0]):
            chosen[target[0]] = (target[1], key)
    return {field: key for field, (_, key) in chosen.items()}
