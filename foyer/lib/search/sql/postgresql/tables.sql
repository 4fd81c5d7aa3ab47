CREATE TABLE search_text (id bigint PRIMARY KEY, words tsvector NOT NULL);
CREATE INDEX search_text_words ON search_text USING gin (words);
