"""Full text over whatever is registered: FTS5 on SQLite, tsvector on PostgreSQL, one typo forgiven on both."""
