package desk

import (
	"context"
	"log/slog"
	"reflect"
	"sync"
	"sync/atomic"
	"time"

	"movingcities/internal/access"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/workflow"
)

const (
	pollEvery  = time.Second            // how late news of another server may be
	pollApart  = 100 * time.Millisecond // between two looks, however often it is nudged
	waiting    = 32                     // batches a slow listener may be behind
	perPerson  = 10                     // streams
	altogether = 2000                   // streams of this server
)

// Live tells those who listen what happens at the desk. While anybody does, it
// looks once a second at what changed, in the database that all servers share,
// so that it hears of every writer and none of them waits for it. A listener
// who is too slow loses news, and is told to load everything again.
type Live struct {
	board *Board
	log   *slog.Logger

	mu     sync.Mutex
	subs   map[*Listener]bool
	stop   context.CancelFunc // of the loop; nil while nobody listens
	closed bool
	nudge  chan struct{}
}

// NewLive makes a Live that nobody listens to yet.
func NewLive(board *Board, log *slog.Logger) *Live {
	return &Live{board: board, log: log, subs: map[*Listener]bool{}, nudge: make(chan struct{}, 1)}
}

// Listener is one stream. News is closed when the server stops.
type Listener struct {
	News chan Batch
	lost atomic.Bool
	user string
}

// Lost tells, once, that news were left out because the listener was slow.
func (l *Listener) Lost() bool { return l.lost.Swap(false) }

// Batch is what one look has found; what of it somebody may see, Messages tells.
type Batch struct {
	documents []happening
	comments  []happening
	present   []presentRow // nil: as before
}

// happening is an event with what the policy is asked about its entry.
type happening struct {
	Type, Country, SourceLocale string
	data                        any
	locale                      string
}

// Message is one event as a listener gets it: document, comment, presence or queue.
type Message struct {
	Event string
	Data  any
}

// DocumentEvent is a change of a document: a save, or a verb.
type DocumentEvent struct {
	Entry    string  `json:"entry"`
	Locale   string  `json:"locale"`
	Version  int64   `json:"version"`
	State    string  `json:"state"`
	Revision string  `json:"revision,omitempty"`
	Verb     string  `json:"verb"`
	By       string  `json:"by,omitempty"`
	Name     string  `json:"name,omitempty"`
	At       db.Time `json:"at"`
}

// CommentEvent is a comment that was written, changed or settled.
type CommentEvent struct {
	Entry    string  `json:"entry"`
	Locale   string  `json:"locale"`
	Thread   string  `json:"thread"`
	Comment  string  `json:"comment"`
	At       string  `json:"at,omitempty"`
	Kind     string  `json:"kind"`
	By       string  `json:"by"`
	Resolved bool    `json:"resolved"`
	Changed  db.Time `json:"changed_at"`
}

// Listen begins a stream for a person.
func (l *Live) Listen(a access.Actor) (*Listener, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	own := 0
	for other := range l.subs {
		if other.user == a.UserID {
			own++
		}
	}
	if l.closed || own >= perPerson || len(l.subs) >= altogether {
		return nil, fault.New(fault.TooMany, "too_many_streams", "There are too many open streams. Close other tabs, or try again later.")
	}
	one := &Listener{News: make(chan Batch, waiting), user: a.UserID}
	l.subs[one] = true
	if l.stop == nil {
		ctx, cancel := context.WithCancel(context.Background())
		l.stop = cancel
		go l.watch(ctx)
	}
	return one, nil
}

// Leave ends a stream. When nobody listens any more, nothing is looked at.
func (l *Live) Leave(one *Listener) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.subs, one)
	if len(l.subs) == 0 && l.stop != nil {
		l.stop()
		l.stop = nil
	}
}

// Close ends all streams, and refuses new ones: the server stops.
func (l *Live) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	for one := range l.subs {
		close(one.News)
		delete(l.subs, one)
	}
	if l.stop != nil {
		l.stop()
		l.stop = nil
	}
}

// Nudge says that something was written here, so that nobody waits a second
// for it. It never blocks.
func (l *Live) Nudge() {
	select {
	case l.nudge <- struct{}{}:
	default:
	}
}

func (l *Live) watch(ctx context.Context) {
	w := &watch{board: l.board, from: l.board.now(), documents: map[string]int64{}, comments: map[string]string{}}
	ticker := time.NewTicker(pollEvery)
	defer ticker.Stop()
	first := true // what is there when the first one listens is no news
	for {
		batch, err := w.look(ctx)
		if err != nil && ctx.Err() == nil {
			l.log.WarnContext(ctx, "the desk's news come later", "cause", err)
		}
		if err == nil && !first && !batch.empty() {
			l.tell(ctx, batch)
		}
		first = first && err != nil
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-l.nudge:
			pause := time.NewTimer(pollApart)
			select {
			case <-ctx.Done():
				pause.Stop()
				return
			case <-pause.C:
			}
		}
	}
}

func (b Batch) empty() bool {
	return len(b.documents) == 0 && len(b.comments) == 0 && b.present == nil
}

func (l *Live) tell(ctx context.Context, batch Batch) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if ctx.Err() != nil {
		return
	}
	for one := range l.subs {
		select {
		case one.News <- batch:
		default:
			one.lost.Store(true)
		}
	}
}

