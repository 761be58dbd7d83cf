package demo_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"io/fs"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"movingcities/internal/access"
	"movingcities/internal/access/password"
	"movingcities/internal/apptest"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/demo"
	"movingcities/internal/desk"
	"movingcities/internal/glossary"
	"movingcities/internal/published"
	"movingcities/internal/schema"
	"movingcities/internal/workflow"
)

// office is a desk with nobody and nothing in it, whose clock may be watched.
func office(t *testing.T, url string, files fs.FS, clock func() time.Time) demo.Config {
	t.Helper()
	_, model, _ := fixtures(t)
	d, err := db.Open(context.Background(), db.Config{URL: url, Timeout: time.Minute})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, d.Close()) })
	policy, err := access.NewPolicy()
	require.NoError(t, err)
	newID := func() string { return uuid.Must(uuid.NewV7()).String() }
	var types, locales []string
	for _, typ := range model.Types() {
		types = append(types, typ.Name)
	}
	for _, l := range model.Locales() {
		locales = append(locales, l.Code)
	}
	return demo.Config{
		Desk: content.New(content.Config{
			DB: d, Model: model, Policy: policy, Published: &published.Store{Model: model}, Clock: clock, NewID: newID,
		}),
		Glossary: glossary.New(glossary.Config{DB: d, Model: model, Policy: policy, Clock: clock}),
		People: access.NewPeople(access.Config{
			DB: d, Policy: policy, Clock: clock, NewID: newID, Rand: rand.Reader,
			Types: types, Locales: locales, Countries: model.Countries(),
			Hashing: password.Cost{Memory: 64, Passes: 1, Lanes: 1, Parallel: 2}, // the cost is not what is tested
		}),
		Model: model, FS: files, Rand: rand.Reader,
	}
}

// excerpt is a small part of the fixtures in which every kind of step occurs.
func excerpt(t *testing.T) fs.FS {
	t.Helper()
	files, _, _ := fixtures(t)
	small := fstest.MapFS{}
	for _, name := range []string{
		"cities/bologna.json", "cities/thessaloniki.json", "cities/palermo.json",
		"approaches/bremer-modell.json", "approaches/cities-network-for-integration.json", "approaches/lewisham-migration-forum.json",
		"approaches/village-life-together.json", "approaches/residence-before-removal.json", "approaches/nausica.json",
		"approaches/one-agency-for-social-services.json", "approaches/milan-model.json",
	} {
		raw, err := fs.ReadFile(files, name)
		require.NoError(t, err)
		small[name] = &fstest.MapFile{Data: raw}
	}
	raw, err := fs.ReadFile(files, "municipalities.json")
	require.NoError(t, err)
	var points []any
	require.NoError(t, json.Unmarshal(raw, &points))
	raw, err = json.Marshal(points[:5])
	require.NoError(t, err)
	small["municipalities.json"] = &fstest.MapFile{Data: raw}
	return small
}

// admin reads everything, in nobody's name.
func admin() access.Actor { return access.System("somebody", "Somebody") }

// record is what a load left of one document: what it is now and how it came about.
type record struct {
	State, Follows, Title, LiveSlug string
	Live, ChangesRequested, Due     bool
	Counts                          *content.CountsView
	History                         []string
}

func records(t *testing.T, c demo.Config, entries []demo.Entry) map[string]record {
	t.Helper()
	all := map[string]record{}
	for _, e := range entries {
		view, err := c.Desk.Entry(context.Background(), admin(), e.ID)
		require.NoError(t, err, e.Slug)
		for _, doc := range view.Documents {
			r := record{
				State: doc.State, Follows: doc.Follows, Title: doc.Title, Live: doc.Live != nil,
				ChangesRequested: doc.ChangesRequested, Due: doc.DueAt != nil, Counts: doc.Counts,
			}
			if doc.Live != nil {
				r.LiveSlug = doc.Live.Slug
			}
			rows, err := c.Desk.History(context.Background(), admin(), content.Ref{Entry: e.ID, Locale: doc.Locale})
			require.NoError(t, err)
			for _, row := range rows {
				r.History = append(r.History, row.Verb+" "+row.Name+" "+row.Comment)
			}
			all[e.Type+" "+e.Slug+" "+doc.Locale] = r
		}
	}
	return all
}

