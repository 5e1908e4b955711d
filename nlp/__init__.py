"""What is meant: text in, acts with typed slots out. Pure: no database, no network."""
