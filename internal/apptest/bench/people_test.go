package bench_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"

	"github.com/google/uuid"

	"movingcities/internal/access"
	"movingcities/internal/app"
	"movingcities/internal/apptest/faults"
	"movingcities/internal/apptest/prose"
	"movingcities/internal/content"
	"movingcities/internal/schema"
	"movingcities/internal/workflow"
)

// prototypes are the entries that people made themselves, so that their histories
// are true; everything that is measured is done to these.
const prototypes = 50

func locales() []string { return []string{"en", "fr", "de", "el", "it", "pl", "es"} }

// people are two, as four eyes are needed.
type people struct{ author, editor faults.Person }

// write makes people, and lets them bring cities to the public in every language.
func write(ctx context.Context, address string) (p people, cities []string, err error) {
	a, err := appAt(ctx, address)
	if err != nil {
		return p, nil, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if err := a.Adopt(ctx); err != nil {
		return p, nil, err
	}
	author, editor, err := invite(ctx, a, &p)
	if err != nil {
		return p, nil, err
	}
	var mu sync.Mutex
	var failed error
	var hands sync.WaitGroup
	for hand := range 4 {
		hands.Go(func() {
			for n := hand; n < prototypes; n += 4 {
				id, err := (&writer{a, author, editor}).city(ctx, n)
				mu.Lock()
				cities, failed = append(cities, id), errors.Join(failed, err)
				mu.Unlock()
				if err != nil {
					return
				}
			}
		})
	}
	hands.Wait()
	return p, cities, failed
}

// appAt is the wired product on a database.
func appAt(ctx context.Context, address string) (*app.App, error) {
	c, err := configured(address, "0")
	if err != nil {
		return nil, err
	}
	return app.New(ctx, c, app.Options{})
}

func configured(address, budget string) (app.Config, error) {
	return app.LoadConfig([]string{"MC_DATABASE_URL=" + address, "MC_LISTEN=127.0.0.1:0", "MC_DATA_DIR=.", "MC_CACHE_BYTES=" + budget})
}

func invite(ctx context.Context, a *app.App, p *people) (author, editor access.Actor, err error) {
	if _, err := a.People.Bootstrap(ctx, access.NewUser{Email: "ana@bench.example", Name: "Ana", Locale: "en"}, access.Call{Peer: "bench"}); err != nil {
		return author, editor, err
	}
	ana, err := a.People.Operator(ctx, "")
	if err != nil {
		return author, editor, err
	}
	add := func(name string, roles ...string) (access.Actor, faults.Person, error) {
		u := access.NewUser{Email: name + "@bench.example", Name: name, Locale: "en", Password: "a boat, a lamp, a pear"}
		for _, role := range roles {
			u.Grants = append(u.Grants, access.Grant{Role: role, Type: access.Any, Locale: access.Any, Country: access.Any})
		}
		if _, err := a.People.CreateUser(ctx, access.By{Actor: ana}, u); err != nil {
			return access.Actor{}, faults.Person{}, err
		}
		actor, err := a.People.Operator(ctx, u.Email)
		if err != nil {
			return actor, faults.Person{}, err
		}
		made, err := a.People.CreateToken(ctx, access.By{Actor: actor}, access.NewToken{
			Name: "bench", Days: 365, Scopes: access.Scopes{Access: "write", Types: []string{access.Any}, Locales: []string{access.Any}},
		})
		if err != nil {
			return actor, faults.Person{}, err
		}
		return actor, faults.Person{Name: name, Token: made.Secret}, nil
	}
	if author, p.author, err = add("author", "researcher", "translator"); err != nil {
		return author, editor, err
	}
	editor, p.editor, err = add("editor", "editor")
	return author, editor, err
}

// writer makes entries through the door, as the interface does.
type writer struct {
	*app.App
	author, editor access.Actor
}

func (w *writer) city(ctx context.Context, n int) (string, error) {
	chance := rand.New(rand.NewPCG(uint64(n), 1))
	country := []string{"DE", "FR", "GR", "IT", "PL", "ES", "NL", "SE", "PT", "BE"}[n%10]
	shared, err := schema.Decode(fmt.Appendf(nil, `{"country":%q,"location":{"lat":%.4f,"lon":%.4f},"population":{"value":%d,"unit":"people","year":2023,"source":"s1"},
		"revised_on":"2026-05-01","sources":[{"id":"s1","title":"Register","url":"https://example.org/register"}]}`,
		country, 36+float64(n%29), -9+float64(n%37), 20_000+n))
	if err != nil {
		return "", err
	}
	own, err := schema.Decode([]byte(profile(chance, n)))
	if err != nil {
		return "", err
	}
	e, err := w.Desk.CreateEntry(ctx, content.By{Actor: w.author}, content.NewEntry{Type: "city", SourceLocale: "en", Slug: fmt.Sprintf("city-%d", n), Shared: shared, Fields: own})
	if err != nil {
		return "", err
	}
	if err := w.bring(ctx, content.Ref{Entry: e.ID, Locale: "en"}, schema.Und); err != nil {
		return "", err
	}
	for _, locale := range locales()[1:] {
		ref := content.Ref{Entry: e.ID, Locale: locale}
		if err := w.translate(ctx, ref, chance); err != nil {
			return "", err
		}
		if err := w.bring(ctx, ref); err != nil {
			return "", err
		}
	}
	return e.ID, nil
}

func (w *writer) translate(ctx context.Context, ref content.Ref, chance *rand.Rand) error {
	by := content.By{Actor: w.author}
	if _, err := w.Desk.Do(ctx, by, ref, workflow.Load, content.VerbInput{}); err != nil {
		return err
	}
	view, err := w.Desk.Segments(ctx, w.author, ref)
	if err != nil {
		return err
	}
	in := content.SegmentsInput{}
	for _, s := range view.Segments {
		text := prose.Words(chance, len(s.Source)*3/4)
		if s.Field == "name" { // of which the address is made
			text = s.Source
		}
		in.Segments = append(in.Segments, content.SegmentInput{Key: s.Key, Text: text, From: s.Hash, IfHash: s.Target.Hash, State: "translated"})
	}
	_, err = w.Desk.SaveSegments(ctx, by, ref, in)
	return err
}

// bring makes a text public, and others of the entry with it.
func (w *writer) bring(ctx context.Context, ref content.Ref, with ...string) error {
	for _, step := range []struct {
		by   access.Actor
		verb workflow.Verb
	}{{w.author, workflow.Submit}, {w.editor, workflow.Approve}, {w.editor, workflow.Publish}} {
		in := content.VerbInput{}
		d, err := w.Desk.Document(ctx, w.editor, ref)
		if err != nil {
			return err
		}
		in.Revision = d.Revision
		for _, locale := range with {
			other, err := w.Desk.Document(ctx, w.editor, content.Ref{Entry: ref.Entry, Locale: locale})
			if err != nil {
				return err
			}
			in.Also = append(in.Also, content.Also{Locale: locale, Revision: other.Revision})
		}
		if _, err := w.Desk.Do(ctx, content.By{Actor: step.by}, ref, step.verb, in); err != nil {
			return fmt.Errorf("%s: %w", step.verb, err)
		}
	}
	return nil
}

// profile has ten sentences and paragraphs to translate, of two thousand characters.
func profile(chance *rand.Rand, n int) string {
	paragraphs := make([]string, 6)
	for i := range paragraphs {
		paragraphs[i] = fmt.Sprintf(`{"type":"paragraph","attrs":{"id":%q},"content":[{"type":"text","text":%q}]}`,
			uuid.NewSHA1(uuid.Nil, fmt.Append(nil, n, i)), prose.Words(chance, 300))
	}
	return fmt.Sprintf(`{"name":"City %d","tagline":"A town by the %s","summary":%q,"sections":[{"id":%q,"kind":"unique","heading":"Overview","body":{"type":"doc","content":[%s]}}]}`,
		n, prose.Word(chance), prose.Words(chance, 200), uuid.NewSHA1(uuid.Nil, fmt.Append(nil, n)), strings.Join(paragraphs, ","))
}
