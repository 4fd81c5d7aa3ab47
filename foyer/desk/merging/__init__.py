"""Records that may be the same: hints, the list of pairs, comparing and merging (issue 3, 9)."""
