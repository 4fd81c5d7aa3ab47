"""Converting a lead: the dialog, what stays, undoing (F205, F238, D11)."""
