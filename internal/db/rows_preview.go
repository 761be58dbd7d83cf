package db

// Preview is a link that shows one unpublished text until it expires or is
// revoked. Body and Shared are content as it was when the link was made.
type Preview struct {
	ID         string `gorm:"primaryKey"`
	EntryID    string
	Locale     string
	Language   string
	RevisionID string
	Number     int64
	Follows    string
	Slug       string
	Body       string
	Shared     string
	UserID     string
	CreatedAt  Time
	ExpiresAt  Time
	RevokedAt  *Time
	RevokedBy  string
}
