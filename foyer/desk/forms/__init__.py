"""Setup > Channels > Web forms, and what was sent with them (E24)."""
