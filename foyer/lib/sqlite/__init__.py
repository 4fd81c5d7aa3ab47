"""SQLite for many threads: Django's own database, with a fair queue before its one place to write."""
