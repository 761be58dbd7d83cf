package db

// SearchDocument is a live document as the search knows it; und holds what an
// entry is found by in all languages.
type SearchDocument struct {
	EntryID string `gorm:"primaryKey"`
	Locale  string `gorm:"primaryKey"`
	Type    string
	Number  int64
	Text    string
	Terms   string
}

// SearchPosting is a part of the list of entries that hold a term.
type SearchPosting struct {
	Word  string `gorm:"primaryKey"`
	Block int64  `gorm:"primaryKey;autoIncrement:false"`
	List  []byte
}

// SearchWord is a word of a text with the term that it is found by.
type SearchWord struct {
	Word     string `gorm:"primaryKey"`
	Reversed string
	Term     string `gorm:"primaryKey"`
	Shown    string
}

// DraftsDocument is a SearchDocument of a working copy.
type DraftsDocument SearchDocument

// DraftsPosting is a SearchPosting of working copies.
type DraftsPosting SearchPosting

// DraftsWord is a SearchWord of working copies.
type DraftsWord SearchWord

// DraftsMark says that a working copy changed since it was indexed.
type DraftsMark struct {
	EntryID string `gorm:"primaryKey"`
	Locale  string `gorm:"primaryKey"`
	Version int64  `gorm:"primaryKey;autoIncrement:false"`
}
