"""The lists of leads and contacts."""
