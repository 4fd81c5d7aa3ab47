"""Websites and their settings."""
