package db

// Comment is one contribution to a thread beside a document. The first of a
// thread has ThreadID equal to its ID and holds what is true of the whole thread.
type Comment struct {
	ID         string `gorm:"primaryKey"`
	ThreadID   string
	EntryID    string
	Locale     string
	Place      string
	Kind       string
	Body       string
	RevisionID string
	Author     string
	CreatedAt  Time
	ChangedAt  Time
	EditedAt   *Time
	ResolvedAt *Time
	ResolvedBy string
}

// Mention is a person named in a comment.
type Mention struct {
	UserID    string `gorm:"primaryKey"`
	CommentID string `gorm:"primaryKey"`
}

// Presence is a document that a person has open in one tab of a browser.
type Presence struct {
	UserID  string `gorm:"primaryKey"`
	Tab     string `gorm:"primaryKey"`
	EntryID string
	Locale  string
	Place   string
	SeenAt  Time
}

// TableName says it, because the plural would be another word.
func (Presence) TableName() string { return "presence" }

// Preference is what one person likes, as JSON.
type Preference struct {
	UserID string `gorm:"primaryKey"`
	Value  string
}

// SetAside is a rewrite that waits until the text it would replace is mended.
type SetAside struct {
	ID             string `gorm:"primaryKey"`
	EntryID        string
	Locale         string
	Name           string
	RevisionID     string
	BaseRevisionID string
	CreatedBy      string
	CreatedAt      Time
	TakenUpBy      string
	TakenUpAt      *Time
}
