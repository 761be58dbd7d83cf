-- +goose Up
-- Links that show one unpublished text to whoever holds them.

CREATE TABLE previews (
  id           TEXT   NOT NULL PRIMARY KEY,
  entry_id     TEXT   NOT NULL,
  locale       TEXT   NOT NULL, -- of the text; und for shared fields
  language     TEXT   NOT NULL, -- of the page
  revision_id  TEXT   NOT NULL,
  number       BIGINT NOT NULL, -- of the revision
  follows      TEXT   NOT NULL,
  slug         TEXT   NOT NULL,
  body         TEXT   NOT NULL, -- JSON: the text as it was then, because a fresh revision may still be written over
  shared       TEXT   NOT NULL, -- JSON: the shared fields as they were then, for an entry that has none live
  user_id      TEXT   NOT NULL REFERENCES users (id), -- by whose right the link shows anything
  created_at   BIGINT NOT NULL,
  expires_at   BIGINT NOT NULL,
  revoked_at   BIGINT,
  revoked_by   TEXT   NOT NULL,
  FOREIGN KEY (entry_id, locale) REFERENCES documents (entry_id, locale)
);
CREATE INDEX previews_entry ON previews (entry_id, id);

-- +goose Down
DROP TABLE previews;
