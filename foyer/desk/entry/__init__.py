"""How people come in: log-in, first run, invitations, their own profile."""
