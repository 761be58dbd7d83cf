package db

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Time is a moment in UTC, exact to the microsecond. Both databases keep it as
// a BIGINT of microseconds since 1970, because their own time types differ in
// precision, in zones and in how drivers read them back. In JSON it is RFC 3339.
// A column that may be empty is a *Time.
type Time struct{ time.Time }

// At is t as the database will give it back: in UTC, cut to the microsecond.
func At(t time.Time) Time { return Time{t.UTC().Truncate(time.Microsecond)} }

// Value stores the microseconds since 1970.
func (t Time) Value() (driver.Value, error) { return t.UnixMicro(), nil }

// Scan reads microseconds since 1970. NULL is an error: it belongs in a *Time.
func (t *Time) Scan(src any) error {
	micros, ok := src.(int64)
	if !ok {
		return fmt.Errorf("db: a time is stored as a number of microseconds, not as %T", src)
	}
	t.Time = time.UnixMicro(micros).UTC()
	return nil
}

// GormDataType names the column's type. It must not be one of GORM's own times,
// which GORM fills in by itself.
func (Time) GormDataType() string { return "bigint" }

// MarshalJSON writes RFC 3339 in UTC, whatever zone the time was made in.
func (t Time) MarshalJSON() ([]byte, error) { return t.UTC().MarshalJSON() }

// UnmarshalJSON reads RFC 3339 in any zone and keeps what At would keep.
func (t *Time) UnmarshalJSON(data []byte) error {
	var read time.Time
	if err := read.UnmarshalJSON(data); err != nil {
		return err
	}
	*t = At(read)
	return nil
}
