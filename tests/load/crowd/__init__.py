"""A house with very many records, written straight into the tables: what the benchmarks measure pages on (P5)."""
