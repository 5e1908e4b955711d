"""Keeping the search index true: what the triggers noted is indexed before the transaction commits."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, text

from storage.indexing.names import ENTITIES, Called, names_of
from storage.indexing.noticing import has_written_names
from storage.indexing.statements import ask, run, run_many
from storage.indexing.tables import entries
from storage.indexing.words import MOST_WORDS, codes_of, is_coded, terms_of
from storage.unit_of_work import UnitOfWork

_CHUNK = 2000
_MOST_BESIDE = 4
BESIDE = "2"
"""Put before a word that stands beside a name (its company): it is searched only together with the name."""


class _Key(NamedTuple):
    entity: str
    record_id: str


class _Entry(NamedTuple):
    id: int
    key: _Key
    called: Called


def index_written(connection: Connection) -> None:
    """Index what was noted, where this transaction wrote names; called before it commits or searches."""
    if has_written_names(connection):
        index_pending(connection)


def index_pending(connection: Connection) -> None:
    """Index every record whose name was written since the last time."""
    last, taken = 0, _CHUNK
    while taken >= _CHUNK:
        noted = _take(connection, after=last)
        taken = len(noted)
        if noted:
            last = max(noted)
            _index(connection, sorted(set(noted.values())))


def _index(connection: Connection, keys: Sequence[_Key]) -> None:
    """Bring the entries of these records to what the records say now."""
    called = _names_of(connection, keys)
    present = _present(connection, keys)
    stale = [entry for entry in present if called.get(entry.key) != entry.called]
    kept = {entry.key for entry in present} - {entry.key for entry in stale}
    fresh = {key: name for key, name in called.items() if key not in kept}
    if stale:
        _remove(connection, stale)
    if fresh:
        _learn_words(connection, fresh.values())
        _insert(connection, fresh)


def rebuild_search(uow: UnitOfWork) -> None:
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


def _take(connection: Connection, *, after: int) -> dict[int, _Key]:
    """Take up to a chunk of notes, past those taken before: their dead rows still lie in the table."""
    # On PostgreSQL two transactions may see the notes of a writer past the unit of work: each takes its own.
    # Not one DELETE with a subquery: on a table just filled it is planned to run anew for each row.
    locked = "" if connection.dialect.name == "sqlite" else "FOR UPDATE SKIP LOCKED"
    oldest = (
        f"SELECT id, entity, record_id FROM search_pending WHERE id > ? ORDER BY id LIMIT {_CHUNK} {locked}"
    )
    noted = {row[0]: _Key(row[1], row[2]) for row in ask(connection, oldest, after)}
    if noted:
        run(connection, "DELETE FROM search_pending WHERE id IN ({among})", among=tuple(noted))
    return noted


def _names_of(connection: Connection, keys: Iterable[_Key]) -> dict[_Key, Called]:
    found: dict[_Key, Called] = {}
    for entity, those in groupby(keys, key=lambda key: key.entity):
        names = names_of(connection, entity, [key.record_id for key in those])
        found.update((_Key(entity, record_id), called) for record_id, called in names.items())
    return found


def _present(connection: Connection, keys: Sequence[_Key]) -> list[_Entry]:
    statement = "SELECT id, entity, record_id, folded, beside FROM search_entry WHERE record_id IN ({among})"
    rows = ask(connection, statement, among=[key.record_id for key in keys])
    return [_Entry(row[0], _Key(row[1], row[2]), Called(row[3], row[4])) for row in rows]


def _remove(connection: Connection, stale: Sequence[_Entry]) -> None:
    if connection.dialect.name == "sqlite":
        # The terms are kept in their index only, which must be told what to forget.
        connection.execute(
            text("INSERT INTO search_terms (search_terms, rowid, terms) VALUES ('delete', :id, :terms)"),
            [{"id": entry.id, "terms": " ".join(_terms(entry.called))} for entry in stale],
        )
    connection.execute(delete(entries).where(entries.c.id.in_([entry.id for entry in stale])))


def _insert(connection: Connection, fresh: Mapping[_Key, Called]) -> None:
    rows: list[dict[str, Any]] = [
        {**key._asdict(), "folded": called.name, "beside": called.beside, "terms": _terms(called)}
        for key, called in fresh.items()
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
