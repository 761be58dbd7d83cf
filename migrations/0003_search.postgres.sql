-- +goose Up
-- Two indexes for searching, of the same build: what is live, written by
-- publishing alone, and the working copies, which only the desk can ask for. All
-- words are analysed and ranked by the program, so that both databases answer alike.
-- Beginnings of words are looked up by the order of their bytes, as SQLite does.

CREATE TABLE search_documents ( -- live documents; und holds what all languages are found by
  entry_id TEXT   NOT NULL,
  locale   TEXT   NOT NULL,
  type     TEXT   NOT NULL,
  number   BIGINT NOT NULL, -- of the entry, small and without large gaps
  text     TEXT   NOT NULL, -- plain, for excerpts
  terms    TEXT   NOT NULL, -- what the index holds of it, so that a change writes only the difference
  PRIMARY KEY (entry_id, locale)
);
CREATE INDEX search_documents_number ON search_documents (number);

CREATE TABLE search_postings ( -- which entries hold a term, 1024 entries a row
  word  TEXT COLLATE "C"   NOT NULL, -- locale/term
  block BIGINT NOT NULL, -- number / 1024
  list  BYTEA  NOT NULL, -- three bytes an entry, in order: the rest of the number, the weight
  PRIMARY KEY (word, block)
);

CREATE TABLE search_words ( -- the words of texts, for beginnings and typing errors
  word     TEXT COLLATE "C" NOT NULL, -- locale/word without accents
  reversed TEXT COLLATE "C" NOT NULL, -- locale/ the same from its end
  term     TEXT COLLATE "C" NOT NULL, -- of search_postings
  shown    TEXT NOT NULL, -- as it was written
  PRIMARY KEY (word, term)
);
CREATE INDEX search_words_reversed ON search_words (reversed);
CREATE INDEX search_words_term ON search_words (term);

CREATE TABLE drafts_documents (
  entry_id TEXT   NOT NULL,
  locale   TEXT   NOT NULL,
  type     TEXT   NOT NULL,
  number   BIGINT NOT NULL,
  text     TEXT   NOT NULL,
  terms    TEXT   NOT NULL,
  PRIMARY KEY (entry_id, locale)
);
CREATE INDEX drafts_documents_number ON drafts_documents (number);

CREATE TABLE drafts_postings (
  word  TEXT COLLATE "C"   NOT NULL,
  block BIGINT NOT NULL,
  list  BYTEA  NOT NULL,
  PRIMARY KEY (word, block)
);

CREATE TABLE drafts_words (
  word     TEXT COLLATE "C" NOT NULL,
  reversed TEXT COLLATE "C" NOT NULL,
  term     TEXT COLLATE "C" NOT NULL,
  shown    TEXT NOT NULL,
  PRIMARY KEY (word, term)
);
CREATE INDEX drafts_words_reversed ON drafts_words (reversed);
CREATE INDEX drafts_words_term ON drafts_words (term);

CREATE TABLE drafts_marks ( -- working copies that changed since they were indexed
  entry_id TEXT   NOT NULL,
  locale   TEXT   NOT NULL,
  version  BIGINT NOT NULL, -- a row for each change, so that none is lost between two transactions
  PRIMARY KEY (entry_id, locale, version)
);

INSERT INTO counters (name, value) VALUES ('drafts', 0);
-- What was there before this version is indexed at the next start.
DELETE FROM settings WHERE name = 'model_version';
INSERT INTO drafts_marks (entry_id, locale, version) SELECT entry_id, locale, version FROM documents;

-- +goose Down
DELETE FROM counters WHERE name = 'drafts';
DROP TABLE drafts_marks;
DROP TABLE drafts_words;
DROP TABLE drafts_postings;
DROP TABLE drafts_documents;
DROP TABLE search_words;
DROP TABLE search_postings;
DROP TABLE search_documents;
