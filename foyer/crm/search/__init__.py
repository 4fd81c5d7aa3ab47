"""Finding records: what stands of them in the index, and how the index follows what happens (E15)."""
