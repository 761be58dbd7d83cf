-- +goose Up
-- Translation memory and glossary. Both are plain rows and plain words, so that
-- a lookup finds the same on both databases: everything that compares texts is
-- done by the program.

CREATE TABLE memory_pairs ( -- approved text beside its approved translation
  id            TEXT   NOT NULL PRIMARY KEY, -- hash of place and texts: feeding twice adds nothing, and a deleted pair stays deleted
  source_locale TEXT   NOT NULL,
  target_locale TEXT   NOT NULL,
  source_id     BIGINT NOT NULL, -- the first 60 bits of source_hash
  target_id     BIGINT NOT NULL,
  source_hash   TEXT   NOT NULL,
  target_hash   TEXT   NOT NULL,
  source_text   TEXT   NOT NULL,
  target_text   TEXT   NOT NULL,
  entry_id      TEXT   NOT NULL,
  key           TEXT   NOT NULL,
  field         TEXT   NOT NULL,
  previous_hash TEXT   NOT NULL, -- of the segments before and after, empty at the ends
  next_hash     TEXT   NOT NULL,
  state         TEXT   NOT NULL, -- of the segment when it was approved: draft, translated, machine
  origin        TEXT   NOT NULL, -- of the revision
  author        TEXT   NOT NULL,
  at            BIGINT NOT NULL,
  deleted_by    TEXT   NOT NULL,
  deleted_at    BIGINT
);
CREATE INDEX memory_pairs_source ON memory_pairs (source_locale, target_locale, source_id);
CREATE INDEX memory_pairs_target ON memory_pairs (target_locale, source_locale, target_id);

CREATE TABLE memory_words ( -- which texts hold a word, of either side of a pair
  locale  TEXT   NOT NULL,
  word    TEXT   NOT NULL, -- its stem
  size    BIGINT NOT NULL, -- of the text, in tokens: a lookup reads only texts of about its own length
  text_id BIGINT NOT NULL,
  PRIMARY KEY (locale, word, size, text_id)
);

CREATE TABLE concepts ( -- what the glossary has words for
  id         TEXT   NOT NULL PRIMARY KEY,
  definition TEXT   NOT NULL, -- in English
  created_by TEXT   NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE terms (
  concept_id  TEXT   NOT NULL REFERENCES concepts (id),
  locale      TEXT   NOT NULL,
  term        TEXT   NOT NULL,
  status      TEXT   NOT NULL, -- preferred, admitted, forbidden
  note        TEXT   NOT NULL,
  proposed_by TEXT   NOT NULL,
  proposed_at BIGINT NOT NULL,
  approved_by TEXT   NOT NULL, -- empty: a proposal, which nothing is checked against
  approved_at BIGINT,
  PRIMARY KEY (concept_id, locale, term)
);
CREATE INDEX terms_locale ON terms (locale);

-- +goose Down
DROP TABLE terms;
DROP TABLE concepts;
DROP TABLE memory_words;
DROP TABLE memory_pairs;
