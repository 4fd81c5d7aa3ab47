"""Leads, contacts, deals, notes and their feed."""
