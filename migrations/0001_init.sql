-- +goose Up
-- The first schema. Times are microseconds since 1970 in UTC, ids are UUIDv7 as
-- text, JSON is text: the same in both databases, so that one backup format and
-- one comparison of schemas serve both.

CREATE TABLE users (
  id                  TEXT    NOT NULL PRIMARY KEY,
  email               TEXT    NOT NULL UNIQUE, -- lower case, trimmed
  name                TEXT    NOT NULL,
  locale              TEXT    NOT NULL,        -- of the interface
  password_hash       TEXT    NOT NULL,        -- empty until the invitation is used
  password_changed_at BIGINT  NOT NULL,
  demonstration       BOOLEAN NOT NULL,
  created_at          BIGINT  NOT NULL,
  disabled_at         BIGINT
);

CREATE TABLE grants (
  id         TEXT   NOT NULL PRIMARY KEY,
  user_id    TEXT   NOT NULL REFERENCES users (id),
  role       TEXT   NOT NULL,
  type       TEXT   NOT NULL, -- a content type, or *
  locale     TEXT   NOT NULL, -- a locale, und, or * (which covers und)
  country    TEXT   NOT NULL, -- ISO 3166 alpha-2, or *
  created_by TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (user_id, role, type, locale, country)
);

CREATE TABLE sessions (
  token_hash   TEXT   NOT NULL PRIMARY KEY,
  user_id      TEXT   NOT NULL REFERENCES users (id),
  created_at   BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL,
  expires_at   BIGINT NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);

CREATE TABLE links ( -- one-time invitation and reset links
  token_hash TEXT   NOT NULL PRIMARY KEY,
  user_id    TEXT   NOT NULL REFERENCES users (id),
  kind       TEXT   NOT NULL, -- invitation, reset
  created_by TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at    BIGINT
);
CREATE INDEX links_user ON links (user_id);

CREATE TABLE tokens ( -- personal access tokens
  id           TEXT   NOT NULL PRIMARY KEY,
  user_id      TEXT   NOT NULL REFERENCES users (id),
  name         TEXT   NOT NULL,
  token_hash   TEXT   NOT NULL UNIQUE,
  scopes       TEXT   NOT NULL, -- JSON, see access.Scopes
  created_at   BIGINT NOT NULL,
  expires_at   BIGINT NOT NULL,
  last_used_at BIGINT,
  revoked_at   BIGINT
);
CREATE INDEX tokens_user ON tokens (user_id);

CREATE TABLE throttles ( -- leaky buckets of failed sign-ins, per account and per peer
  subject    TEXT             NOT NULL PRIMARY KEY,
  level      DOUBLE PRECISION NOT NULL,
  updated_at BIGINT           NOT NULL
);

CREATE TABLE audit ( -- sign-ins, refusals and acts on people and rights
  id         TEXT   NOT NULL PRIMARY KEY,
  at         BIGINT NOT NULL,
  actor      TEXT   NOT NULL, -- user id, or empty
  action     TEXT   NOT NULL,
  object     TEXT   NOT NULL,
  outcome    TEXT   NOT NULL, -- ok, refused
  code       TEXT   NOT NULL, -- the stable code of the refusal
  peer       TEXT   NOT NULL,
  request_id TEXT   NOT NULL
);
CREATE INDEX audit_at ON audit (at, id);

CREATE TABLE entries (
  id            TEXT   NOT NULL PRIMARY KEY,
  type          TEXT   NOT NULL,
  source_locale TEXT   NOT NULL,
  country       TEXT   NOT NULL, -- of the shared working copy, for grants; empty if none
  created_at    BIGINT NOT NULL,
  created_by    TEXT   NOT NULL REFERENCES users (id),
  archived_at   BIGINT
);
CREATE INDEX entries_type ON entries (type, id);

CREATE TABLE documents (
  entry_id             TEXT    NOT NULL REFERENCES entries (id),
  locale               TEXT    NOT NULL, -- a locale, or und for the shared fields
  state                TEXT    NOT NULL,
  version              BIGINT  NOT NULL,
  follows              TEXT    NOT NULL, -- empty: holds its own text (source, und, detached)
  title                TEXT    NOT NULL, -- of the head revision, for lists
  head_revision_id     TEXT    NOT NULL, -- empty while missing
  approved_revision_id TEXT    NOT NULL, -- its base; empty before the first approval
  minor                BOOLEAN NOT NULL, -- declared at submit
  assignee             TEXT    NOT NULL,
  due_at               BIGINT,
  changed_at           BIGINT  NOT NULL,
  PRIMARY KEY (entry_id, locale)
);
CREATE INDEX documents_queue ON documents (locale, state, due_at);

