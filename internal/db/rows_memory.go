package db

// MemoryPair is an approved text beside its approved translation, with the place
// they come from.
type MemoryPair struct {
	ID           string `gorm:"primaryKey"`
	SourceLocale string
	TargetLocale string
	SourceID     int64
	TargetID     int64
	SourceHash   string
	TargetHash   string
	SourceText   string
	TargetText   string
	EntryID      string
	Key          string
	Field        string
	PreviousHash string
	NextHash     string
	State        string
	Origin       string
	Author       string
	At           Time
	DeletedBy    string
	DeletedAt    *Time
}

// MemoryWord says that a text of the translation memory holds a word.
type MemoryWord struct {
	Locale string `gorm:"primaryKey"`
	Word   string `gorm:"primaryKey"`
	Size   int64  `gorm:"primaryKey;autoIncrement:false"`
	TextID int64  `gorm:"primaryKey;autoIncrement:false"`
}

// Concept is something the glossary has words for.
type Concept struct {
	ID         string `gorm:"primaryKey"`
	Definition string
	Everyday   bool
	CreatedBy  string
	CreatedAt  Time
}

// Term is a word for a concept in one language, and whether to use it. Without
// ApprovedBy it is a proposal.
type Term struct {
	ConceptID  string `gorm:"primaryKey"`
	Locale     string `gorm:"primaryKey"`
	Term       string `gorm:"primaryKey"`
	Status     string
	Note       string
	ProposedBy string
	ProposedAt Time
	ApprovedBy string
	ApprovedAt *Time
}

// Dismissal is a finding of the checks that somebody has set aside, for one
// segment and the source text she looked at.
type Dismissal struct {
	EntryID     string `gorm:"primaryKey"`
	Locale      string `gorm:"primaryKey"`
	Key         string `gorm:"primaryKey"`
	SourceHash  string `gorm:"primaryKey"`
	Code        string `gorm:"primaryKey"`
	Fingerprint string `gorm:"primaryKey"`
	ByUser      string
	At          Time
}
