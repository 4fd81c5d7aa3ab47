"""What is kept of people, for how long, and how it goes (B20, T40)."""
