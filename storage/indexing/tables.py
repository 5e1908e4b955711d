"""The search's own tables; they belong to the migrations, not to the models."""

from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table

_metadata = MetaData()

entries = Table(
    "search_entry",
    _metadata,
    Column("id", BigInteger, primary_key=True),
    Column("entity", String),
    Column("record_id", String),
    Column("folded", String),
    Column("beside", String),
)
vocabulary = Table(
    "search_word", _metadata, Column("id", BigInteger, primary_key=True), Column("word", String)
)
codes = Table("search_code", _metadata, Column("code", Integer), Column("word_id", BigInteger))
