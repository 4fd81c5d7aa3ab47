"""Reports on visits: what came, by day and by what tells visits apart (B15)."""