// A load that is interrupted anywhere and started again, as often as it takes,
// leaves the same documents with the same histories as one that ran through.
func TestInterruptedLoadIsContinued(t *testing.T) {
	small := excerpt(t)
	_, model, _ := fixtures(t)
	entries, err := demo.Entries(small, model)
	require.NoError(t, err)

	smooth := office(t, apptest.SQLite(t), small, time.Now)
	_, err = demo.Load(context.Background(), smooth)
	require.NoError(t, err)
	want := records(t, smooth, entries)

	apptest.EachDB(t, func(t *testing.T, url string) {
		t.Helper()
		var left atomic.Int64
		var stop context.CancelFunc
		rough := office(t, url, small, func() time.Time {
			if left.Add(-1) == 0 {
				stop()
			}
			return time.Now()
		})
		logins := map[string]demo.Login{}
		interruptions := 0
		for try := int64(0); ; try++ {
			ctx, cancel := context.WithCancel(context.Background())
			stop = cancel
			left.Store(30 + try*37%50) // moments of the clock until somebody pulls the plug
			report, err := demo.Load(ctx, rough)
			cancel()
			for _, login := range report.People {
				require.NotContains(t, logins, login.Email)
				logins[login.Email] = login
			}
			if err == nil {
				break
			}
			require.ErrorIs(t, err, context.Canceled)
			interruptions++
			require.Less(t, interruptions, 500, "the load does not get on")
		}
		left.Store(0)
		require.Greater(t, interruptions, 10)
		require.Empty(t, cmp.Diff(want, records(t, rough, entries)))
		require.Len(t, logins, 24)

		again, err := demo.Load(context.Background(), rough)
		require.NoError(t, err)
		require.True(t, again.Already)
		require.Empty(t, again.People)
		require.Empty(t, cmp.Diff(want, records(t, rough, entries)))
	})
}

// What people do after the load is theirs: another load leaves it alone.
func TestFinishedLoadIsNotRepeated(t *testing.T) {
	c := office(t, apptest.SQLite(t), excerpt(t), time.Now)
	_, err := demo.Load(context.Background(), c)
	require.NoError(t, err)
	entries, err := demo.Entries(c.FS, c.Model)
	require.NoError(t, err)
	e := lookUp(t, entries, "city", "palermo")
	people, err := c.People.Users(context.Background(), admin())
	require.NoError(t, err)
	giulia, err := c.People.Actor(context.Background(), people[slices.IndexFunc(people, func(p access.Person) bool { return p.Name == "Giulia" })].ID)
	require.NoError(t, err)
	ref := content.Ref{Entry: e.ID, Locale: "it"}
	doc, err := c.Desk.Document(context.Background(), giulia, ref)
	require.NoError(t, err)
	doc.Fields["tagline"] = "Una città aperta"
	_, err = c.Desk.Save(context.Background(), content.By{Actor: giulia}, ref, content.SaveInput{Version: doc.Version, Fields: doc.Fields})
	require.NoError(t, err)

	report, err := demo.Load(context.Background(), c)
	require.NoError(t, err)
	require.True(t, report.Already)
	doc, err = c.Desk.Document(context.Background(), giulia, ref)
	require.NoError(t, err)
	require.Equal(t, "draft", doc.State)
	require.Equal(t, "Una città aperta", doc.Fields["tagline"])
}

func TestPeople(t *testing.T) {
	c := office(t, apptest.SQLite(t), excerpt(t), time.Now)
	logins, err := demo.Invite(context.Background(), c)
	require.NoError(t, err)
	people, err := c.People.Users(context.Background(), admin())
	require.NoError(t, err)
	require.Len(t, people, len(logins))
	held := map[string]bool{}
	for _, p := range people {
		require.True(t, p.Demonstration, p.Name)
		require.Equal(t, access.Active, p.State)
		require.True(t, strings.HasSuffix(p.Email, "@demo.movingcities.example"))
		for _, g := range p.Grants {
			held[g.Role+" "+g.Locale] = true
		}
	}
	for _, l := range c.Model.Locales() {
		for _, role := range []string{"researcher", "translator", "reviewer"} {
			require.True(t, held[role+" "+l.Code], "%s %s", role, l.Code)
		}
	}
	for _, role := range []string{"admin", "coordinator", "editor"} {
		require.True(t, held[role+" *"], role)
	}
	passwords := map[string]bool{}
	for _, login := range logins {
		passwords[login.Password] = true
		session, err := c.People.SignIn(context.Background(), access.Credentials{Email: login.Email, Password: login.Password}, access.Call{Peer: "192.0.2.1"})
		require.NoError(t, err, login.Email)
		require.Equal(t, login.Name, session.Actor.Name)
	}
	require.Len(t, passwords, len(logins))

	again, err := demo.Invite(context.Background(), c)
	require.NoError(t, err)
	require.Empty(t, again, "nobody is made twice")
}

// Where somebody has set the system up already, the demonstration people join.
func TestPeopleJoinAnExistingAdmin(t *testing.T) {
	c := office(t, apptest.SQLite(t), excerpt(t), time.Now)
	_, err := c.People.Bootstrap(context.Background(),
		access.NewUser{Email: "real@example.org", Name: "Real", Locale: "en", Password: "four unrelated words"}, access.Call{})
	require.NoError(t, err)
	logins, err := demo.Invite(context.Background(), c)
	require.NoError(t, err)
	require.Len(t, logins, 24)
}

