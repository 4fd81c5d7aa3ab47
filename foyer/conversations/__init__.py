"""What was said: conversations, messages, who answers."""
