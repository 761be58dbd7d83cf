package db

// Entry is one thing, such as the profile of Palermo.
type Entry struct {
	ID           string `gorm:"primaryKey"`
	Type         string
	SourceLocale string
	Country      string
	CreatedAt    Time
	CreatedBy    string
	ArchivedAt   *Time
}

// Document is an entry in one locale, or its shared fields under "und".
type Document struct {
	EntryID            string `gorm:"primaryKey"`
	Locale             string `gorm:"primaryKey"`
	State              string
	Version            int64
	Follows            string
	Title              string
	HeadRevisionID     string
	ApprovedRevisionID string
	Minor              bool   // the whole change, declared at submit
	MinorKeys          string // or these segments of it, as JSON
	Returned           bool   // a reviewer asked for changes
	Assignee           string
	DueAt              *Time
	ChangedAt          Time
}

// Revision is the full content of one document at one moment.
type Revision struct {
	ID            string `gorm:"primaryKey"`
	EntryID       string
	Locale        string
	Number        int64
	ParentID      string
	MadeFrom      string
	SchemaVersion string
	Slug          string
	Content       string
	ContentHash   string
	Origin        string
	Author        string
	CreatedAt     Time
	Note          string
}

// Approval is one person vouching for exactly one content hash.
type Approval struct {
	ID          string `gorm:"primaryKey"`
	EntryID     string
	Locale      string
	RevisionID  string
	ContentHash string
	UserID      string
	Reason      string
	At          Time
	VoidedAt    *Time
}

// History is one row of the desk's log of a document, numbered without gaps.
type History struct {
	EntryID    string `gorm:"primaryKey"`
	Locale     string `gorm:"primaryKey"`
	Number     int64  `gorm:"primaryKey;autoIncrement:false"`
	Verb       string
	FromState  string
	ToState    string
	Version    int64
	Actor      string
	RevisionID string
	Comment    string
	At         Time
}

// TableName keeps GORM from making a plural.
func (History) TableName() string { return "history" }

// SourceChange records that an approval gave a segment of a base another text.
type SourceChange struct {
	ID         string `gorm:"primaryKey"`
	EntryID    string
	Locale     string
	Key        string
	FromHash   string
	ToHash     string
	Minor      bool
	ByUser     string
	At         Time
	RevokedAt  *Time
	RevisionID string
	DeclaredBy string
	RevokedBy  string
}

// Waiting is a document that waits for somebody: a cache for the queues.
type Waiting struct {
	EntryID  string `gorm:"primaryKey"`
	Locale   string `gorm:"primaryKey"`
	Type     string
	Country  string
	Assignee string
	Rank     int64
	Due      int64
}

// TableName keeps GORM from making a plural.
func (Waiting) TableName() string { return "waiting" }

// Snooze is work that one person has put off.
type Snooze struct {
	UserID  string `gorm:"primaryKey"`
	EntryID string `gorm:"primaryKey"`
	Locale  string `gorm:"primaryKey"`
	Until   Time
}

// SourceText is one approved text that a segment had at some time.
type SourceText struct {
	EntryID string `gorm:"primaryKey"`
	Locale  string `gorm:"primaryKey"`
	Key     string `gorm:"primaryKey"`
	Hash    string `gorm:"primaryKey"`
	Text    string
	Inline  string
	At      Time
}

// SegmentCount caches how far a translation is, in segments and in words.
type SegmentCount struct {
	EntryID         string `gorm:"primaryKey"`
	Locale          string `gorm:"primaryKey"`
	Total           int64
	Empty           int64
	Stale           int64
	Translated      int64
	TotalWords      int64
	EmptyWords      int64
	StaleWords      int64
	TranslatedWords int64
}

// Release is a set of documents that go live, or leave, in one transaction.
type Release struct {
	ID          string `gorm:"primaryKey"`
	Title       string
	Version     int64
	CreatedBy   string
	CreatedAt   Time
	PublishedBy string
	PublishedAt *Time
}

// ReleaseItem pins one document's revision in a release.
type ReleaseItem struct {
	ReleaseID  string `gorm:"primaryKey"`
	EntryID    string `gorm:"primaryKey"`
	Locale     string `gorm:"primaryKey"`
	RevisionID string
	Action     string
}

