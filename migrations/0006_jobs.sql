-- +goose Up
-- Long work that people start, one document after the other, and what it may cost.

CREATE TABLE jobs (
  id          TEXT   NOT NULL PRIMARY KEY,
  kind        TEXT   NOT NULL, -- machine
  by_user     TEXT   NOT NULL REFERENCES users (id), -- whose rights count, at every step anew
  state       TEXT   NOT NULL, -- waiting, running, done, failed, cancelled
  locale      TEXT   NOT NULL,
  total       BIGINT NOT NULL, -- documents
  done        BIGINT NOT NULL, -- documents that nothing more is to be done to, skipped ones too
  skipped     BIGINT NOT NULL,
  written     BIGINT NOT NULL, -- segments
  characters  BIGINT NOT NULL, -- handed over
  code        TEXT   NOT NULL, -- why it failed
  attempts    BIGINT NOT NULL, -- in a row without success
  holder      TEXT   NOT NULL, -- who works on it, until lease_until; then anybody may go on
  lease_until BIGINT NOT NULL,
  created_at  BIGINT NOT NULL,
  changed_at  BIGINT NOT NULL,
  ended_at    BIGINT
);
CREATE INDEX jobs_open ON jobs (state, lease_until);
CREATE INDEX jobs_person ON jobs (by_user, id);

CREATE TABLE job_items (
  job_id   TEXT   NOT NULL REFERENCES jobs (id),
  number   BIGINT NOT NULL,
  entry_id TEXT   NOT NULL REFERENCES entries (id),
  locale   TEXT   NOT NULL,
  state    TEXT   NOT NULL, -- waiting, done, skipped
  code     TEXT   NOT NULL, -- why it was skipped
  written  BIGINT NOT NULL,
  broken   BIGINT NOT NULL, -- texts that came back without their tags, and were not written
  PRIMARY KEY (job_id, number)
);

CREATE TABLE machine_usage (
  month      TEXT   NOT NULL PRIMARY KEY, -- 2026-11, in UTC
  characters BIGINT NOT NULL
);

-- +goose Down
DROP TABLE machine_usage;
DROP TABLE job_items;
DROP TABLE jobs;
