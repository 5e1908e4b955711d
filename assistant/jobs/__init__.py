"""Work left for later. One port, two engines: a leased table (SQLite) and Procrastinate (PostgreSQL)."""
