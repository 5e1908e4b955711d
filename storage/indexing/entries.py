"""Keeping the search index true: what the triggers noted is indexed before the transaction commits."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, delete, select, text

from storage.indexing.names import ENTITIES, Called, names_of
from storage.indexing.tables import entries, vocabulary
from storage.indexing.words import MOST_WORDS, codes_of, is_coded, terms_of
from storage.upsert import insert_for

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
    while noted := _take_noted(connection):
        for entity, record_ids in noted.items():
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


def _take_noted(connection: Connection) -> Ids:
    """Take up to a chunk of notes out of the table."""
    if connection.dialect.name == "sqlite":
        rows = _take_on_sqlite(connection)
    else:
        # Two transactions may see the notes a writer past the unit of work left: each takes its own.
        oldest = f"SELECT id FROM search_pending ORDER BY id LIMIT {_CHUNK} FOR UPDATE SKIP LOCKED"
        taken = f"DELETE FROM search_pending WHERE id IN ({oldest}) RETURNING entity, record_id"
        rows = [(row[0], row[1]) for row in connection.execute(text(taken))]
    noted: dict[str, dict[str, None]] = {}
    for entity, record_id in rows:
        noted.setdefault(entity, {})[record_id] = None
    return {entity: list(record_ids) for entity, record_ids in sorted(noted.items())}


def _take_on_sqlite(connection: Connection) -> list[tuple[str, str]]:
    found = connection.execute(
        text(f"SELECT id, entity, record_id FROM search_pending ORDER BY id LIMIT {_CHUNK}")
    ).all()
    if found:
        connection.execute(text("DELETE FROM search_pending WHERE id <= :last"), {"last": found[-1][0]})
    return [(row[1], row[2]) for row in found]


def _present(connection: Connection, entity: str, record_ids: Sequence[str]) -> list[_Entry]:
    found = select(entries.c.id, entries.c.record_id, entries.c.folded, entries.c.beside).where(
        entries.c.record_id.in_(record_ids), entries.c.entity == entity
    )
    return [_Entry(row[0], row[1], Called(row[2], row[3])) for row in connection.execute(found)]


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
    last: int = connection.scalar(text("SELECT coalesce(max(id), 0) FROM search_entry")) or 0
    numbered = list(enumerate(rows, last + 1))
    connection.exec_driver_sql(
        "INSERT INTO search_entry (id, entity, record_id, folded, beside) VALUES (?, ?, ?, ?, ?)",
        [(id_, row["entity"], row["record_id"], row["folded"], row["beside"]) for id_, row in numbered],
    )
    connection.exec_driver_sql(
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
    learnt = insert_for(connection, vocabulary).on_conflict_do_nothing(index_elements=["word"])
    connection.execute(learnt, [{"word": word} for word in unknown])
    rows = sorted(
        (code, word_id) for word, word_id in _ids_of(connection, unknown).items() for code in codes_of(word)
    )
    # Some thirty rows a word: past SQLAlchemy's work on each parameter, straight to the driver.
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    statement = f"INSERT INTO search_code (code, word_id) VALUES ({mark}, {mark}) ON CONFLICT DO NOTHING"
    connection.exec_driver_sql(statement, rows)


def _words(called: Called) -> Iterable[str]:
    yield from called.name.split()[:MOST_WORDS]
    yield from called.beside.split()[:_MOST_BESIDE]


def _ids_of(connection: Connection, words: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(words), _CHUNK):
        part = vocabulary.c.word.in_(words[start : start + _CHUNK])
        found.update(
            (row[0], row[1])
            for row in connection.execute(select(vocabulary.c.word, vocabulary.c.id).where(part))
        )
    return found
