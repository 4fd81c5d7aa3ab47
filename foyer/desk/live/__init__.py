"""The live board: who is on the websites now, as rings and as a list."""
