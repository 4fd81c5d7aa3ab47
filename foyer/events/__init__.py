"""What happened: outbox, timeline and audit in one table."""
