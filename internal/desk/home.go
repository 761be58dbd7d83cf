package desk

import (
	"context"
	"slices"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/workflow"
)

// The groups of the Desk, in the order in which they are shown. Readers see old
// text where sentences have changed, so those come first.
const (
	GroupChanged  = "changed"  // live, and its source has moved; the person may translate it
	GroupReview   = "review"   // waits for a review that this person can give
	GroupDue      = "due"      // due within a week or overdue, hers or nobody's
	GroupAssigned = "assigned" // to this person, and not finished
	GroupDrafts   = "drafts"   // she wrote the newest text of
	GroupWaiting  = "waiting"  // she submitted, and others have to decide
	GroupFeedback = "feedback" // she submitted, and others changed it before it was approved
	GroupSnoozed  = "snoozed"  // she has put off; in no other group until then
)

// homeItems is how many documents a group shows; its total counts them all.
const homeItems = 20

// dueWithin is what the Desk calls this week.
const dueWithin = 7 * 24 * time.Hour

// feedbackLasts is how long the Desk tells what became of somebody's words.
const feedbackLasts = 14 * 24 * time.Hour

// Home is everything the Desk screen shows to one person.
type Home struct {
	Groups     []HomeGroup  `json:"groups"`
	Mentions   Mentions     `json:"mentions"`
	Languages  []Progress   `json:"languages"`
	Unassigned []Unassigned `json:"unassigned"` // what she could take
}

// Unassigned counts the documents of a language that somebody could write and
// that are nobody's.
type Unassigned struct {
	Locale string `json:"locale"`
	Total  int64  `json:"total"`
}

// HomeGroup is one kind of work. A document stands in every group that it
// belongs to; Segments and Words sum up what waits in changed documents.
type HomeGroup struct {
	Kind     string     `json:"kind"`
	Total    int64      `json:"total"`
	Segments int64      `json:"segments,omitempty"`
	Words    int64      `json:"words,omitempty"`
	Items    []HomeItem `json:"items"`
}

// HomeItem is one document with what a person wants to know before opening it.
type HomeItem struct {
	Entry        string              `json:"entry"`
	Locale       string              `json:"locale"`
	Type         string              `json:"type"`
	Title        string              `json:"title"` // in its own language, else in the source's
	SourceLocale string              `json:"source_locale"`
	State        string              `json:"state"`
	Live         bool                `json:"live"`
	Counts       *content.CountsView `json:"counts,omitempty"`
	Assignee     string              `json:"assignee,omitempty"`
	DueAt        *db.Time            `json:"due_at,omitempty"`
	Revision     string              `json:"revision,omitempty"`
	Number       int64               `json:"revision_number,omitempty"`
	Submitted    *Act                `json:"submitted,omitempty"` // while it is in review
	ChangedAt    db.Time             `json:"changed_at"`
	Snoozed      *db.Time            `json:"snoozed_until,omitempty"`
}

// Act is what somebody did, and when.
type Act struct {
	By   string  `json:"by"`
	Name string  `json:"name"`
	At   db.Time `json:"at"`
}

// Home gathers what waits for a person, in one snapshot and a fixed number of
// statements that read no texts.
func (b *Board) Home(ctx context.Context, a access.Actor) (*Home, error) {
	return read(ctx, b, func(tx *db.Tx) (*Home, error) {
		home := &Home{Groups: []HomeGroup{}}
		for _, g := range b.groups(a) {
			group, err := g.load(tx, a.UserID)
			if err != nil {
				return nil, err
			}
			home.Groups = append(home.Groups, *group)
		}
		var err error
		if home.Mentions, err = b.mentions(tx, a, homeItems); err != nil {
			return nil, err
		}
		if home.Languages, err = b.progress(tx, a); err != nil {
			return nil, err
		}
		home.Unassigned, err = b.unassigned(tx, a)
		return home, err
	})
}

// group is the statement that finds the documents of one kind of work: where
// they come from (with d and e joined), on which conditions, and their order.
type group struct {
	kind, from, order string
	where             clause
}

