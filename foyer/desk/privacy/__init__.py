"""What visitors and those responsible for them do about their data (B20, B26, T40)."""
