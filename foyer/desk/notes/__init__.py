"""Notes as people read and write them."""