CREATE TABLE revisions (
  id             TEXT   NOT NULL PRIMARY KEY,
  entry_id       TEXT   NOT NULL,
  locale         TEXT   NOT NULL,
  number         BIGINT NOT NULL,
  parent_id      TEXT   NOT NULL,
  made_from      TEXT   NOT NULL, -- the followed base; empty when it holds its own text
  schema_version TEXT   NOT NULL,
  slug           TEXT   NOT NULL,
  content        TEXT   NOT NULL, -- fields, or {"segments": …} of a translation
  content_hash   TEXT   NOT NULL,
  origin         TEXT   NOT NULL, -- human, mt, import, api, restore
  author         TEXT   NOT NULL REFERENCES users (id),
  created_at     BIGINT NOT NULL,
  note           TEXT   NOT NULL,
  UNIQUE (entry_id, locale, number),
  FOREIGN KEY (entry_id, locale) REFERENCES documents (entry_id, locale)
);

CREATE TABLE approvals (
  id           TEXT   NOT NULL PRIMARY KEY,
  entry_id     TEXT   NOT NULL,
  locale       TEXT   NOT NULL,
  revision_id  TEXT   NOT NULL,
  content_hash TEXT   NOT NULL,
  user_id      TEXT   NOT NULL REFERENCES users (id),
  reason       TEXT   NOT NULL, -- not empty: an admin's override of four eyes
  at           BIGINT NOT NULL,
  voided_at    BIGINT,
  FOREIGN KEY (entry_id, locale) REFERENCES documents (entry_id, locale)
);
CREATE INDEX approvals_document ON approvals (entry_id, locale, content_hash);

CREATE TABLE history (
  entry_id    TEXT   NOT NULL,
  locale      TEXT   NOT NULL,
  number      BIGINT NOT NULL, -- from 1, without gaps
  verb        TEXT   NOT NULL,
  from_state  TEXT   NOT NULL,
  to_state    TEXT   NOT NULL,
  version     BIGINT NOT NULL, -- of the document after the verb
  actor       TEXT   NOT NULL REFERENCES users (id),
  revision_id TEXT   NOT NULL,
  comment     TEXT   NOT NULL,
  at          BIGINT NOT NULL,
  PRIMARY KEY (entry_id, locale, number),
  FOREIGN KEY (entry_id, locale) REFERENCES documents (entry_id, locale)
);
CREATE INDEX history_revision ON history (revision_id);

CREATE TABLE source_changes ( -- written when an approval moves a base
  id         TEXT    NOT NULL PRIMARY KEY,
  entry_id   TEXT    NOT NULL,
  locale     TEXT    NOT NULL,
  key        TEXT    NOT NULL,
  from_hash  TEXT    NOT NULL,
  to_hash    TEXT    NOT NULL, -- empty: the segment was removed
  minor      BOOLEAN NOT NULL,
  by_user    TEXT    NOT NULL,
  at         BIGINT  NOT NULL,
  revoked_at BIGINT
);
CREATE INDEX source_changes_document ON source_changes (entry_id, locale, key);

CREATE TABLE source_texts ( -- every approved text a segment ever had
  entry_id TEXT   NOT NULL,
  locale   TEXT   NOT NULL,
  key      TEXT   NOT NULL,
  hash     TEXT   NOT NULL,
  text     TEXT   NOT NULL,
  inline   TEXT   NOT NULL, -- JSON
  at       BIGINT NOT NULL,
  PRIMARY KEY (entry_id, locale, key, hash)
);

CREATE TABLE segment_counts ( -- a cache; rebuild recomputes it
  entry_id         TEXT   NOT NULL,
  locale           TEXT   NOT NULL,
  total            BIGINT NOT NULL,
  empty            BIGINT NOT NULL,
  stale            BIGINT NOT NULL,
  translated       BIGINT NOT NULL,
  total_words      BIGINT NOT NULL,
  empty_words      BIGINT NOT NULL,
  stale_words      BIGINT NOT NULL, -- only the words that changed
  translated_words BIGINT NOT NULL,
  PRIMARY KEY (entry_id, locale),
  FOREIGN KEY (entry_id, locale) REFERENCES documents (entry_id, locale)
);

CREATE TABLE releases (
  id           TEXT   NOT NULL PRIMARY KEY,
  title        TEXT   NOT NULL,
  version      BIGINT NOT NULL,
  created_by   TEXT   NOT NULL REFERENCES users (id),
  created_at   BIGINT NOT NULL,
  published_by TEXT   NOT NULL,
  published_at BIGINT
);

CREATE TABLE release_items (
  release_id  TEXT NOT NULL REFERENCES releases (id),
  entry_id    TEXT NOT NULL,
  locale      TEXT NOT NULL,
  revision_id TEXT NOT NULL, -- pinned; empty for unpublish
  action      TEXT NOT NULL, -- publish, unpublish
  PRIMARY KEY (release_id, entry_id, locale),
  FOREIGN KEY (entry_id, locale) REFERENCES documents (entry_id, locale)
);
CREATE INDEX release_items_document ON release_items (entry_id, locale);

