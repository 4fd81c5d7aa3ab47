"""Mails to people: pure functions that render text and HTML, and the job that sends them."""
