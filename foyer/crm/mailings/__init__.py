"""Writing to many people at once: a mail for each, as a run with a report (E16)."""