const (
	// CROSS JOIN fixes the order on SQLite, which knows no numbers of rows: from
	// the few documents that an index finds to their entries.
	documentsOf = "documents d CROSS JOIN entries e"
	// unfinished leaves out the documents whose newest text is live and up to date.
	unfinished = `NOT (d.state = 'approved' AND EXISTS (SELECT 1 FROM published p WHERE p.entry_id = d.entry_id
		AND p.locale = d.locale AND p.revision_id = d.head_revision_id) AND NOT EXISTS (SELECT 1 FROM segment_counts s
		WHERE s.entry_id = d.entry_id AND s.locale = d.locale AND s.stale > 0))`
	// othersWrote tells that a text has words that somebody else has to vouch
	// for, and no vote of this person yet.
	othersWrote = `EXISTS (SELECT 1 FROM revisions x WHERE x.entry_id = d.entry_id AND x.locale = d.locale AND x.author <> ?
		AND x.number > COALESCE((SELECT MAX(r.number) FROM publications p JOIN revisions r ON r.id = p.revision_id
			WHERE p.entry_id = d.entry_id AND p.locale = d.locale AND p.kind = 'published'), 0))
		AND NOT EXISTS (SELECT 1 FROM approvals ap JOIN revisions h ON h.content_hash = ap.content_hash AND h.id = d.head_revision_id
			WHERE ap.entry_id = d.entry_id AND ap.locale = d.locale AND ap.user_id = ? AND ap.voided_at IS NULL)`
	submittedBy = `EXISTS (SELECT 1 FROM history h WHERE h.entry_id = d.entry_id AND h.locale = d.locale AND h.verb = 'submit'
		AND h.actor = ? AND h.number = (SELECT MAX(x.number) FROM history x
			WHERE x.entry_id = d.entry_id AND x.locale = d.locale AND x.verb = 'submit'))`
	// changedByOthers tells that a text was approved with other words than this
	// person had submitted last, and that they are not her own.
	changedByOthers = `EXISTS (SELECT 1 FROM history h JOIN revisions s ON s.id = h.revision_id JOIN revisions a ON a.id = d.approved_revision_id
		WHERE h.entry_id = d.entry_id AND h.locale = d.locale AND h.verb = 'submit' AND h.actor = ? AND h.number = (
			SELECT MAX(y.number) FROM history y WHERE y.entry_id = d.entry_id AND y.locale = d.locale AND y.verb = 'submit' AND y.actor = h.actor)
		AND a.number > s.number AND a.content_hash <> s.content_hash AND EXISTS (SELECT 1 FROM revisions x WHERE x.entry_id = d.entry_id
			AND x.locale = d.locale AND x.number > s.number AND x.number <= a.number AND x.author <> h.actor))`
	putOff = `EXISTS (SELECT 1 FROM snoozes z WHERE z.user_id = ? AND z.entry_id = d.entry_id AND z.locale = d.locale AND z.until > ?)`
)

func (b *Board) groups(a access.Actor) []group {
	me, now := a.UserID, db.At(b.Clock())
	write := []workflow.Verb{workflow.Save, workflow.Segments}
	one := func(kind, from, order, where string, args ...any) group {
		g := group{kind: kind, from: from, order: order}
		g.where.and(where, args...)
		g.where.and("e.id = d.entry_id AND e.archived_at IS NULL")
		if kind != GroupSnoozed {
			g.where.and("NOT "+putOff, me, now)
		}
		return g
	}
	changed := one(GroupChanged, "segment_counts s CROSS JOIN documents d CROSS JOIN entries e", "due",
		`s.stale > 0 AND d.entry_id = s.entry_id AND d.locale = s.locale AND d.state <> 'in_review'
			AND EXISTS (SELECT 1 FROM published p WHERE p.entry_id = s.entry_id AND p.locale = s.locale)`)
	changed.where.and("s.locale IN ?", b.entitled(&changed.where, a, workflow.Segments))

	review := one(GroupReview, documentsOf, "d.changed_at", "d.state = 'in_review'")
	review.where.and("d.locale IN ?", b.entitled(&review.where, a, workflow.Approve))
	review.where.and(othersWrote, me, me)

	due := one(GroupDue, documentsOf, "due", "d.due_at <= ? AND d.assignee IN ? AND "+unfinished,
		db.At(b.Clock().Add(dueWithin)), []string{me, ""})
	b.entitled(&due.where, a, append(write, workflow.Approve)...)

	assigned := one(GroupAssigned, documentsOf, "due", "d.assignee = ? AND d.assignee <> '' AND "+unfinished, me)
	b.readable(&assigned.where, a)

	drafts := one(GroupDrafts, "documents d CROSS JOIN revisions r CROSS JOIN entries e", "d.changed_at DESC",
		"d.state = 'draft' AND r.id = d.head_revision_id AND r.author = ?", me)
	drafts.where.and("d.locale IN ?", b.entitled(&drafts.where, a, write...))

	waiting := one(GroupWaiting, documentsOf, "d.changed_at", "d.state = 'in_review' AND "+submittedBy, me)
	waiting.where.and("d.locale IN ?", b.entitled(&waiting.where, a, workflow.Submit))

	feedback := one(GroupFeedback, documentsOf, "d.changed_at DESC", "d.changed_at > ? AND d.approved_revision_id <> '' AND "+changedByOthers,
		db.At(now.Add(-feedbackLasts)), me)
	b.readable(&feedback.where, a)

	snoozed := one(GroupSnoozed, "snoozes n CROSS JOIN documents d CROSS JOIN entries e", "n.until",
		"n.user_id = ? AND n.until > ? AND d.entry_id = n.entry_id AND d.locale = n.locale", me, now)
	b.readable(&snoozed.where, a)
	return []group{changed, review, due, assigned, drafts, waiting, feedback, snoozed}
}

