"""Filters over records as values: counted, paged and evaluated by the database, whatever wrote them."""

from storage.filters.fields import ENTITIES, FilterField, Kind, RecordKind
from storage.filters.selecting import ValuesPage, count_matching, page_matching, values_of
from storage.filters.tree import (
    Among,
    Compare,
    Contains,
    Either,
    Every,
    Filter,
    HasWord,
    IsEmpty,
    Not,
    Path,
    Truth,
)

__all__ = [
    "ENTITIES",
    "Among",
    "Compare",
    "Contains",
    "Either",
    "Every",
    "Filter",
    "FilterField",
    "HasWord",
    "IsEmpty",
    "Kind",
    "Not",
    "Path",
    "RecordKind",
    "Truth",
    "ValuesPage",
    "count_matching",
    "page_matching",
    "values_of",
]
