"""Long work over many records: mass actions, imports, exports, and taking them back (E16, E35, T18)."""
