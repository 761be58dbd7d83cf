-- +goose Up
-- Work of translators: changes that are minor sentence by sentence, who changed
-- what, and work that a person has put off.

ALTER TABLE documents ADD COLUMN minor_keys TEXT NOT NULL DEFAULT ''; -- JSON list of the segments declared minor at submit; empty: none, or all if minor
ALTER TABLE documents ADD COLUMN returned BOOLEAN NOT NULL DEFAULT FALSE; -- a reviewer asked for changes, and it has not been submitted since
UPDATE documents SET returned = TRUE WHERE state = 'draft' AND EXISTS (
  SELECT 1 FROM history h WHERE h.entry_id = documents.entry_id AND h.locale = documents.locale AND h.verb = 'request_changes'
  AND h.number = (SELECT MAX(x.number) FROM history x WHERE x.entry_id = h.entry_id AND x.locale = h.locale
    AND x.verb IN ('submit', 'withdraw', 'request_changes')));

ALTER TABLE source_changes ADD COLUMN revision_id TEXT NOT NULL DEFAULT ''; -- the base that brought the change; empty in old rows
ALTER TABLE source_changes ADD COLUMN declared_by TEXT NOT NULL DEFAULT ''; -- who said that it is minor
ALTER TABLE source_changes ADD COLUMN revoked_by TEXT NOT NULL DEFAULT '';

CREATE TABLE snoozes ( -- work that one person does not want to see for a while
  user_id  TEXT   NOT NULL REFERENCES users (id),
  entry_id TEXT   NOT NULL,
  locale   TEXT   NOT NULL,
  until    BIGINT NOT NULL,
  PRIMARY KEY (user_id, entry_id, locale),
  FOREIGN KEY (entry_id, locale) REFERENCES documents (entry_id, locale)
);

CREATE INDEX documents_assignee ON documents (assignee, locale) WHERE assignee <> '';
CREATE INDEX segment_counts_stale ON segment_counts (locale, entry_id) WHERE stale > 0;

-- +goose Down
DROP INDEX segment_counts_stale;
DROP INDEX documents_assignee;
DROP TABLE snoozes;
ALTER TABLE source_changes DROP COLUMN revoked_by;
ALTER TABLE source_changes DROP COLUMN declared_by;
ALTER TABLE source_changes DROP COLUMN revision_id;
ALTER TABLE documents DROP COLUMN returned;
ALTER TABLE documents DROP COLUMN minor_keys;