CREATE TABLE idempotency (
  user_id    TEXT   NOT NULL,
  key        TEXT   NOT NULL,
  method     TEXT   NOT NULL,
  path       TEXT   NOT NULL,
  body_hash  TEXT   NOT NULL,
  answer     TEXT   NOT NULL, -- JSON, without secrets
  created_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_created ON idempotency (created_at);

CREATE TABLE counters ( -- one row each, locked by the transaction that counts
  name  TEXT   NOT NULL PRIMARY KEY,
  value BIGINT NOT NULL
);
CREATE TABLE settings ( -- facts about the database as a whole
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);
INSERT INTO counters (name, value) VALUES ('publication', 0);

CREATE TABLE publications ( -- immutable; the public change feed
  seq         BIGINT NOT NULL PRIMARY KEY,
  entry_id    TEXT   NOT NULL REFERENCES entries (id),
  type        TEXT   NOT NULL,
  locale      TEXT   NOT NULL,
  kind        TEXT   NOT NULL, -- published, unpublished, moved, deleted
  revision_id TEXT   NOT NULL,
  slug        TEXT   NOT NULL,
  release_id  TEXT   NOT NULL,
  by_user     TEXT   NOT NULL,
  at          BIGINT NOT NULL
);
CREATE INDEX publications_document ON publications (entry_id, locale, seq);

CREATE TABLE published ( -- what the world sees: one document's own content, complete
  entry_id      TEXT   NOT NULL REFERENCES entries (id),
  locale        TEXT   NOT NULL,
  type          TEXT   NOT NULL,
  source_locale TEXT   NOT NULL,
  follows       TEXT   NOT NULL,
  revision_id   TEXT   NOT NULL,
  slug          TEXT   NOT NULL, -- empty for und
  title         TEXT   NOT NULL,
  body          TEXT   NOT NULL, -- JSON
  stale         BIGINT NOT NULL, -- segments that were stale when it was published
  published_at  BIGINT NOT NULL, -- the first time
  revised_at    BIGINT NOT NULL, -- this text
  seq           BIGINT NOT NULL,
  PRIMARY KEY (entry_id, locale)
);
CREATE INDEX published_type ON published (type, locale, entry_id);

CREATE TABLE published_values (
  entry_id  TEXT             NOT NULL REFERENCES entries (id),
  locale    TEXT             NOT NULL,
  type      TEXT             NOT NULL,
  field     TEXT             NOT NULL,
  ord       BIGINT           NOT NULL,
  text      TEXT,
  num       DOUBLE PRECISION,
  target_id TEXT,
  PRIMARY KEY (entry_id, locale, field, ord)
);
CREATE INDEX published_values_text ON published_values (type, field, text);
CREATE INDEX published_values_num ON published_values (type, field, num);
CREATE INDEX published_values_target ON published_values (target_id, field);

CREATE TABLE listing ( -- which live locale stands in for which
  type          TEXT NOT NULL,
  locale        TEXT NOT NULL, -- asked for
  entry_id      TEXT NOT NULL REFERENCES entries (id),
  served_locale TEXT NOT NULL, -- answered with
  sort_key      TEXT NOT NULL, -- collation key of the title in the locale asked for, as lower-case hex
  PRIMARY KEY (type, locale, entry_id)
);
CREATE INDEX listing_sort ON listing (type, locale, sort_key, entry_id);

CREATE TABLE slugs ( -- claimed at publication, never given to another entry
  type     TEXT   NOT NULL,
  locale   TEXT   NOT NULL,
  slug     TEXT   NOT NULL,
  entry_id TEXT   NOT NULL REFERENCES entries (id),
  since    BIGINT NOT NULL,
  PRIMARY KEY (type, locale, slug)
);
CREATE INDEX slugs_entry ON slugs (entry_id, locale);

CREATE TABLE aliases ( -- legacy paths of the platform's earlier addresses
  path     TEXT NOT NULL PRIMARY KEY,
  entry_id TEXT NOT NULL REFERENCES entries (id),
  locale   TEXT NOT NULL
);
CREATE INDEX aliases_entry ON aliases (entry_id);

-- +goose Down
DROP TABLE aliases;
DROP TABLE slugs;
DROP TABLE listing;
DROP TABLE published_values;
DROP TABLE published;
DROP TABLE publications;
DROP TABLE settings;
DROP TABLE counters;
DROP TABLE idempotency;
DROP TABLE release_items;
DROP TABLE releases;
DROP TABLE segment_counts;
DROP TABLE source_texts;
DROP TABLE source_changes;
DROP TABLE history;
DROP TABLE approvals;
DROP TABLE revisions;
DROP TABLE documents;
DROP TABLE entries;
DROP TABLE audit;
DROP TABLE throttles;
DROP TABLE tokens;
DROP TABLE links;
DROP TABLE sessions;
DROP TABLE grants;
DROP TABLE users;
