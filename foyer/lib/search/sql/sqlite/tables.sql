CREATE VIRTUAL TABLE search_text USING fts5(names, reach, more, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
