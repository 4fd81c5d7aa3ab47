"""The Visits tab: list and single visit."""
