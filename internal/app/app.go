package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"os"
	"time"

	"github.com/google/uuid"

	adminui "movingcities/admin-ui"
	"movingcities/internal/access"
	"movingcities/internal/access/password"
	"movingcities/internal/api"
	"movingcities/internal/cache"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/desk"
	"movingcities/internal/drafting"
	"movingcities/internal/fault"
	"movingcities/internal/front"
	"movingcities/internal/glossary"
	"movingcities/internal/machine"
	"movingcities/internal/published"
	"movingcities/internal/reference"
	"movingcities/internal/schema"
	"movingcities/internal/search"
	"movingcities/internal/site"
	"movingcities/internal/transfer"
	"movingcities/internal/workbench"
)

// Options are what the caller decides, where Config is what the operator does.
// The zero value is right for a server.
type Options struct {
	Log     *slog.Logger     // nil logs nothing
	Clock   func() time.Time // nil is the machine's clock, or the one of Config.TestClockFile
	NewID   func() string    // nil makes UUIDv7
	Rand    io.Reader        // nil is the system's cryptographic source
	Dial    Dialer           // of all outbound connections; nil is the machine's network
	Migrate bool             // bring the database to the newest schema first
	Hashing password.Cost    // of passwords; the zero value is the safe default
}

// Dialer opens an outbound connection.
type Dialer func(ctx context.Context, network, address string) (net.Conn, error)

// App is the wired system. Its parts are for the command line and for tests;
// none may be replaced. Close it when done.
type App struct {
	Config   Config
	Model    *schema.Model
	DB       *db.DB
	People   *access.People
	Desk     *content.Desk
	Board    *desk.Board
	Live     *desk.Live
	Public   *published.Reader
	Glossary *glossary.Glossary
	Courier  *transfer.Courier
	Drafter  *drafting.Drafter
	Bench    *workbench.Bench
	API      *api.Server
	Site     *site.Site
	Previews *site.Previews
	Front    *front.Front
	Manual   *reference.Reference // of the public API
	Cache    *cache.Cache         // in front of API and Site
	Log      *slog.Logger
	Clock    func() time.Time
	NewID    func() string

	desk content.Config
}

// New opens the database, loads the content types and wires everything. It
// refuses a database whose schema is not the newest, unless Options.Migrate;
// every error says what the operator can do.
func New(ctx context.Context, c Config, o Options) (*App, error) {
	o, err := o.withDefaults(c)
	if err != nil {
		return nil, err
	}
	a := &App{Config: c, Log: o.Log, Clock: o.Clock, NewID: o.NewID}
	if a.Model, err = LoadModel(c); err != nil {
		return nil, err
	}
	if a.DB, err = OpenDatabase(ctx, c, o); err != nil {
		return nil, err
	}
	if err := a.wire(ctx, o); err != nil {
		return nil, errors.Join(err, a.DB.Close())
	}
	return a, nil
}

