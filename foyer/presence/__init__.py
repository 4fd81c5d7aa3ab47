"""Who is here now: memory with a time to live."""
