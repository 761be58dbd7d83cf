-- +goose Up
-- Work of translators: changes that are minor sentence by sentence, who changed
-- what, and work that a person has put off.

ALTER TABLE documents ADD COLUMN minor_keys TEXT NOT NULL DEFAULT ''; -- JSON list of the segments declared minor at submit; empty: none, or all if minor
ALTER TABLE documents ADD COLUMN returned BOOLEAN NOT NULL DEFAULT FALSE; -- a reviewer asked for changes, and it has not been submitted since
UPDATE documents SET returned = TRUE WHERE state = 'draft' AND EXISTS (
  SELECT 1 FROM history h WHERE h.entry_id = documents.entry_id AND h.locale = documents.locale AND h.verb = 'request_changes'
  AND h.number = (SELECT MAX(x.number) FROM history x WHERE x.entry_id = h.entry_id AND x.locale = h.locale
    AND x.verb IN ('submit', 'withdraw', 'request_changes')));

CREATE TABLE waiting ( -- the documents that wait for somebody; rebuild recomputes it
  entry_id TEXT   NOT NULL,
  locale   TEXT   NOT NULL,
  type     TEXT   NOT NULL,
  country  TEXT   NOT NULL,
  assignee TEXT   NOT NULL,
  rank     BIGINT NOT NULL, -- the kind of work, most urgent first
  due      BIGINT NOT NULL, -- a very late moment if there is no date
  PRIMARY KEY (entry_id, locale),
  FOREIGN KEY (entry_id, locale) REFERENCES documents (entry_id, locale)
);
CREATE INDEX waiting_queue ON waiting (locale, rank, due, entry_id);
INSERT INTO waiting (entry_id, locale, type, country, assignee, rank, due)
SELECT * FROM (SELECT d.entry_id, d.locale, e.type, e.country, d.assignee, CASE
    WHEN s.stale > 0 AND p.entry_id IS NOT NULL AND d.state <> 'in_review' THEN 0
    WHEN d.state = 'draft' AND d.returned THEN 1
    WHEN d.state = 'in_review' THEN 2
    WHEN d.state = 'approved' AND (p.entry_id IS NULL OR p.revision_id <> d.head_revision_id) THEN 3
    WHEN s.stale > 0 THEN 4
    WHEN d.state = 'draft' THEN 5
    WHEN d.state = 'missing' AND (d.follows = '' OR s.total > 0) THEN 6
    ELSE 9 END AS rank, COALESCE(d.due_at, 4611686018427387904) AS due
  FROM documents d JOIN entries e ON e.id = d.entry_id
  LEFT JOIN segment_counts s ON s.entry_id = d.entry_id AND s.locale = d.locale
  LEFT JOIN published p ON p.entry_id = d.entry_id AND p.locale = d.locale
  WHERE e.archived_at IS NULL) w WHERE rank < 9;

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


-- +goose Down
DROP TABLE waiting;
DROP TABLE snoozes;
ALTER TABLE source_changes DROP COLUMN revoked_by;
ALTER TABLE source_changes DROP COLUMN declared_by;
ALTER TABLE source_changes DROP COLUMN revision_id;
ALTER TABLE documents DROP COLUMN returned;
ALTER TABLE documents DROP COLUMN minor_keys;
