"""The record page: leads, contacts, accounts and deals."""
