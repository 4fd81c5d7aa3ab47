"""The inbox: conversations, the one that is open, and who it is with."""
