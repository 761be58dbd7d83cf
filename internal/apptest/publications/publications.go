// Package publications changes what the public sees at random: for tests of
// whatever is kept of it.
package publications

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"movingcities/internal/db"
	"movingcities/internal/fault"
	"movingcities/internal/published"
	"movingcities/internal/schema"
)

const author = "somebody"

// World is a few entries of the shipped content types that come, change, get
// other addresses and relations, and go. Its seed decides everything.
type World struct {
	DB     *db.DB
	Store  *published.Store
	Model  *schema.Model
	chance *rand.Rand
	steps  int
	live   map[db.Entry][]string // locales
}

// New makes a world in which nothing is published.
func New(ctx context.Context, d *db.DB, m *schema.Model, seed uint64) (*World, error) {
	w := &World{
		DB: d, Model: m, Store: &published.Store{Model: m}, chance: rand.New(rand.NewPCG(seed, 1)), live: map[db.Entry][]string{},
	}
	err := d.Write(ctx, func(tx *db.Tx) error {
		if err := tx.Insert(&db.User{ID: author, Email: "somebody@example.org"}); err != nil {
			return err
		}
		for i, of := range []string{"network", "network", "policy_area", "policy_area", "page", "news", "event", "city", "city", "city", "city", "approach", "approach", "approach", "approach", "municipality", "municipality", "municipality"} {
			e := db.Entry{ID: fmt.Sprintf("01990000-0000-7000-8000-%012d", i), Type: of, SourceLocale: "en", CreatedBy: author}
			w.live[e] = nil
			if err := tx.Insert(&e); err != nil {
				return err
			}
		}
		return nil
	})
	return w, err
}

// Step is one transaction with up to three publications, and says what it did.
func (w *World) Step(ctx context.Context) (did []string, err error) {
	w.steps++
	err = w.DB.Write(ctx, func(tx *db.Tx) error {
		did = nil
		for range 1 + w.chance.IntN(3) {
			one, err := w.change(tx)
			if err != nil {
				return err
			}
			did = append(did, one)
		}
		if w.chance.IntN(20) == 0 {
			did = append(did, "rebuild")
			return w.Store.Rebuild(tx)
		}
		return nil
	})
	return did, err
}

func (w *World) change(tx *db.Tx) (string, error) {
	e := w.some("")
	t := w.Model.Type(e.Type)
	locale := schema.Und
	if t.HasPart(schema.Localized) && (!t.HasPart(schema.Shared) || w.chance.IntN(3) > 0) {
		locale = w.Model.Locales()[w.chance.IntN(3)].Code
	}
	at := db.At(time.Date(2026, 5, 1, 0, w.steps, 0, 0, time.UTC))
	if live := w.live[e]; slices.Contains(live, locale) && w.chance.IntN(3) == 0 {
		w.live[e] = slices.DeleteFunc(live, func(l string) bool { return l == locale })
		_, err := w.Store.Unpublish(tx, e, locale, published.KindUnpublished, author, "", at)
		return fmt.Sprintf("unpublish %s %s %s", e.Type, e.ID, locale), err
	}
	content, slug := w.content(e, locale), ""
	if locale != schema.Und || !t.HasPart(schema.Localized) {
		slug = fmt.Sprintf("%s-%s-%d", e.Type[:4], e.ID[30:], w.chance.IntN(3))
	}
	fields, err := schema.Decode([]byte(content))
	if err != nil {
		return "", err
	}
	if !slices.Contains(w.live[e], locale) {
		w.live[e] = append(w.live[e], locale)
	}
	_, err = w.Store.Publish(tx, published.Document{
		Entry: e, Locale: locale, Slug: slug, Title: t.Title(fields), Fields: fields, RevisionID: "revision", By: author, At: at,
	})
	var refused *fault.Error
	if errors.As(err, &refused) {
		err = fmt.Errorf("%s: %w", content, err)
	}
	return fmt.Sprintf("publish %s %s %s %s", e.Type, e.ID, locale, content), err
}

// some is an entry of a type, or of any; never the same twice in a row for long.
func (w *World) some(of string) db.Entry {
	var all []db.Entry
	for e := range w.live {
		if of == "" || e.Type == of {
			all = append(all, e)
		}
	}
	slices.SortFunc(all, func(a, b db.Entry) int { return int(a.ID[35]) - int(b.ID[35]) + 10*(int(a.ID[34])-int(b.ID[34])) })
	return all[w.chance.IntN(len(all))]
}

func (w *World) content(e db.Entry, locale string) string {
	n := w.chance.IntN(50)
	name := fmt.Sprintf("%s %d", []string{"Ängste", "Zebra", "österlich", "Łódź", "Athen"}[w.chance.IntN(5)], n)
	country := []string{"DE", "FR", "PL"}[w.chance.IntN(3)]
	place := fmt.Sprintf(`"country":%q,"location":{"lat":%d,"lon":%d}`, country, 40+n%20, n%25)
	if w.chance.IntN(5) == 0 {
		place = fmt.Sprintf(`"country":%q`, country)
	}
	networks := fmt.Sprintf(`"networks":[{"id":"m1","entry":%q,"source":"https://example.org/%d"}]`, w.some("network").ID, n)
	shared := map[string]string{
		"city":         fmt.Sprintf(`{%s,%s,"revised_on":"2026-05-%02d","population":{"value":%d,"year":2023,"source":"s"}}`, place, networks, 1+n%28, n),
		"approach":     fmt.Sprintf(`{"city":{"entry":%q},"country":%q,"policy_area":{"entry":%q},"year_started":%d}`, w.some("city").ID, country, w.some("policy_area").ID, 1990+n%30),
		"municipality": fmt.Sprintf(`{"name":%q,%s,%s,"city":{"entry":%q}}`, name, place, networks, w.some("city").ID),
		"policy_area":  fmt.Sprintf(`{"position":%d}`, n%4), "page": fmt.Sprintf(`{"position":%d,"menu":true}`, n%4),
		"network": `{"founded":1986}`, "news": fmt.Sprintf(`{"date":"2026-04-%02d"}`, 1+n%28),
		"event": fmt.Sprintf(`{"starts_at":"2026-04-%02dT10:00:00Z"}`, 1+n%28),
	}
	if locale == schema.Und {
		return shared[e.Type]
	}
	title := "title"
	if w.Model.Type(e.Type).Field("name") != nil {
		title = "name"
	}
	return fmt.Sprintf(`{%q:%q,"summary":"Summary %d","tagline":"Line %d","description":"About %d"}`, title, name, n, n, n)
}
