"""The builder of web forms, and the list of what was sent."""
