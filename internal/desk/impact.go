package desk

import (
	"context"
	"math"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/lineage"
	"movingcities/internal/schema"
	"movingcities/internal/segment"
)

// What a translator manages. Agencies and translators plan with 2,000 to 3,000
// words in a day of eight hours (among others the American Translators
// Association's webinars for beginners, 2011); 2,400 of them are five words a
// minute. A changed sentence is found, read and compared before a word of it is
// written, for which half a minute is counted. It is an estimate to choose by,
// not a promise.
const (
	wordsPerMinute    = 5.0
	minutesPerSegment = 0.5
)

// Impact is what approving a text would ask of the translators.
type Impact struct {
	Revision  string           `json:"revision,omitempty"`          // that would become the base
	Approved  string           `json:"approved_revision,omitempty"` // that is the base now
	Segments  int              `json:"segments"`                    // changed, new and removed
	Words     int              `json:"words"`                       // changed and new
	Minutes   int              `json:"minutes"`                     // of all languages together
	Changes   []ImpactChange   `json:"changes"`
	Languages []LanguageImpact `json:"languages"`
	Pace      Pace             `json:"pace"`
}

// Pace is what the minutes are estimated with, for whoever shows them anew
// while she declares sentences minor.
type Pace struct {
	WordsPerMinute    float64 `json:"words_per_minute"`
	MinutesPerSegment float64 `json:"minutes_per_segment"`
}

// ImpactChange is one segment that would have another text. Of the changed ones
// the submitter may say that they are minor, by their keys.
type ImpactChange struct {
	Key   string          `json:"key"`
	Field string          `json:"field"`
	Op    string          `json:"op"`    // changed, added, removed
	Words int             `json:"words"` // that a translator would have to look at
	Diff  []segment.Token `json:"diff"`
	Stale []string        `json:"stale"` // languages whose translation would be out of date
	Minor bool            `json:"minor"` // as declared at submit
}

// LanguageImpact is the work of one language. Via names the relay that has to
// catch up first, for those who do not follow this text themselves.
type LanguageImpact struct {
	Locale   string `json:"locale"`
	Via      string `json:"via,omitempty"`
	Live     bool   `json:"live"`     // readers would see the older meaning until then
	Segments int    `json:"segments"` // that would become stale or are new
	Words    int    `json:"words"`
	Minutes  int    `json:"minutes"`
}

// Impact tells, before a text is submitted, which of its sentences differ from
// the approved ones and what that would ask of each language. It reads this one
// document and what follows it.
func (b *Board) Impact(ctx context.Context, a access.Actor, ref content.Ref) (*Impact, error) {
	return read(ctx, b, func(tx *db.Tx) (*Impact, error) {
		if ref.Locale == schema.Und {
			return nil, fault.New(fault.Conflict, "not_translated", "The shared fields are not translated, so nobody has to follow.")
		}
		seen, err := b.Content.Look(tx, a, ref)
		if err != nil {
			return nil, err
		}
		old, err := segmentsOf(tx, seen.Type, seen.Doc.ApprovedRevisionID)
		if err != nil {
			return nil, err
		}
		now, err := segmentsOf(tx, seen.Type, seen.Doc.HeadRevisionID)
		if err != nil {
			return nil, err
		}
		impact := &Impact{
			Revision: seen.Doc.HeadRevisionID, Approved: seen.Doc.ApprovedRevisionID,
			Changes: []ImpactChange{}, Languages: []LanguageImpact{}, Pace: Pace{wordsPerMinute, minutesPerSegment},
		}
		impact.compare(old, now, seen.Doc)
		return impact, b.followers(tx, ref, impact, old, now)
	})
}

