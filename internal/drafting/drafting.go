// Package drafting lets a machine draft translations: one sentence at a time as a
// suggestion, or whole documents as a job. A machine writes where nobody has
// written, through the door of content, in the name and with the present rights of
// the person who asked; a person confirms every sentence.
//
// Nothing is sent to a service from within a transaction.
package drafting

import (
	"context"
	"log/slog"
	"strings"
	"time"
	"unicode/utf8"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/glossary"
	"movingcities/internal/jobs"
	"movingcities/internal/machine"
	"movingcities/internal/memory"
	"movingcities/internal/segment"
	"movingcities/internal/transfer"
)

// Config is what a Drafter works with. Engine is nil where no service is
// configured; everything else is needed.
type Config struct {
	DB       *db.DB
	Content  *content.Desk
	Courier  *transfer.Courier
	Glossary *glossary.Glossary
	Engine   machine.Engine
	Budget   int64 // characters a month
	Actor    func(ctx context.Context, userID string) (access.Actor, error)
	Manages  func(access.Actor) bool // may see and cancel everybody's jobs
	Clock    func() time.Time
	NewID    func() string
	Log      *slog.Logger
}

// Drafter is safe for concurrent use.
type Drafter struct {
	Config
	wake chan struct{}
}

// New makes a Drafter. Its jobs go on where Run is called.
func New(c Config) *Drafter { return &Drafter{Config: c, wake: make(chan struct{}, 1)} }

func (d *Drafter) now() db.Time { return db.At(d.Clock()) }

// ready refuses where there is no machine.
func (d *Drafter) ready() error {
	if d.Engine == nil {
		return fault.New(fault.Conflict, "machine_off", "Machine translation is switched off here. An operator can set MC_MT_PROVIDER.")
	}
	return nil
}

// Budget says which service there is and what this month has cost.
type Budget struct {
	Enabled    bool   `json:"enabled"`
	Provider   string `json:"provider,omitempty"`
	Month      string `json:"month"`
	Characters int64  `json:"characters"`
	Limit      int64  `json:"limit"`
}

// Spent tells everybody at work what the month has cost.
func (d *Drafter) Spent(ctx context.Context, a access.Actor) (*Budget, error) {
	if a.UserID == "" {
		return nil, fault.New(fault.Unauthenticated, "not_signed_in", "Sign in first.")
	}
	b := &Budget{Enabled: d.Engine != nil, Month: jobs.Month(d.now()), Limit: d.Config.Budget}
	if d.Engine != nil {
		b.Provider = d.Engine.Name()
	}
	err := d.DB.Read(ctx, func(tx *db.Tx) (err error) {
		b.Characters, err = jobs.Spent(tx, b.Month)
		return err
	})
	return b, err
}

// Suggestion is what the machine makes of one segment. It is not saved.
type Suggestion struct {
	Key        string `json:"key"`
	Text       string `json:"text"`
	SourceHash string `json:"source_hash"`
	Provider   string `json:"provider"`
}

// Suggest translates one segment for somebody who may write it.
func (d *Drafter) Suggest(ctx context.Context, by content.By, ref content.Ref, key string) (*Suggestion, error) {
	if err := d.Courier.MayWrite(ctx, by.Actor, ref); err != nil {
		return nil, err
	}
	if err := d.ready(); err != nil {
		return nil, err
	}
	view, err := d.Content.Segments(ctx, by.Actor, ref)
	if err != nil {
		return nil, err
	}
	for _, s := range view.Segments {
		if s.Key != key {
			continue
		}
		return transfer.Once(ctx, d.Courier, by.Once, false, func() (*Suggestion, error) {
			texts, err := d.translate(ctx, by.Actor, view, []content.SegmentView{s}, nil)
			if err != nil {
				return nil, err
			}
			if texts[0].Broken {
				return nil, fault.New(fault.Unprocessable, "machine_broken", "The machine lost a link or a mark of this sentence. Translate it by hand.")
			}
			return &Suggestion{Key: key, Text: texts[0].Text, SourceHash: s.Hash, Provider: d.Engine.Name()}, nil
		})
	}
	return nil, fault.New(fault.NotFound, "unknown_segment", "The source has no such sentence. Load the newest source.")
}

