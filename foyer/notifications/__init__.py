"""Who hears of what happened, and how."""
