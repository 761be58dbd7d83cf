-- +goose Up
-- A concept with everyday words, such as resident: a translation that says it
-- otherwise is told so, but not warned.
ALTER TABLE concepts ADD COLUMN everyday BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
ALTER TABLE concepts DROP COLUMN everyday;
