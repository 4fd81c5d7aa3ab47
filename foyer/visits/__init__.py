"""What visitors do on a website: hits, the journal, the fold, visits."""