// Messages is what somebody may see of a batch.
func (b *Board) Messages(a access.Actor, batch Batch) []Message {
	reads := func(typ, country, source string) bool {
		return b.Policy.May(a, workflow.Read, access.Object{Type: typ, Country: country, SourceLocale: source, Locale: source})
	}
	var out []Message
	locales := map[string]bool{}
	for event, all := range map[string][]happening{"document": batch.documents, "comment": batch.comments} {
		for _, h := range all {
			if !reads(h.Type, h.Country, h.SourceLocale) {
				continue
			}
			out = append(out, Message{event, h.data})
			if event == "document" {
				locales[h.locale] = true
			}
		}
	}
	if len(locales) > 0 {
		out = append(out, Message{"queue", map[string]any{"locales": sortedKeys(locales)}})
	}
	if batch.present != nil {
		people := []Present{}
		for _, p := range batch.present {
			if reads(p.Type, p.Country, p.SourceLocale) {
				people = append(people, p.Present)
			}
		}
		out = append(out, Message{"presence", map[string]any{"people": people}})
	}
	return out
}

// Presence is who is there now, for somebody who begins to listen.
func (b *Board) Presence(ctx context.Context, a access.Actor) ([]Message, error) {
	return read(ctx, b, func(tx *db.Tx) ([]Message, error) {
		present, err := b.present(tx)
		return b.Messages(a, Batch{present: append([]presentRow{}, present...)}), err
	})
}

// watch remembers what was seen, to tell news from it.
type watch struct {
	board     *Board
	from      db.Time
	documents map[string]int64  // version, by entry and locale
	comments  map[string]string // state, by id
	present   []presentRow
}

// overlap is how far back each look begins again: a transaction may commit
// later than another that began after it.
const overlap = 10 * time.Second

func (w *watch) look(ctx context.Context) (Batch, error) {
	return read(ctx, w.board, func(tx *db.Tx) (Batch, error) {
		var batch Batch
		since, now := db.At(w.from.Add(-overlap)), w.board.now()
		if err := w.lookAtDocuments(tx, since, &batch); err != nil {
			return batch, err
		}
		if err := w.lookAtComments(tx, since, &batch); err != nil {
			return batch, err
		}
		present, err := w.board.present(tx)
		if err != nil {
			return batch, err
		}
		if !reflect.DeepEqual(present, w.present) && len(present)+len(w.present) > 0 {
			batch.present = append([]presentRow{}, present...)
		}
		w.present = present
		if w.from.Before(now.Time) {
			w.from = now
		}
		return batch, nil
	})
}

func (w *watch) lookAtDocuments(tx *db.Tx, since db.Time, batch *Batch) error {
	rows, err := db.Query[struct {
		DocumentEvent
		Type, Country, SourceLocale string
	}](tx, `SELECT d.entry_id AS entry, d.locale, d.version, d.state, d.head_revision_id AS revision, d.changed_at AS at,
		e.type, e.country, e.source_locale, COALESCE(h.verb, CASE WHEN d.follows = '' THEN 'save' ELSE 'segments' END) AS verb,
		COALESCE(h.actor, r.author, '') AS "by", COALESCE(u.name, '') AS name
		FROM documents d JOIN entries e ON e.id = d.entry_id
		LEFT JOIN history h ON h.entry_id = d.entry_id AND h.locale = d.locale AND h.version = d.version AND h.number = (
			SELECT MAX(x.number) FROM history x WHERE x.entry_id = d.entry_id AND x.locale = d.locale)
		LEFT JOIN revisions r ON r.id = d.head_revision_id
		LEFT JOIN users u ON u.id = COALESCE(h.actor, r.author)
		WHERE d.changed_at >= ? ORDER BY d.changed_at DESC LIMIT 2000`, since)
	if err != nil {
		return err
	}
	seen := map[string]int64{}
	for _, r := range rows {
		key := r.Entry + r.Locale
		seen[key] = r.Version
		if version, ok := w.documents[key]; !ok || version != r.Version {
			batch.documents = append(batch.documents, happening{r.Type, r.Country, r.SourceLocale, r.DocumentEvent, r.Locale})
		}
	}
	w.documents = seen
	return nil
}

func (w *watch) lookAtComments(tx *db.Tx, since db.Time, batch *Batch) error {
	rows, err := db.Query[struct {
		db.Comment
		Type, Country, SourceLocale string
	}](tx, `SELECT c.*, e.type, e.country, e.source_locale FROM comments c JOIN entries e ON e.id = c.entry_id
		WHERE c.changed_at >= ? ORDER BY c.changed_at DESC LIMIT 1000`, since)
	if err != nil {
		return err
	}
	seen := map[string]string{}
	for _, r := range rows {
		seen[r.ID] = r.ChangedAt.String() + r.ResolvedBy + r.Body
		if w.comments[r.ID] == seen[r.ID] {
			continue
		}
		batch.comments = append(batch.comments, happening{r.Type, r.Country, r.SourceLocale, CommentEvent{
			Entry: r.EntryID, Locale: r.Locale, Thread: r.ThreadID, Comment: r.ID, At: r.Place, Kind: r.Kind, By: r.Author,
			Resolved: r.ResolvedAt != nil, Changed: r.ChangedAt,
		}, r.Locale})
	}
	w.comments = seen
	return nil
}
