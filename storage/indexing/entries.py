"""Keeping the search index true: what the triggers noted is indexed before the transaction commits."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, delete, text

from storage.indexing.names import ENTITIES, Called, names_of
from storage.indexing.statements import ask, run_many
from storage.indexing.tables import entries
from storage.indexing.words import MOST_WORDS, codes_of, is_coded, terms_of

if TYPE_CHECKING:
    from storage.unit_of_work import UnitOfWork

_CHUNK = 2000
_MOST_BESIDE = 4
BESIDE = "2"
"""Put before a word that stands beside a name (its company): it is searched only together with the name."""

Ids = dict[str, list[str]]


class _Entry(NamedTuple):
    id: int
    record_id: str
    called: Called


def index_pending(connection: Connection) -> None:
    """Index every record whose name was written since the last time; called before each commit."""
    taken = _CHUNK
    while taken >= _CHUNK:
        rows = _take(connection)
        taken = len(rows)
        for entity, record_ids in _by_entity(rows).items():
            index_records(connection, entity, record_ids)


def index_records(connection: Connection, entity: str, record_ids: Sequence[str]) -> None:
    """Bring the entries of these records to what the records say now."""
    called = names_of(connection, entity, record_ids)
    present = _present(connection, entity, record_ids)
    stale = [row for row in present if called.get(row.record_id) != row.called]
    kept = {row.record_id for row in present} - {row.record_id for row in stale}
    fresh = {record_id: name for record_id, name in called.items() if record_id not in kept}
    if stale:
        _remove(connection, stale)
    if fresh:
        _learn_words(connection, fresh.values())
        _insert(connection, entity, fresh)


def rebuild_search(uow: "UnitOfWork") -> None:
    """Index everything anew: for repairs, and after the rules of this module changed."""
    connection = uow.connection()
    tables = ("search_pending", "search_code", "search_word", "search_entry")
    for table in tables:
        connection.execute(text(f"DELETE FROM {table}"))
    if uow.is_sqlite:
        connection.execute(text("INSERT INTO search_terms (search_terms) VALUES ('delete-all')"))
    for entity in ENTITIES:
        note = f"INSERT INTO search_pending (entity, record_id) SELECT '{entity}', id FROM {entity}"
        connection.execute(text(note))
    index_pending(connection)


def _take(connection: Connection) -> list[tuple[str, str]]:
    """Take up to a chunk of notes (entity and id) out of the table."""
    if connection.dialect.name == "sqlite":
        noted = ask(
            connection, f"SELECT id, entity, record_id FROM search_pending ORDER BY id LIMIT {_CHUNK}"
        )
        if noted:
            run_many(connection, "DELETE FROM search_pending WHERE id <= ?", [(noted[-1][0],)])
        return [(row[1], row[2]) for row in noted]
    # Two transactions may see the notes a writer past the unit of work left: each takes its own.
    oldest = f"SELECT id FROM search_pending ORDER BY id LIMIT {_CHUNK} FOR UPDATE SKIP LOCKED"
    taken = f"DELETE FROM search_pending WHERE id IN ({oldest}) RETURNING entity, record_id"
    return [(row[0], row[1]) for row in ask(connection, taken)]


def _by_entity(rows: Sequence[tuple[str, str]]) -> Ids:
    noted: dict[str, dict[str, None]] = {}
    for entity, record_id in rows:
        noted.setdefault(entity, {})[record_id] = None
    return {entity: list(record_ids) for entity, record_ids in sorted(noted.items())}


def _present(connection: Connection, entity: str, record_ids: Sequence[str]) -> list[_Entry]:
    statement = """SELECT id, record_id, folded, beside FROM search_entry
        WHERE entity = ? AND record_id IN ({among})"""
    rows = ask(connection, statement, entity, among=record_ids)
    return [_Entry(row[0], row[1], Called(row[2], row[3])) for row in rows]


def _remove(connection: Connection, stale: Sequence[_Entry]) -> None:
    if connection.dialect.name == "sqlite":
        # The terms are kept in their index only, which must be told what to forget.
        connection.execute(
            text("INSERT INTO search_terms (search_terms, rowid, terms) VALUES ('delete', :id, :terms)"),
            [{"id": entry.id, "terms": " ".join(_terms(entry.called))} for entry in stale],
        )
    connection.execute(delete(entries).where(entries.c.id.in_([entry.id for entry in stale])))


def _insert(connection: Connection, entity: str, fresh: Mapping[str, Called]) -> None:
    rows: list[dict[str, Any]] = [
        {
            "entity": entity,
            "record_id": record_id,
            "folded": called.name,
            "beside": called.beside,
            "terms": _terms(called),
        }
        for record_id, called in fresh.items()
    ]
    if connection.dialect.name == "sqlite":
        _insert_on_sqlite(connection, rows)
        return
    statement = """INSERT INTO search_entry (entity, record_id, folded, beside, terms)
        VALUES (:entity, :record_id, :folded, :beside, array_to_tsvector(CAST(:terms AS text[])))
        ON CONFLICT (record_id, entity) DO UPDATE
        SET folded = excluded.folded, beside = excluded.beside, terms = excluded.terms"""
    connection.execute(text(statement), rows)


def _insert_on_sqlite(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    # Writing means holding the database's one write lock: nobody else can take the next ids.
    last = ask(connection, "SELECT coalesce(max(id), 0) FROM search_entry")[0][0]
    numbered = list(enumerate(rows, last + 1))
    run_many(
        connection,
        "INSERT INTO search_entry (id, entity, record_id, folded, beside) VALUES (?, ?, ?, ?, ?)",
        [(id_, row["entity"], row["record_id"], row["folded"], row["beside"]) for id_, row in numbered],
    )
    run_many(
        connection,
        "INSERT INTO search_terms (rowid, terms) VALUES (?, ?)",
        [(id_, " ".join(row["terms"])) for id_, row in numbered],
    )


def _terms(called: Called) -> list[str]:
    beside = [f"{BESIDE}{word}" for word in called.beside.split()[:_MOST_BESIDE]]
    return [*terms_of(called.name), *beside]


def _learn_words(connection: Connection, names: Collection[Called]) -> None:
    """Put words never seen into the vocabulary, with the codes under which they are found misspelt."""
    words = sorted({word for called in names for word in _words(called) if is_coded(word)})
    unknown = sorted(set(words) - set(_ids_of(connection, words)))
    if not unknown:
        return
    # Sorted: two writers that learn the same words wait for each other in one order.
    learnt = "INSERT INTO search_word (word) VALUES (?) ON CONFLICT (word) DO NOTHING"
    run_many(connection, learnt, [(word,) for word in unknown])
    rows = sorted(
        (code, word_id) for word, word_id in _ids_of(connection, unknown).items() for code in codes_of(word)
    )
    run_many(connection, "INSERT INTO search_code (code, word_id) VALUES (?, ?) ON CONFLICT DO NOTHING", rows)


def _words(called: Called) -> Iterable[str]:
    yield from called.name.split()[:MOST_WORDS]
    yield from called.beside.split()[:_MOST_BESIDE]


def _ids_of(connection: Connection, words: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(words), _CHUNK):
        part = words[start : start + _CHUNK]
        rows = ask(connection, "SELECT word, id FROM search_word WHERE word IN ({among})", among=part)
        found.update((row[0], row[1]) for row in rows)
    return found
