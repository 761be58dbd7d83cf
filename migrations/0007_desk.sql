-- +goose Up
-- What surrounds the texts: talk about them, who has which open, what a person
-- likes, and rewrites that were set aside.

CREATE TABLE comments (
  id          TEXT   NOT NULL PRIMARY KEY,
  thread_id   TEXT   NOT NULL, -- the first comment of the thread; its own id there
  entry_id    TEXT   NOT NULL,
  locale      TEXT   NOT NULL,
  place       TEXT   NOT NULL, -- field path or segment key; empty: the whole document
  kind        TEXT   NOT NULL, -- comment, question, must_change; of the thread
  body        TEXT   NOT NULL, -- plain text
  revision_id TEXT   NOT NULL, -- the newest when it was written
  author      TEXT   NOT NULL REFERENCES users (id),
  created_at  BIGINT NOT NULL,
  changed_at  BIGINT NOT NULL,
  edited_at   BIGINT,
  resolved_at BIGINT,          -- of the first comment only
  resolved_by TEXT   NOT NULL,
  FOREIGN KEY (entry_id, locale) REFERENCES documents (entry_id, locale)
);
CREATE INDEX comments_document ON comments (entry_id, locale, thread_id);
CREATE INDEX comments_thread ON comments (thread_id, id);
CREATE INDEX comments_changed ON comments (changed_at);
CREATE INDEX comments_open ON comments (kind, id) WHERE resolved_at IS NULL;

CREATE TABLE mentions (
  user_id    TEXT NOT NULL REFERENCES users (id),
  comment_id TEXT NOT NULL REFERENCES comments (id),
  PRIMARY KEY (user_id, comment_id)
);
CREATE INDEX mentions_comment ON mentions (comment_id);

CREATE TABLE presence ( -- who has what open; rows that are not renewed count for nothing
  user_id  TEXT   NOT NULL REFERENCES users (id),
  tab      TEXT   NOT NULL,
  entry_id TEXT   NOT NULL,
  locale   TEXT   NOT NULL,
  place    TEXT   NOT NULL,
  seen_at  BIGINT NOT NULL,
  PRIMARY KEY (user_id, tab)
);
CREATE INDEX presence_seen ON presence (seen_at);

CREATE TABLE preferences ( -- of a person
  user_id TEXT   NOT NULL PRIMARY KEY REFERENCES users (id),
  value   TEXT   NOT NULL -- JSON
);

CREATE TABLE set_asides ( -- rewrites that wait until the live text is mended
  id               TEXT   NOT NULL PRIMARY KEY,
  entry_id         TEXT   NOT NULL,
  locale           TEXT   NOT NULL,
  name             TEXT   NOT NULL,
  revision_id      TEXT   NOT NULL, -- the rewrite
  base_revision_id TEXT   NOT NULL, -- what the document went back to
  created_by       TEXT   NOT NULL REFERENCES users (id),
  created_at       BIGINT NOT NULL,
  taken_up_by      TEXT   NOT NULL,
  taken_up_at      BIGINT,
  FOREIGN KEY (entry_id, locale) REFERENCES documents (entry_id, locale)
);
CREATE INDEX set_asides_document ON set_asides (entry_id, locale);

CREATE INDEX documents_assignee ON documents (assignee) WHERE assignee <> '';
CREATE INDEX documents_due ON documents (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX documents_changed ON documents (changed_at);
CREATE INDEX segment_counts_stale ON segment_counts (locale, entry_id) WHERE stale > 0;

-- +goose Down
DROP INDEX segment_counts_stale;
DROP INDEX documents_changed;
DROP INDEX documents_due;
DROP INDEX documents_assignee;
DROP TABLE set_asides;
DROP TABLE preferences;
DROP TABLE presence;
DROP TABLE mentions;
DROP TABLE comments;
