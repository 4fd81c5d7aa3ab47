"""Nothing of the product: clock, tokens, text, bus, jobs, parsing."""
