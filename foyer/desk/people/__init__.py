"""Leads and contacts: the lists and the record page."""
