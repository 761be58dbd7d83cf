// Package tour walks the main job of the system through its HTTP API, as people
// would: a profile is drafted in Greek, approved by a second person, published,
// translated into six languages, and then one sentence of it changes. Each step
// says who did it and what the public sees before and after. A step that turns
// out otherwise than it should ends the tour with an error.
package tour

import (
	"context"
	"crypto/rand"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
)

//go:embed texts.json
var textsJSON []byte

// Config says where the tour goes. URLs are one or more servers of the same
// installation; Token is an admin's personal token that may manage people.
type Config struct {
	URLs  []string
	Token string
	Out   io.Writer
	HTTP  *http.Client
}

// tour is one walk. Everything it makes carries mark, so that it can be walked
// again and again on the same server.
type tour struct {
	api   *client
	out   io.Writer
	texts map[string]map[string]string
	mark  string
	steps int

	admin, nikos, maria who
	translators         map[string]who
	entry               string
	seen                map[string]string // what the public read last, by locale
}

var languages = map[string]string{
	"el": "Greek", "en": "English", "fr": "French", "de": "German", "it": "Italian", "pl": "Polish", "es": "Spanish",
}

// relays says which languages are not translated from the source.
var relays = map[string]string{"pl": "en"}

// Run walks the tour. It archives the entry and disables the people it made,
// also when a step fails.
func Run(ctx context.Context, c Config) (err error) {
	if len(c.URLs) == 0 || c.Token == "" {
		return fmt.Errorf("the tour needs the address of a server and an admin's token")
	}
	t := &tour{
		out: c.Out, api: &client{http: c.HTTP, urls: c.URLs}, mark: strings.ToLower(rand.Text()[:6]),
		admin: who{name: "the admin's token", token: c.Token}, translators: map[string]who{}, seen: map[string]string{},
	}
	for locale := range languages {
		t.seen[locale] = "nothing"
	}
	if err := json.Unmarshal(textsJSON, &t.texts); err != nil {
		return err
	}
	defer func() {
		if cleanup := t.leave(ctx); err == nil {
			err = cleanup
		}
	}()
	for _, step := range []func(context.Context) error{
		t.invite, t.draft, t.ownApproval, t.publishGreek, t.translate, t.changeSentence, t.publishAgain,
	} {
		if err := step(ctx); err != nil {
			return fmt.Errorf("step %d: %w", t.steps, err)
		}
	}
	t.say("The tour is over: everything went as it should.")
	return nil
}

func (t *tour) step(format string, args ...any) {
	t.steps++
	_, _ = fmt.Fprintf(t.out, "\n%d. %s\n", t.steps, fmt.Sprintf(format, args...))
}

func (t *tour) say(format string, args ...any) {
	_, _ = fmt.Fprintf(t.out, "   %s\n", fmt.Sprintf(format, args...))
}

// locales gives the languages of the translators, those that others follow first.
func (t *tour) locales() []string {
	all := slices.Sorted(maps.Keys(t.texts))
	all = slices.DeleteFunc(all, func(l string) bool { return l == "el" })
	slices.SortStableFunc(all, func(a, b string) int { return len(relays[a]) - len(relays[b]) })
	return all
}

// see tells what the public reads now where that has changed, and checks the
// first paragraph of the languages that something is expected of.
func (t *tour) see(ctx context.Context, want map[string]string) error {
	var same []string
	for _, locale := range append([]string{"el"}, t.locales()...) {
		p, err := t.api.read(ctx, t.entry, locale)
		if err != nil {
			return err
		}
		got := "nothing"
		if p != nil {
			got = fmt.Sprintf("%q", firstParagraph(p))
			if p.Data.Locale != locale {
				got = "the text in " + languages[p.Data.Locale]
			}
		}
		if expected, ok := want[locale]; ok && got != expected {
			return fmt.Errorf("the public reads %s in %s, and should read %s", got, languages[locale], expected)
		}
		if got == t.seen[locale] {
			same = append(same, languages[locale])
			continue
		}
		t.say("  %-8s %s → %s", languages[locale], t.seen[locale], got)
		t.seen[locale] = got
	}
	if len(same) > 0 {
		t.say("  the public sees the same as before in %s", strings.Join(same, ", "))
	}
	return nil
}

// firstBlock is the first block of the first section, or nil.
func firstBlock(fields map[string]any) map[string]any {
	sections, _ := fields["sections"].([]any)
	if len(sections) == 0 {
		return nil
	}
	section, _ := sections[0].(map[string]any)
	body, _ := section["body"].(map[string]any)
	blocks, _ := body["content"].([]any)
	if len(blocks) == 0 {
		return nil
	}
	block, _ := blocks[0].(map[string]any)
	return block
}

func firstParagraph(p *page) string {
	var text strings.Builder
	inline, _ := firstBlock(p.Data.Fields)["content"].([]any)
	for _, n := range inline {
		node, _ := n.(map[string]any)
		piece, _ := node["text"].(string)
		text.WriteString(piece)
	}
	return text.String()
}

// leave archives what the tour made and shuts its people out again.
func (t *tour) leave(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	if t.entry != "" && t.maria.id != "" {
		t.step("Maria archives the profile; the tour's people are disabled.")
		if err := t.api.call(ctx, t.maria, http.MethodPost, "/api/desk/entries/"+t.entry+"/archive", 0, map[string]any{"comment": "end of the tour"}, nil); err != nil {
			return err
		}
		if err := t.see(ctx, map[string]string{"el": "nothing", "pl": "nothing"}); err != nil {
			return err
		}
	}
	for _, p := range append([]who{t.nikos, t.maria}, slices.Collect(maps.Values(t.translators))...) {
		if p.id == "" {
			continue
		}
		if err := t.api.call(ctx, t.admin, http.MethodPost, "/api/desk/people/"+p.id+"/disable", 0, nil, nil); err != nil {
			return err
		}
	}
	return nil
}
