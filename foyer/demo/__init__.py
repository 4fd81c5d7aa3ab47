"""The demo shop and the demo data."""