func (impact *Impact) compare(old, now []segment.Segment, doc *db.Document) {
	before, after := byKey(old), byKey(now)
	minor := content.DeclaredMinor(doc)
	for _, c := range segment.Changes(old, now) {
		was, is := before[c.Key], after[c.Key]
		one := ImpactChange{
			Key: c.Key, Field: is.Field, Op: "changed", Words: segment.ChangedWords(was.Text, is.Text),
			Diff: segment.Diff(was.Text, is.Text), Stale: []string{}, Minor: c.From != "" && minor(c.Key),
		}
		switch {
		case c.From == "":
			one.Op = "added"
		case c.To == "":
			one.Op, one.Field, one.Words = "removed", was.Field, 0
		}
		impact.Segments++
		impact.Words += one.Words
		impact.Changes = append(impact.Changes, one)
	}
}

func byKey(list []segment.Segment) map[string]segment.Segment {
	out := make(map[string]segment.Segment, len(list))
	for _, s := range list {
		out[s.Key] = s
	}
	return out
}

// followers goes through the translations of the text, and of their own
// translations in turn.
func (b *Board) followers(tx *db.Tx, ref content.Ref, impact *Impact, old, now []segment.Segment) error {
	docs, err := db.Find[db.Document](tx, "entry_id = ? AND follows <> '' ORDER BY locale", ref.Entry)
	if err != nil {
		return err
	}
	steps, err := lineage.Steps(tx, ref.Entry, ref.Locale)
	if err != nil {
		return err
	}
	live, err := liveLocales(tx, ref.Entry)
	if err != nil {
		return err
	}
	before, after := byKey(old), byKey(now)
	at := map[string]int{} // where a language is in the list
	for i := range docs {
		if docs[i].Follows != ref.Locale {
			continue
		}
		targets, err := targetsOf(tx, docs[i].HeadRevisionID)
		if err != nil {
			return err
		}
		work := LanguageImpact{Locale: docs[i].Locale, Live: live[docs[i].Locale]}
		for j := range impact.Changes {
			work.add(&impact.Changes[j], before, after, targets, steps)
		}
		at[work.Locale] = len(impact.Languages)
		impact.Languages = append(impact.Languages, work.estimated())
		impact.Minutes += impact.Languages[at[work.Locale]].Minutes
	}
	impact.relayed(docs, at, live)
	return nil
}

// add counts one change for a language: a new sentence is work, a changed one is
// if its translation would become out of date, or was never made.
func (l *LanguageImpact) add(c *ImpactChange, before, after map[string]segment.Segment,
	targets map[string]segment.Target, steps map[string][]segment.Step,
) {
	was, is, t := before[c.Key], after[c.Key], targets[c.Key]
	if c.Op == "removed" || c.Minor {
		return
	}
	if c.Op == "changed" {
		if segment.Stale(t, was.Hash, steps[c.Key]) || !segment.Stale(t, is.Hash, steps[c.Key]) {
			return // was to do before, or need not be done after
		}
		c.Stale = append(c.Stale, l.Locale)
	}
	l.Segments++
	l.Words += c.Words
}

func (l LanguageImpact) estimated() LanguageImpact {
	l.Minutes = int(math.Ceil(float64(l.Words)/wordsPerMinute + float64(l.Segments)*minutesPerSegment))
	return l
}

// relayed adds the languages that follow a follower: they have the same work as
// soon as their relay has caught up. The work is not counted into the sum of
// minutes before that, as the relay may find that its text is still right.
func (impact *Impact) relayed(docs []db.Document, at map[string]int, live map[string]bool) {
	for grown := true; grown; {
		grown = false
		for _, doc := range docs {
			via, follows := at[doc.Follows]
			if _, there := at[doc.Locale]; there || !follows {
				continue
			}
			one := impact.Languages[via]
			one.Via, one.Locale, one.Live = doc.Follows, doc.Locale, live[doc.Locale]
			at[doc.Locale], grown = len(impact.Languages), true
			impact.Languages = append(impact.Languages, one)
		}
	}
}

func liveLocales(tx *db.Tx, entry string) (map[string]bool, error) {
	locales, err := db.Query[string](tx, "SELECT locale FROM published WHERE entry_id = ?", entry)
	live := make(map[string]bool, len(locales))
	for _, l := range locales {
		live[l] = true
	}
	return live, err
}