// translate pays for the segments and hands them over; each is told every portion
// as it comes back. What was not handed over is paid back.
func (d *Drafter) translate(ctx context.Context, a access.Actor, v *content.SegmentsView, segments []content.SegmentView,
	each func([]machine.Text) error,
) ([]machine.Text, error) {
	request := machine.Request{Source: v.Follows, Target: v.Locale}
	for _, s := range segments {
		request.Texts = append(request.Texts, s.Source)
	}
	var err error
	if request.Terms, err = d.terms(ctx, a, v, request.Texts); err != nil {
		return nil, err
	}
	month := jobs.Month(d.now())
	if err := d.spend(ctx, month, characters(request.Texts)); err != nil {
		return nil, err
	}
	var got []machine.Text
	err = d.Engine.Translate(ctx, request, func(portion []machine.Text) error {
		got = append(got, portion...)
		if each == nil {
			return nil
		}
		return each(portion)
	})
	if back := unsent(request.Texts, len(got), err); back > 0 {
		// The request may have been given up; the account is kept all the same.
		refund := func(tx *db.Tx) error { return jobs.Refund(tx, month, back) }
		if failed := d.DB.Write(context.WithoutCancel(ctx), refund); failed != nil {
			d.Log.WarnContext(ctx, "characters that were not sent stay counted", "characters", back, "cause", failed)
		}
	}
	return got, err
}

// unsent counts what a failed translation did not hand over. The portion under way
// counts as sent unless the service refused it.
func unsent(texts []string, got int, err error) int64 {
	if err == nil {
		return 0
	}
	refused := fault.Is(err, "machine_refused") || fault.Is(err, "machine_quota") || fault.Is(err, "machine_busy")
	if !refused && strings.HasPrefix(fault.Of(err).Code, "machine_") {
		got += machine.Portion
	}
	return characters(texts[min(got, len(texts)):])
}

func (d *Drafter) spend(ctx context.Context, month string, n int64) error {
	var within bool
	err := d.DB.Write(ctx, func(tx *db.Tx) (err error) {
		within, err = jobs.Spend(tx, month, n, d.Config.Budget)
		return err
	})
	if err == nil && !within {
		return fault.New(fault.TooMany, "machine_budget", "The budget of this month does not suffice for it. Wait for the next month, or ask an operator.")
	}
	return err
}

// terms are the glossary's words that occur in the texts, with the preferred word
// of the target language.
func (d *Drafter) terms(ctx context.Context, a access.Actor, v *content.SegmentsView, texts []string) ([]machine.Term, error) {
	concepts, err := d.Glossary.Concepts(ctx, a)
	if err != nil {
		return nil, err
	}
	preferred := map[string]string{}
	for _, c := range concepts {
		for _, t := range c.Terms[v.Locale] {
			if t.Status == memory.Preferred && preferred[c.ID] == "" {
				preferred[c.ID] = t.Text
			}
		}
	}
	recogniser := memory.NewRecogniser(v.Follows, concepts)
	var out []machine.Term
	seen := map[string]bool{}
	for _, text := range texts {
		for _, hit := range recogniser.Terms(text) {
			if target := preferred[hit.Concept]; target != "" && !seen[hit.Term] {
				seen[hit.Term] = true
				out = append(out, machine.Term{Source: hit.Term, Target: target})
			}
		}
	}
	return out, nil
}

func characters(texts []string) int64 {
	n := 0
	for _, t := range texts {
		n += utf8.RuneCountInString(t)
	}
	return int64(n)
}

// open picks the segments that a machine may write: those without text, and those
// that a machine wrote before their source changed.
func open(v *content.SegmentsView) []content.SegmentView {
	var out []content.SegmentView
	for _, s := range v.Segments {
		empty := s.Target.Text == "" && s.Target.State != segment.StateLeftEmpty
		if empty && s.Source != "" || s.Target.State == segment.StateMachine && s.Stale {
			out = append(out, s)
		}
	}
	return out
}
