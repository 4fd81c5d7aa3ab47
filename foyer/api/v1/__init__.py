"""Version 1 of the API: reading, with bearer tokens."""
