"""The lists of leads, contacts, accounts, deals and activities: one code for all (ui.md, List page)."""
