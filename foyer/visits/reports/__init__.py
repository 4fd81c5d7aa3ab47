"""Figures about visits: daily tallies and what reports ask of them (issue 4 point 12, B15)."""
