package db

// Job is long work that somebody started, done document by document.
type Job struct {
	ID         string `gorm:"primaryKey"`
	Kind       string
	ByUser     string
	State      string
	Locale     string
	Total      int64
	Done       int64
	Skipped    int64
	Written    int64
	Characters int64
	Code       string
	Attempts   int64
	Holder     string
	LeaseUntil Time
	CreatedAt  Time
	ChangedAt  Time
	EndedAt    *Time
}

// JobItem is one document of a Job.
type JobItem struct {
	JobID   string `gorm:"primaryKey"`
	Number  int64  `gorm:"primaryKey;autoIncrement:false"`
	EntryID string
	Locale  string
	State   string
	Code    string
	Written int64
	Broken  int64
}

// MachineUsage is how many characters went to a translation service in a month.
type MachineUsage struct {
	Month      string `gorm:"primaryKey"`
	Characters int64
}

// TableName keeps GORM from making a plural.
func (MachineUsage) TableName() string { return "machine_usage" }
