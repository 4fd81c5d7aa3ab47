"""Lists of records: views, filters, order, paging by key (E16, P5)."""
