"""PostgreSQL as Foyer uses it: Django's own database, with moments read quickly."""