// Idempotency keeps the first answer to a keyed request for 24 hours.
type Idempotency struct {
	UserID    string `gorm:"primaryKey"`
	Key       string `gorm:"primaryKey"`
	Method    string
	Path      string
	BodyHash  string
	Answer    string
	CreatedAt Time
}

// TableName keeps GORM from making a plural.
func (Idempotency) TableName() string { return "idempotency" }

// Setting is a fact about the database as a whole, such as the version of the
// content model that its derived tables were made with.
type Setting struct {
	Name  string `gorm:"primaryKey"`
	Value string
}

// Publication is one event of the public change feed.
type Publication struct {
	Seq        int64 `gorm:"primaryKey;autoIncrement:false"`
	EntryID    string
	Type       string
	Locale     string
	Kind       string
	RevisionID string
	Slug       string
	ReleaseID  string
	ByUser     string
	At         Time
}

// Published is one live document: what the world sees of it.
type Published struct {
	EntryID      string `gorm:"primaryKey"`
	Locale       string `gorm:"primaryKey"`
	Type         string
	SourceLocale string
	Follows      string
	RevisionID   string
	Slug         string
	Title        string
	Body         string
	Stale        int64
	PublishedAt  Time
	RevisedAt    Time
	Seq          int64
}

// TableName keeps GORM from making a plural.
func (Published) TableName() string { return "published" }

// PublishedValue is one filterable value of a live document.
type PublishedValue struct {
	EntryID  string `gorm:"primaryKey"`
	Locale   string `gorm:"primaryKey"`
	Type     string
	Field    string `gorm:"primaryKey"`
	Ord      int64  `gorm:"primaryKey;autoIncrement:false"`
	Text     *string
	Num      *float64
	TargetID *string
}

// Listing says which live locale answers when an entry is asked for in a locale.
type Listing struct {
	Type         string `gorm:"primaryKey"`
	Locale       string `gorm:"primaryKey"`
	EntryID      string `gorm:"primaryKey"`
	ServedLocale string
	SortKey      string
}

// TableName keeps GORM from making a plural.
func (Listing) TableName() string { return "listing" }

// Slug is an address that was given to an entry once and stays its own.
type Slug struct {
	Type    string `gorm:"primaryKey"`
	Locale  string `gorm:"primaryKey"`
	Slug    string `gorm:"primaryKey"`
	EntryID string
	Since   Time
}

// Alias is an address of the platform's earlier site.
type Alias struct {
	Path    string `gorm:"primaryKey"`
	EntryID string
	Locale  string
}

// User is a person with an account.
type User struct {
	ID                string `gorm:"primaryKey"`
	Email             string
	Name              string
	Locale            string
	PasswordHash      string
	PasswordChangedAt Time
	Demonstration     bool
	CreatedAt         Time
	DisabledAt        *Time
}

// Grant gives a user a role for a type, a locale and a country; "*" is any.
type Grant struct {
	ID        string `gorm:"primaryKey"`
	UserID    string
	Role      string
	Type      string
	Locale    string
	Country   string
	CreatedBy string
	CreatedAt Time
}

// Session is a signed-in browser; only the hash of its token is stored.
type Session struct {
	TokenHash  string `gorm:"primaryKey"`
	UserID     string
	CreatedAt  Time
	LastSeenAt Time
	ExpiresAt  Time
}

// Link is a one-time invitation or reset link; only its hash is stored.
type Link struct {
	TokenHash string `gorm:"primaryKey"`
	UserID    string
	Kind      string
	CreatedBy string
	CreatedAt Time
	ExpiresAt Time
	UsedAt    *Time
}

// Token is a personal access token; only its hash is stored.
type Token struct {
	ID         string `gorm:"primaryKey"`
	UserID     string
	Name       string
	TokenHash  string
	Scopes     string
	CreatedAt  Time
	ExpiresAt  Time
	LastUsedAt *Time
	RevokedAt  *Time
}

// Throttle is a leaky bucket of failed sign-ins.
type Throttle struct {
	Subject   string `gorm:"primaryKey"`
	Level     float64
	UpdatedAt Time
}

// Audit is one row of the log of sign-ins, refusals and acts on people and rights.
type Audit struct {
	ID        string `gorm:"primaryKey"`
	At        Time
	Actor     string
	Action    string
	Object    string
	Outcome   string
	Code      string
	Peer      string
	RequestID string
}

// TableName keeps GORM from making a plural.
func (Audit) TableName() string { return "audit" }
