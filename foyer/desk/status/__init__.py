"""Chat status of the signed-in user, what rings, and the ticket for the socket."""