// The whole content, loaded once: every document is where the tables say.
func TestLoad(t *testing.T) {
	if testing.Short() {
		t.Skip("loads 728 entries")
	}
	files, model, entries := fixtures(t)
	url := apptest.SQLite(t)
	c := office(t, url, files, time.Now)
	var done, total int
	c.Progress = func(d, of int, _ string) {
		require.Equal(t, done+1, d)
		done, total = d, of
	}
	start := time.Now()
	report, err := demo.Load(context.Background(), c)
	require.NoError(t, err)
	t.Logf("loaded %d entries in %s", report.Entries, time.Since(start).Round(time.Second))
	require.Equal(t, total, done)
	require.False(t, report.Already)

	all := records(t, c, entries)
	require.Len(t, all, 600+123*8)
	for _, e := range entries {
		for locale := range e.Texts {
			checkStage(t, e, locale, all)
		}
		und := all[e.Type+" "+e.Slug+" und"]
		require.Equal(t, e.Goal(e.SourceLocale) == "live", und.Live, e.Slug)
	}
	for name, r := range all {
		checkFourEyes(t, name, r)
	}
	checkStale(t, all)
	checkQueues(t, url, c, model)
}

func checkStage(t *testing.T, e demo.Entry, locale string, all map[string]record) {
	t.Helper()
	r := all[e.Type+" "+e.Slug+" "+locale]
	goal := reached(e, locale)
	state := map[string]string{"changes_requested": "draft", "live": "approved"}[goal]
	if state == "" {
		state = goal
	}
	require.Equal(t, state, r.State, "%s %s", e.Slug, locale)
	require.Equal(t, goal == "live", r.Live, "%s %s", e.Slug, locale)
	require.Equal(t, goal == "changes_requested", r.ChangesRequested, "%s %s", e.Slug, locale)
	require.Equal(t, e.Texts[locale].Follows, r.Follows)
	if r.Live && e.Texts[locale].Slug != "" {
		require.Equal(t, e.Texts[locale].Slug, r.LiveSlug)
	}
	if goal == "draft" && r.Follows != "" {
		require.Positive(t, r.Counts.Translated)
		require.Positive(t, r.Counts.Empty)
	}
}

// reached is the goal, or missing while there is nothing to translate from yet.
func reached(e demo.Entry, locale string) string {
	base := e.Texts[locale].Follows
	if base != "" && !slices.Contains([]string{"approved", "live"}, reached(e, base)) {
		return "missing"
	}
	return e.Goal(locale)
}

// Nobody approves what they wrote, and what is live was approved.
func checkFourEyes(t *testing.T, name string, r record) {
	t.Helper()
	who := map[string]map[string]bool{}
	for _, row := range r.History {
		words := strings.Fields(row)
		if who[words[0]] == nil {
			who[words[0]] = map[string]bool{}
		}
		who[words[0]][words[1]] = true
	}
	for _, verb := range []workflow.Verb{workflow.Save, workflow.Segments} {
		for writer := range who[string(verb)] {
			require.NotContains(t, who[string(workflow.Approve)], writer, name)
		}
	}
	require.Equal(t, r.Live, len(who[string(workflow.Publish)]) > 0, name)
	if r.Live {
		require.NotEmpty(t, who[string(workflow.Approve)], name)
	}
}

func checkStale(t *testing.T, all map[string]record) {
	t.Helper()
	stale := map[string]int{}
	for name, r := range all {
		if r.Counts != nil && r.Counts.Stale > 0 {
			require.EqualValues(t, 1, r.Counts.Stale, name)
			stale[strings.Join(strings.Fields(name)[:2], " ")]++
		}
	}
	require.Equal(t, map[string]int{
		"city bologna": 6, "approach bremer-modell": 6, "approach lewisham-migration-forum": 6,
		"approach cities-network-for-integration": 1, // English; the others wait for it
		"city thessaloniki":                       4, // all that follow English but French, which is still right
	}, stale)
}

func checkQueues(t *testing.T, url string, c demo.Config, model *schema.Model) {
	t.Helper()
	d, err := db.Open(context.Background(), db.Config{URL: url})
	require.NoError(t, err)
	defer func() { require.NoError(t, d.Close()) }()
	policy, err := access.NewPolicy()
	require.NoError(t, err)
	board := &desk.Board{DB: d, Model: model, Policy: policy, Content: c.Desk, Clock: time.Now}
	for _, l := range model.Locales() {
		queue, err := board.Queue(context.Background(), admin(), l.Code, desk.QueueQuery{})
		require.NoError(t, err)
		for _, kind := range []string{
			desk.WorkChanged, desk.WorkChangesRequested, desk.WorkInReview, desk.WorkApproved, desk.WorkDraft, desk.WorkMissing,
		} {
			require.Positive(t, queue.Totals[kind], "%s %s", l.Code, kind)
		}
	}
	queue, err := board.Queue(context.Background(), admin(), "it", desk.QueueQuery{Kind: desk.WorkStale})
	require.NoError(t, err)
	require.Len(t, queue.Data, 1)
	shared, err := board.Queue(context.Background(), admin(), schema.Und, desk.QueueQuery{})
	require.NoError(t, err)
	require.Len(t, shared.Data, 4)
}
