-- +goose Up
-- The checks that translators have set aside, one sentence and one finding at a
-- time. They are work beside the text: no revision changes with them.
CREATE TABLE dismissals (
  entry_id    TEXT   NOT NULL REFERENCES entries (id),
  locale      TEXT   NOT NULL,
  key         TEXT   NOT NULL, -- of the segment
  source_hash TEXT   NOT NULL, -- of the source text looked at: with another one the check asks again
  code        TEXT   NOT NULL,
  fingerprint TEXT   NOT NULL, -- of what the finding is about, where one check finds several things
  by_user     TEXT   NOT NULL,
  at          BIGINT NOT NULL,
  PRIMARY KEY (entry_id, locale, key, source_hash, code, fingerprint)
);

-- The texts to look up come first: with the two languages in front Postgres reads
-- all pairs of a language as long as it has no statistics of the table.
DROP INDEX memory_pairs_source;
DROP INDEX memory_pairs_target;
CREATE INDEX memory_pairs_source ON memory_pairs (source_id, source_locale, target_locale);
CREATE INDEX memory_pairs_target ON memory_pairs (target_id, target_locale, source_locale);
CREATE INDEX memory_pairs_place ON memory_pairs (entry_id, target_locale, key);

-- +goose Down
DROP INDEX memory_pairs_place;
DROP INDEX memory_pairs_source;
DROP INDEX memory_pairs_target;
CREATE INDEX memory_pairs_source ON memory_pairs (source_locale, target_locale, source_id);
CREATE INDEX memory_pairs_target ON memory_pairs (target_locale, source_locale, target_id);
DROP TABLE dismissals;
