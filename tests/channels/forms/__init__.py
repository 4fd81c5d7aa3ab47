"""Web forms: what visitors send, and what becomes of it."""
