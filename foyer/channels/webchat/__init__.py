"""Live chat on a website."""
