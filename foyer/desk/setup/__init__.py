"""Setup: portals with their embed codes, and users."""
