"""Who it is: actors, identifiers, claims, profiles, decisions."""
