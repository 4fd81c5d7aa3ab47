"""Reactions of the web chat."""
