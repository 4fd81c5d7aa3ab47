"""The questions that people ask about the set-up, answered for this installation, and help (B14, F140)."""
