"""The commands of `bin/foyer`."""
