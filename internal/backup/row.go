package backup

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf8"

	"movingcities/internal/db"
)

// eachRow streams the rows of a table; values are in the order of its columns
// and only good until use returns. Only one row is in memory.
func eachRow(tx *db.Tx, t table, use func(values []any) error) error {
	rows, err := tx.Gorm().Raw("SELECT " + t.names() + " FROM " + quoted(t.Name)).Rows()
	if err != nil {
		return fmt.Errorf("read table %s: %w", t.Name, err)
	}
	defer func() { _ = rows.Close() }() // the error that counts is that of Err
	values, targets := make([]any, len(t.Columns)), make([]any, len(t.Columns))
	for i := range values {
		targets[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return fmt.Errorf("read table %s: %w", t.Name, err)
		}
		for i, c := range t.Columns {
			if values[i], err = c.plain(values[i]); err != nil {
				return fmt.Errorf("backup: %s.%s: %w", t.Name, c.Name, err)
			}
		}
		if err := use(values); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read table %s: %w", t.Name, err)
	}
	return nil
}

// plain is a value of a driver as the one Go type of its kind. SQLite would
// let a column hold something else; that is an error here, not a guess.
func (c Column) plain(value any) (any, error) {
	if raw, ok := value.([]byte); ok && c.Kind == Text {
		value = string(raw)
	}
	switch v := value.(type) {
	case nil:
		return nil, nil
	case string:
		if c.Kind == Text {
			if !utf8.ValidString(v) {
				return nil, fmt.Errorf("a text is not valid UTF-8")
			}
			return v, nil
		}
	case int64:
		switch c.Kind {
		case Integer:
			return v, nil
		case Boolean:
			return v != 0, nil
		case Number:
			return float64(v), nil
		}
	case float64:
		if c.Kind == Number {
			return v, nil
		}
	case bool:
		if c.Kind == Boolean {
			return v, nil
		}
	case []byte:
		if c.Kind == Bytes {
			return v, nil
		}
	}
	return nil, fmt.Errorf("a %s column holds a %T", c.Kind, value)
}

// line writes rows as JSON objects, into one buffer that it uses again.
type line struct {
	buffer  bytes.Buffer
	encoder *json.Encoder
}

func newLine() *line {
	l := &line{}
	l.encoder = json.NewEncoder(&l.buffer)
	l.encoder.SetEscapeHTML(false) // it is for no browser, and much of the text is markup
	return l
}

// object appends {"column": value, …} to what the buffer holds.
func (l *line) object(columns []Column, values []any) error {
	l.buffer.WriteByte('{')
	for i, c := range columns {
		if i > 0 {
			l.buffer.WriteByte(',')
		}
		if err := l.value(c.Name); err != nil {
			return err
		}
		l.buffer.WriteByte(':')
		if err := l.value(values[i]); err != nil {
			return err
		}
	}
	l.buffer.WriteByte('}')
	return nil
}

func (l *line) value(v any) error {
	if err := l.encoder.Encode(v); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	l.buffer.Truncate(l.buffer.Len() - 1) // the line feed that Encode adds
	return nil
}

// parse reads a line back into values in the order of the columns. Every column
// must be there, and nothing else.
func parse(text []byte, columns []Column) ([]any, error) {
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(text, &fields); err != nil {
		return nil, err
	}
	if len(fields) != len(columns) {
		return nil, fmt.Errorf("it has %d columns, not %d", len(fields), len(columns))
	}
	values := make([]any, len(columns))
	for i, c := range columns {
		raw, there := fields[c.Name]
		if !there {
			return nil, fmt.Errorf("it has no column %s", c.Name)
		}
		var err error
		if values[i], err = c.read(raw); err != nil {
			return nil, fmt.Errorf("column %s: %w", c.Name, err)
		}
	}
	return values, nil
}

func (c Column) read(raw json.RawMessage) (any, error) {
	if string(raw) == "null" {
		return nil, nil
	}
	switch c.Kind {
	case Text:
		return as[string](raw)
	case Integer:
		return as[int64](raw)
	case Number:
		return as[float64](raw)
	case Boolean:
		return as[bool](raw)
	case Bytes:
		return as[[]byte](raw)
	}
	return nil, fmt.Errorf("unknown kind %q", c.Kind)
}

func as[T any](raw json.RawMessage) (any, error) {
	var v T
	err := json.Unmarshal(raw, &v)
	return v, err
}
