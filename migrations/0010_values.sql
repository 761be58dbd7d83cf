-- +goose Up
-- The indexes of values name the entries, so that a filter, a box on the map and
-- the order by a field need not look at every value itself.

DROP INDEX published_values_text;
DROP INDEX published_values_num;
CREATE INDEX published_values_text ON published_values (type, field, text, entry_id);
CREATE INDEX published_values_num ON published_values (type, field, num, entry_id);

-- +goose Down
DROP INDEX published_values_text;
DROP INDEX published_values_num;
CREATE INDEX published_values_text ON published_values (type, field, text);
CREATE INDEX published_values_num ON published_values (type, field, num);
