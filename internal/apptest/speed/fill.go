package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"movingcities/config"
	"movingcities/internal/app"
	"movingcities/internal/apptest/prose"
	"movingcities/internal/db"
	"movingcities/internal/published"
	"movingcities/internal/schema"
)

const (
	batch = 50   // cities in one transaction
	text  = 3000 // characters of prose in a profile

	editor = "editor"
)

func cityName(n int) string { return fmt.Sprintf("city-%d", n) }

func languages() []string { return []string{"en", "fr", "de", "el", "it", "pl", "es"} }

// fill makes the database unless it is there from an earlier run.
func fill(ctx context.Context, path string, entries int) (err error) {
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	unfinished := path + ".unfinished"
	_ = os.Remove(unfinished) // of a run that was interrupted
	d, err := db.Open(ctx, db.Config{URL: "sqlite:" + unfinished, Timeout: time.Minute})
	if err != nil {
		return err
	}
	if err := errors.Join(fillWith(ctx, d, entries), d.Close()); err != nil {
		return err
	}
	if err := adopt(ctx, unfinished); err != nil {
		return err
	}
	return os.Rename(unfinished, path)
}

// adopt does what the first start with new content types does, so that the start
// that is measured is a usual one.
func adopt(ctx context.Context, path string) error {
	a, err := app.New(ctx, app.Config{DatabaseURL: "sqlite:" + path, DataDir: filepath.Dir(path), PublicURL: "http://127.0.0.1:8080"}, app.Options{})
	if err != nil {
		return err
	}
	return errors.Join(a.Adopt(ctx), a.Close())
}

func fillWith(ctx context.Context, d *db.DB, entries int) error {
	if err := d.Migrate(ctx); err != nil {
		return err
	}
	model, err := schema.Load(config.Files)
	if err != nil {
		return err
	}
	store := &published.Store{Model: model}
	if err := d.Write(ctx, func(tx *db.Tx) error {
		return tx.Insert(&db.User{ID: editor, Email: "editor@example.org"})
	}); err != nil {
		return err
	}
	for from := 0; from < entries; from += batch {
		err := d.Write(ctx, func(tx *db.Tx) error {
			for n := from; n < min(from+batch, entries); n++ {
				if err := publish(tx, store, n, ""); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		if from%(20*batch) == 0 {
			fmt.Fprintf(os.Stderr, "\rfilling the database: %d of %d", from, entries)
		}
	}
	fmt.Fprintln(os.Stderr)
	return nil
}

// cityID is the same in every run, so that a city can be published again.
func cityID(n int) string { return fmt.Sprintf("01990000-0000-7000-8000-%012d", n) }

// publish makes a city public in every language; the mark is part of its text.
func publish(tx *db.Tx, store *published.Store, n int, mark string) error {
	at := db.At(time.Date(2026, 5, 1, 0, 0, n, 0, time.UTC))
	entry := db.Entry{ID: cityID(n), Type: "city", SourceLocale: "en", CreatedAt: at, CreatedBy: editor}
	if _, err := tx.InsertIgnore(&entry); err != nil {
		return err
	}
	country := []string{"DE", "FR", "GR", "IT", "PL", "ES", "NL", "SE", "PT", "BE"}[n%10]
	shared := fmt.Sprintf(`{"country":%q,"location":{"lat":%.4f,"lon":%.4f},"population":{"value":%d,"unit":"people","year":2023,"source":"s1"},
		"revised_on":"2026-05-01","sources":[{"id":"s1","title":"Register","url":"https://example.org/register"}]}`,
		country, 36+float64(n%290)/10, -9+float64(n%370)/10, 20_000+n)
	if err := publishOne(tx, store, entry, schema.Und, "", shared, at); err != nil {
		return err
	}
	chance := rand.New(rand.NewPCG(uint64(n), 1))
	for _, language := range languages() {
		own := fmt.Sprintf(`{"name":"City %d","tagline":"A town by the %s","summary":%q,"sections":[{"id":%q,"kind":"unique","heading":"Overview","body":{"type":"doc","content":[`,
			n, prose.Word(chance), prose.Words(chance, 200)+mark, uuid.NewSHA1(uuid.Nil, []byte(cityID(n)+language)))
		for i := range 6 {
			if i > 0 {
				own += ","
			}
			own += fmt.Sprintf(`{"type":"paragraph","attrs":{"id":%q},"content":[{"type":"text","text":%q}]}`,
				uuid.NewSHA1(uuid.Nil, fmt.Append(nil, n, i)), prose.Words(chance, text/6))
		}
		if err := publishOne(tx, store, entry, language, cityName(n), own+`]}}]}`, at); err != nil {
			return err
		}
	}
	return nil
}

func publishOne(tx *db.Tx, store *published.Store, entry db.Entry, locale, slug, content string, at db.Time) error {
	fields, err := schema.Decode([]byte(content))
	if err != nil {
		return err
	}
	d := published.Document{
		Entry: entry, Locale: locale, Slug: slug, Fields: fields, Title: store.Model.Type(entry.Type).Title(fields),
		RevisionID: "revision", By: editor, At: at,
	}
	if locale != schema.Und && locale != entry.SourceLocale {
		d.Follows = entry.SourceLocale
	}
	_, err = store.Publish(tx, d)
	return err
}
