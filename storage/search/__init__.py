"""Finding a record by what somebody wrote: misspelt, lower case, half of it, turned round, by initials."""

from storage.indexing.entries import rebuild_search
from storage.search.exact import ids_named
from storage.search.find import search
from storage.search.match import Match, clear_match, is_clear
from storage.search.mentions import names_said
from storage.search.numbers import EXTERNAL, ticket_from_elsewhere, ticket_numbered

__all__ = [
    "EXTERNAL",
    "Match",
    "clear_match",
    "ids_named",
    "is_clear",
    "names_said",
    "rebuild_search",
    "search",
    "ticket_from_elsewhere",
    "ticket_numbered",
]
