"""The search index: entries, their terms, a vocabulary with the codes of misspelt words; names to the letter.

Triggers note every record whose name was written, by whatever statement; the unit of work indexes what is
noted before it commits.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NAMES = {
    "contact": ("name", "company_id", "merged_into_id"),
    "company": ("name", "domain"),
    "deal": ("title", "company_id"),
    "lead": ("name", "company_name", "status"),
    "ticket": ("subject", "merged_into_id"),
}
CALLED = {"contact": "lower(name), company_id", "deal": "lower(title), company_id", "lead": "lower(name)"}
"""What files taken in name again is looked up by this, merged and converted records, too."""
ELSEWHERE = {"sqlite": "json_extract(custom, '$.external_id')", "postgresql": "(custom ->> 'external_id')"}
"""The id a ticket had where it was taken over from: people go on naming it."""
TABLES = ("search_pending", "search_code", "search_word", "search_entry")


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    number = "INTEGER PRIMARY KEY" if is_sqlite else "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
    without_rowid = " WITHOUT ROWID" if is_sqlite else ""
    binary = "BINARY" if is_sqlite else '"C"'
    terms = "" if is_sqlite else ", terms TSVECTOR NOT NULL"
    _run(
        f"""CREATE TABLE search_entry (id {number}, entity VARCHAR NOT NULL, record_id VARCHAR NOT NULL,
            folded VARCHAR NOT NULL, beside VARCHAR NOT NULL{terms},
            CONSTRAINT uq_search_entry UNIQUE (record_id, entity))""",
        f"CREATE INDEX ix_search_entry_folded ON search_entry (entity, folded COLLATE {binary})",
        f"CREATE TABLE search_word (id {number}, word VARCHAR NOT NULL CONSTRAINT uq_search_word UNIQUE)",
        f"""CREATE TABLE search_code (code INTEGER NOT NULL, word_id BIGINT NOT NULL,
            CONSTRAINT pk_search_code PRIMARY KEY (code, word_id)){without_rowid}""",
        f"CREATE TABLE search_pending (id {number}, entity VARCHAR NOT NULL, record_id VARCHAR NOT NULL)",
    )
    if is_sqlite:
        _run(
            """CREATE VIRTUAL TABLE search_terms USING fts5(terms, content='', detail='none',
               tokenize='unicode61 remove_diacritics 0')"""
        )
        for table, fields in NAMES.items():
            _watch_on_sqlite(table, fields)
    else:
        _run("CREATE INDEX ix_search_entry_terms ON search_entry USING gin (terms) WITH (fastupdate = off)")
        for table, fields in NAMES.items():
            _watch_on_postgresql(table, fields)
    _watch_companies(is_sqlite=is_sqlite)
    _run(*(f"CREATE INDEX ix_search_{table}_called ON {table} ({on})" for table, on in CALLED.items()))
    elsewhere = ELSEWHERE["sqlite" if is_sqlite else "postgresql"]
    _run(f"CREATE INDEX ix_search_ticket_elsewhere ON ticket ({elsewhere})")
    for table in NAMES:
        _run(f"INSERT INTO search_pending (entity, record_id) SELECT '{table}', id FROM {table}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in NAMES:
            _run(*(f"DROP TRIGGER search_{table}_{event}" for event in ("insert", "update", "delete")))
        _run("DROP TRIGGER search_company_renamed", "DROP TABLE search_terms")
    else:
        for table in NAMES:
            for event in ("insert", "update", "delete"):
                _run(f"DROP TRIGGER search_{table}_{event} ON {table}")
                _run(f"DROP FUNCTION search_{table}_{event}()")
        _run("DROP TRIGGER search_company_renamed ON company", "DROP FUNCTION search_company_renamed()")
    indexes = ("ticket_elsewhere", *(f"{table}_called" for table in CALLED))
    _run(*(f"DROP INDEX ix_search_{index}" for index in indexes))
    _run(*(f"DROP TABLE {table}" for table in TABLES))


def _watch_on_sqlite(table: str, fields: tuple[str, ...]) -> None:
    note = "INSERT INTO search_pending (entity, record_id) VALUES"
    for event, row in (("insert", "NEW"), ("update", "NEW"), ("delete", "OLD")):
        of = f" OF {', '.join(fields)}" if event == "update" else ""
        _run(
            f"CREATE TRIGGER search_{table}_{event} AFTER {event.upper()}{of} ON {table} "
            f"BEGIN {note} ('{table}', {row}.id); END"
        )


def _watch_on_postgresql(table: str, fields: tuple[str, ...]) -> None:
    note = "INSERT INTO search_pending (entity, record_id)"
    differs = " OR ".join(f"OLD.{field} IS DISTINCT FROM NEW.{field}" for field in fields)
    for event, body, trigger in (
        (
            "insert",
            f"{note} SELECT '{table}', id FROM fresh",
            "REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT",
        ),
        ("update", f"{note} VALUES ('{table}', NEW.id)", f"FOR EACH ROW WHEN ({differs})"),
        (
            "delete",
            f"{note} SELECT '{table}', id FROM gone",
            "REFERENCING OLD TABLE AS gone FOR EACH STATEMENT",
        ),
    ):
        function = f"search_{table}_{event}"
        _run(
            f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {body}; RETURN NULL; END $$",
            f"CREATE TRIGGER {function} AFTER {event.upper()} ON {table} {trigger} "
            f"EXECUTE FUNCTION {function}()",
        )


def _watch_companies(*, is_sqlite: bool) -> None:
    """People and deals are found by their company's name as well: a new name of it is news of theirs."""
    notes = "; ".join(
        f"INSERT INTO search_pending (entity, record_id) "
        f"SELECT '{table}', id FROM {table} WHERE company_id = NEW.id"
        for table in ("contact", "deal")
    )
    if is_sqlite:
        _run(f"CREATE TRIGGER search_company_renamed AFTER UPDATE OF name ON company BEGIN {notes}; END")
        return
    _run(
        "CREATE FUNCTION search_company_renamed() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {notes}; RETURN NULL; END $$",
        "CREATE TRIGGER search_company_renamed AFTER UPDATE ON company FOR EACH ROW "
        "WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION search_company_renamed()",
    )


def _run(*statements: str) -> None:
    for statement in statements:
        op.execute(sa.text(statement))
