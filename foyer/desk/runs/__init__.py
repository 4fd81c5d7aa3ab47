"""Imports, exports and mass actions: begin, watch, read the report, take back (ui.md, Long jobs)."""