type homeRow struct {
	EntryID, Locale, Type, Title, SourceTitle, SourceLocale, State, Follows, Assignee string
	Live                                                                              bool
	DueAt                                                                             *db.Time
	HeadRevisionID                                                                    string
	Number                                                                            *int64
	ChangedAt                                                                         db.Time
	SubmittedBy, SubmittedName                                                        *string
	SubmittedAt, SnoozedUntil                                                         *db.Time
	N, Segments, Words                                                                int64
	db.SegmentCount                                                                   `gorm:"-:migration"`
}

// load counts the group, and describes its first documents only.
func (g *group) load(tx *db.Tx, me string) (*HomeGroup, error) {
	sums := "0 AS segments, 0 AS words"
	if g.kind == GroupChanged {
		sums = "SUM(s.stale) OVER () AS segments, SUM(s.stale_words) OVER () AS words"
	}
	rows, err := db.Query[homeRow](tx, `SELECT k.n, k.segments, k.words, d.entry_id, d.locale, e.type, d.title,
		COALESCE(src.title, '') AS source_title, e.source_locale, d.state, d.follows, d.assignee, d.due_at, d.head_revision_id,
		d.changed_at, r.number, p.entry_id IS NOT NULL AS live, last.actor AS submitted_by, u.name AS submitted_name, last.at AS submitted_at, off.until AS snoozed_until,
		COALESCE(c.total, 0) AS total, COALESCE(c.empty, 0) AS empty, COALESCE(c.stale, 0) AS stale,
		COALESCE(c.translated, 0) AS translated, COALESCE(c.total_words, 0) AS total_words, COALESCE(c.empty_words, 0) AS empty_words,
		COALESCE(c.stale_words, 0) AS stale_words, COALESCE(c.translated_words, 0) AS translated_words
		FROM (SELECT d.entry_id, d.locale, COUNT(*) OVER () AS n, `+sums+`,
			ROW_NUMBER() OVER (ORDER BY `+g.sort()+`) AS place
			FROM `+g.from+" WHERE "+g.where.String()+` ORDER BY place LIMIT ?) k
		JOIN documents d ON d.entry_id = k.entry_id AND d.locale = k.locale
		JOIN entries e ON e.id = d.entry_id
		LEFT JOIN documents src ON src.entry_id = d.entry_id AND src.locale = e.source_locale
		LEFT JOIN revisions r ON r.id = d.head_revision_id
		LEFT JOIN segment_counts c ON c.entry_id = d.entry_id AND c.locale = d.locale
		LEFT JOIN published p ON p.entry_id = d.entry_id AND p.locale = d.locale
		LEFT JOIN history last ON last.entry_id = d.entry_id AND last.locale = d.locale AND last.number = (
			SELECT MAX(h.number) FROM history h WHERE h.entry_id = d.entry_id AND h.locale = d.locale AND h.verb = 'submit')
		LEFT JOIN users u ON u.id = last.actor
		LEFT JOIN snoozes off ON off.user_id = ? AND off.entry_id = d.entry_id AND off.locale = d.locale
		ORDER BY k.place`, append(g.where.args, homeItems, me)...)
	if err != nil {
		return nil, err
	}
	out := &HomeGroup{Kind: g.kind, Items: []HomeItem{}}
	for _, r := range rows {
		out.Total, out.Segments, out.Words = r.N, r.Segments, r.Words
		out.Items = append(out.Items, r.item())
	}
	return out, nil
}

// sort is the order of the group with the ids to make it the same every time.
func (g *group) sort() string {
	if g.order == "due" {
		return "COALESCE(d.due_at, 4611686018427387904), d.entry_id, d.locale"
	}
	return g.order + ", d.entry_id, d.locale"
}

