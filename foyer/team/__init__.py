"""The people who work here: organisation, users, availability, tokens."""
