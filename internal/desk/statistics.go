package desk

import (
	"context"

	"movingcities/internal/access"
	"movingcities/internal/db"
)

// StatisticsQuery narrows the statistics.
type StatisticsQuery struct {
	Type    string
	Country string
}

// Statistics says how far each language is.
type Statistics struct {
	Languages []LanguageStatistics `json:"languages"` // in configured order
}

// LanguageStatistics counts a language's texts. Documents are those it should
// have; of a source text, which follows nothing, only the documents are counted.
type LanguageStatistics struct {
	Locale    string      `json:"locale"`
	Documents TextCounts  `json:"documents"`
	Live      int64       `json:"live"`
	Segments  StateCounts `json:"segments"`
	Words     StateCounts `json:"words"`
}

// TextCounts counts documents: current means that nothing is missing or stale.
type TextCounts struct {
	Total   int64 `json:"total"`
	Current int64 `json:"current"`
	Stale   int64 `json:"stale"`
	Begun   int64 `json:"begun"` // neither stale nor complete
	Missing int64 `json:"missing"`
}

// StateCounts counts segments, or the words of their sources. Stale words are
// only those that changed, so that the parts of words do not add up to Total.
type StateCounts struct {
	Total       int64 `json:"total"`
	Current     int64 `json:"current"`
	Stale       int64 `json:"stale"`
	Missing     int64 `json:"missing"`
	Unconfirmed int64 `json:"unconfirmed,omitempty"` // segments only
}

type statisticsRow struct {
	Locale                                              string
	Documents, Current, Outdated, Missing, Live         int64
	Total, Translated, Stale, Empty                     int64
	TotalWords, TranslatedWords, StaleWords, EmptyWords int64
}

// Statistics counts what is current, stale and missing in each language, over
// the entries that the asker may read. It adds up the cached counts and reads no
// text.
func (b *Board) Statistics(ctx context.Context, a access.Actor, q StatisticsQuery) (*Statistics, error) {
	c := &clause{}
	c.and("e.archived_at IS NULL AND d.locale <> 'und'")
	b.readable(c, a)
	if q.Type != "" {
		c.and("e.type = ?", q.Type)
	}
	if q.Country != "" {
		c.and("e.country = ?", q.Country)
	}
	return read(ctx, b, func(tx *db.Tx) (*Statistics, error) {
		rows, err := db.Query[statisticsRow](tx, statisticsOf+c.String()+" GROUP BY d.locale", c.args...)
		if err != nil {
			return nil, err
		}
		byLocale := map[string]statisticsRow{}
		for _, r := range rows {
			byLocale[r.Locale] = r
		}
		all := &Statistics{Languages: []LanguageStatistics{}}
		for _, l := range b.Model.Locales() {
			r := byLocale[l.Code]
			r.Locale = l.Code
			all.Languages = append(all.Languages, r.view())
		}
		return all, nil
	})
}

// CAST keeps Postgres from answering a sum of BIGINT with NUMERIC.
const statisticsOf = `SELECT d.locale, COUNT(*) AS documents,
	COUNT(CASE WHEN d.state <> 'missing' AND COALESCE(s.stale, 0) = 0 AND COALESCE(s.empty, 0) = 0 THEN 1 END) AS current,
	COUNT(CASE WHEN s.stale > 0 THEN 1 END) AS outdated,
	COUNT(CASE WHEN d.state = 'missing' THEN 1 END) AS missing,
	COUNT(p.entry_id) AS live,
	CAST(COALESCE(SUM(s.total), 0) AS BIGINT) AS total, CAST(COALESCE(SUM(s.translated), 0) AS BIGINT) AS translated,
	CAST(COALESCE(SUM(s.stale), 0) AS BIGINT) AS stale, CAST(COALESCE(SUM(s.empty), 0) AS BIGINT) AS empty,
	CAST(COALESCE(SUM(s.total_words), 0) AS BIGINT) AS total_words, CAST(COALESCE(SUM(s.translated_words), 0) AS BIGINT) AS translated_words,
	CAST(COALESCE(SUM(s.stale_words), 0) AS BIGINT) AS stale_words, CAST(COALESCE(SUM(s.empty_words), 0) AS BIGINT) AS empty_words
	FROM documents d JOIN entries e ON e.id = d.entry_id
	LEFT JOIN segment_counts s ON s.entry_id = d.entry_id AND s.locale = d.locale
	LEFT JOIN published p ON p.entry_id = d.entry_id AND p.locale = d.locale
	WHERE `

func (r statisticsRow) view() LanguageStatistics {
	return LanguageStatistics{
		Locale: r.Locale, Live: r.Live,
		Documents: TextCounts{
			Total: r.Documents, Current: r.Current, Stale: r.Outdated, Missing: r.Missing,
			Begun: r.Documents - r.Current - r.Outdated - r.Missing,
		},
		Segments: StateCounts{
			Total: r.Total, Current: r.Translated, Stale: r.Stale, Missing: r.Empty,
			Unconfirmed: r.Total - r.Translated - r.Stale - r.Empty,
		},
		Words: StateCounts{Total: r.TotalWords, Current: r.TranslatedWords, Stale: r.StaleWords, Missing: r.EmptyWords},
	}
}