func (o Options) withDefaults(c Config) (Options, error) {
	var err error
	if o.Clock == nil {
		o.Clock, err = newClock(c)
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.NewID == nil {
		o.NewID = func() string { return uuid.Must(uuid.NewV7()).String() }
	}
	if o.Rand == nil {
		o.Rand = rand.Reader
	}
	return o, err
}

// OpenDatabase opens the configured database and migrates it if asked to;
// otherwise a schema that is not the newest is the fault migrations_pending.
func OpenDatabase(ctx context.Context, c Config, o Options) (*db.DB, error) {
	d, err := ReachDatabase(ctx, c, o)
	if err != nil {
		return nil, err
	}
	if o.Migrate {
		err = d.Migrate(ctx)
	} else {
		err = refusePending(ctx, d)
	}
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// ReachDatabase opens the configured database with whatever schema it has, also
// none: for copying it as a whole.
func ReachDatabase(ctx context.Context, c Config, o Options) (*db.DB, error) {
	if c.SQLite() != "" {
		if err := os.MkdirAll(c.DataDir, 0o700); err != nil {
			return nil, fmt.Errorf("data_dir: %w", err)
		}
	}
	return db.Open(ctx, db.Config{URL: c.DatabaseURL, Logger: o.Log})
}

func refusePending(ctx context.Context, d *db.DB) error {
	pending, err := d.Pending(ctx)
	if err == nil && pending {
		err = fault.New(fault.Conflict, "migrations_pending",
			"The database does not have the schema of this version. Run `movingcities migrate` first.")
	}
	return err
}

func (a *App) wire(ctx context.Context, o Options) error {
	policy, err := access.NewPolicy()
	if err != nil {
		return err
	}
	secret, err := storedSecret(ctx, a.DB, o.Rand, cursorSecret)
	if err != nil {
		return err
	}
	public, err := url.Parse(a.Config.PublicURL)
	if err != nil {
		return fmt.Errorf("public_url: %w", err)
	}
	var types, locales []string
	for _, t := range a.Model.Types() {
		types = append(types, t.Name)
	}
	for _, l := range a.Model.Locales() {
		locales = append(locales, l.Code)
	}
	a.People = access.NewPeople(access.Config{
		DB: a.DB, Policy: policy, Clock: o.Clock, NewID: o.NewID, Rand: o.Rand,
		Types: types, Locales: locales, Countries: a.Model.Countries(), Hashing: o.Hashing,
	})
	a.Cache = cache.New(int64(a.Config.CacheBytes))
	a.desk = content.Config{
		DB: a.DB, Model: a.Model, Policy: policy, Clock: o.Clock, NewID: o.NewID,
		Published: &published.Store{Model: a.Model, Committed: a.Cache.Published},
	}
	a.Desk = content.New(a.desk)
	a.Board = &desk.Board{DB: a.DB, Model: a.Model, Policy: policy, Content: a.Desk, Clock: o.Clock, NewID: o.NewID, Log: a.Log}
	a.Live = desk.NewLive(a.Board, a.Log)
	a.Glossary = glossary.New(glossary.Config{DB: a.DB, Model: a.Model, Policy: policy, Clock: o.Clock})
	a.Bench = &workbench.Bench{DB: a.DB, Policy: policy, Content: a.Desk, Glossary: a.Glossary, Clock: o.Clock}
	a.Courier = a.courier(a.DB, a.Desk)
	if a.Drafter, err = a.drafter(o); err != nil {
		return err
	}
	a.Public = &published.Reader{DB: a.DB, Model: a.Model, Secret: secret}
	find := &search.Reader{Model: a.Model}
	links, err := a.previewLinks(ctx, o, policy, public)
	if err != nil {
		return err
	}
	a.API, err = api.New(api.Config{
		Model: a.Model, Desk: a.Desk, Board: a.Board, Live: a.Live, Bench: a.Bench, Glossary: a.Glossary, Previews: links,
		People: a.People, Policy: policy, Published: a.Public, Search: find, Courier: a.Courier, Drafter: a.Drafter,
		PublicURL: public, TrustedProxies: a.Config.TrustedProxies, Log: a.Log, Clock: o.Clock, NewID: o.NewID,
	})
	if err != nil {
		return err
	}
	if a.Front, err = front.New(adminui.FS(), public); err != nil {
		return err
	}
	a.Site, err = site.New(site.Config{Model: a.Model, Published: a.Public, Search: find, PublicURL: public, Log: a.Log, Forms: &site.Forms{
		Desk: a.Desk, People: a.People, Secret: secret, Peer: api.PeerOf(a.Config.TrustedProxies), Clock: o.Clock, Rand: o.Rand,
	}})
	if err != nil {
		return err
	}
	a.Previews = site.NewPreviews(a.Site, links)
	a.Manual, err = reference.New(reference.Config{OpenAPI: a.API.OpenAPI(), PublicURL: public, Asset: a.Site.Asset})
	return err
}

// Adopt brings the database in line with the content types, before serving with
// them. After a change of the types it may take minutes, otherwise it is one look.
func (a *App) Adopt(ctx context.Context) error { return a.Patient().Adopt(ctx) }

// Patient is the desk for long work: its transactions may take an hour.
func (a *App) Patient() *content.Desk {
	c := a.desk
	c.DB = a.DB.WithTimeout(time.Hour)
	return content.New(c)
}

func (a *App) courier(d *db.DB, texts *content.Desk) *transfer.Courier {
	return &transfer.Courier{
		DB: d, Model: a.Model, Policy: a.desk.Policy, Content: texts, Glossary: a.Glossary, Clock: a.Clock,
	}
}

// drafter speaks to the configured service, if there is one.
func (a *App) drafter(o Options) (*drafting.Drafter, error) {
	c := a.Config.machine()
	c.Dial = o.Dial
	engine, err := machine.New(c)
	if err != nil {
		return nil, fmt.Errorf("mt_provider: %w", err)
	}
	return drafting.New(drafting.Config{
		DB: a.DB, Content: a.Desk, Courier: a.Courier, Glossary: a.Glossary, Engine: engine, Budget: a.Config.MTBudget,
		Actor: a.People.Actor, Manages: a.desk.Policy.MayManage, Clock: a.Clock, NewID: a.NewID, Log: a.Log,
	}), nil
}

// PatientCourier carries files for the command line: its transactions may take an hour.
func (a *App) PatientCourier() *transfer.Courier {
	return a.courier(a.DB.WithTimeout(time.Hour), a.Patient())
}

// Close closes the database. Nothing of the App works afterwards.
func (a *App) Close() error {
	a.Live.Close()
	return a.DB.Close()
}

// OpenAPI describes both APIs for the configured content types, without a database.
func OpenAPI(c Config) ([]byte, error) {
	model, err := LoadModel(c)
	if err != nil {
		return nil, err
	}
	public, err := url.Parse(c.PublicURL)
	if err != nil {
		return nil, fmt.Errorf("public_url: %w", err)
	}
	server, err := api.New(api.Config{Model: model, PublicURL: public})
	if err != nil {
		return nil, err
	}
	return server.OpenAPI(), nil
}