func (r homeRow) item() HomeItem {
	it := HomeItem{
		Entry: r.EntryID, Locale: r.Locale, Type: r.Type, Title: r.Title, SourceLocale: r.SourceLocale, State: r.State,
		Live: r.Live, Assignee: r.Assignee, DueAt: r.DueAt, Revision: r.HeadRevisionID, ChangedAt: r.ChangedAt,
	}
	if it.Title == "" {
		it.Title = r.SourceTitle
	}
	if r.Number != nil {
		it.Number = *r.Number
	}
	if r.Follows != "" {
		it.Counts = &content.CountsView{
			Total: r.Total, Empty: r.Empty, Stale: r.Stale, Translated: r.Translated, TotalWords: r.TotalWords,
			EmptyWords: r.EmptyWords, StaleWords: r.StaleWords, TranslatedWords: r.TranslatedWords,
		}
	}
	it.Snoozed = r.SnoozedUntil
	if r.State == string(workflow.InReview) && r.SubmittedBy != nil {
		it.Submitted = &Act{By: *r.SubmittedBy, Name: *r.SubmittedName, At: *r.SubmittedAt}
	}
	return it
}

// unassigned counts what the actor could take, by language.
func (b *Board) unassigned(tx *db.Tx, a access.Actor) ([]Unassigned, error) {
	is, args := b.writable(a)
	rows, err := db.Query[Unassigned](tx, `SELECT w.locale, COUNT(*) AS total FROM waiting w JOIN entries e ON e.id = w.entry_id
		WHERE w.assignee = '' AND w.rank IN (`+writersWork+`) AND e.archived_at IS NULL AND `+is+" GROUP BY w.locale ORDER BY w.locale", args...)
	return append([]Unassigned{}, rows...), err
}

// Progress says how much of what is live in a language is up to date.
type Progress struct {
	Locale  string `json:"locale"`
	Live    int64  `json:"live"`
	Current int64  `json:"current"`
	Mine    bool   `json:"mine"` // the person may write it
}

// progress counts live documents by language, and those with changed sentences
// by the index that holds nothing else. Counting by type and locale reads the
// published index in its own order; only grants by country need the entries.
func (b *Board) progress(tx *db.Tx, a access.Actor) ([]Progress, error) {
	c, of := &clause{}, "WHERE "
	if limited(a) {
		of = "CROSS JOIN entries e WHERE e.id = p.entry_id AND "
		b.readable(c, a)
	}
	live, err := b.counted(tx, a, "FROM published p "+of+c.String(), c.args...)
	if err != nil {
		return nil, err
	}
	stale, err := b.counted(tx, a, "FROM segment_counts s CROSS JOIN published p "+of+
		"s.stale > 0 AND p.entry_id = s.entry_id AND p.locale = s.locale AND "+c.String(), c.args...)
	if err != nil {
		return nil, err
	}
	mine := b.ownLocales(a)
	out := []Progress{}
	for _, l := range b.Model.Locales() {
		out = append(out, Progress{Locale: l.Code, Live: live[l.Code], Current: live[l.Code] - stale[l.Code], Mine: mine[l.Code]})
	}
	return out, nil
}

// counted counts live documents (alias p) of types that the actor may read
// somewhere, by locale.
func (b *Board) counted(tx *db.Tx, a access.Actor, from string, args ...any) (map[string]int64, error) {
	rows, err := db.Query[struct {
		Type, Locale string
		N            int64
	}](tx, "SELECT p.type, p.locale, COUNT(*) AS n "+from+" GROUP BY p.type, p.locale", args...)
	out := map[string]int64{}
	for _, r := range rows {
		if limited(a) || b.Policy.May(a, workflow.Read, access.Object{Type: r.Type}) {
			out[r.Locale] += r.N
		}
	}
	return out, err
}

// limited tells whether any right of the actor is bound to a country.
func limited(a access.Actor) bool {
	return slices.ContainsFunc(a.Grants, func(g access.Grant) bool { return g.Country != access.Any })
}

// ownLocales are the languages in which the actor may write something.
func (b *Board) ownLocales(a access.Actor) map[string]bool {
	mine := map[string]bool{}
	for _, g := range append([]access.Grant{{}}, a.Grants...) {
		for _, t := range b.Model.Types() {
			r := b.reach(a, t.Name, g.Country, []workflow.Verb{workflow.Save, workflow.Segments})
			for _, locale := range append(r.target, r.source...) {
				mine[locale] = true
			}
		}
	}
	return mine
}
