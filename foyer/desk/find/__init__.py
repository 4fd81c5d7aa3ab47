"""One box for everything: people, accounts, deals, activities, screens and acts (E15)."""
