"""What a user is told, in which ways, on which devices, and what was sent (E32, B17)."""
