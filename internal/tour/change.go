package tour

import (
	"context"
	"fmt"
	"net/http"
	"slices"
)

func (t *tour) changeSentence(ctx context.Context) error {
	t.step("Nikos changes one sentence of the Greek text; Maria approves it. Nothing is published yet.")
	d, err := t.look(ctx, "el")
	if err != nil {
		return err
	}
	if !replaceFirst(d.Fields, t.texts["el"]["changed"]) {
		return fmt.Errorf("the Greek text has no first paragraph")
	}
	if err := t.api.call(ctx, t.nikos, http.MethodPut, t.path("el"), d.Version, map[string]any{"fields": d.Fields}, nil); err != nil {
		return err
	}
	if err := t.inTurn(ctx, "el", turn{t.nikos, "submit"}, turn{t.maria, "approve"}); err != nil {
		return err
	}
	for _, locale := range t.locales() {
		want := 1
		if relays[locale] != "" {
			want = 0 // its own source, English, has not moved yet
		}
		if err := t.stale(ctx, locale, want, relays[locale]); err != nil {
			return err
		}
	}
	t.say("exactly one segment is stale in each language that follows Greek; Polish awaits English.")
	return t.seeMix(ctx, append([]string{"el"}, t.locales()...))
}

// replaceFirst puts another sentence into the first paragraph, in place, so
// that every id stays.
func replaceFirst(fields map[string]any, text string) bool {
	block := firstBlock(fields)
	if block == nil {
		return false
	}
	block["content"] = []any{map[string]any{"type": "text", "text": text}}
	return true
}

// stale checks how many segments of a language are stale, and which relay it awaits.
func (t *tour) stale(ctx context.Context, locale string, want int, awaits string) error {
	d, err := t.look(ctx, locale)
	if err != nil {
		return err
	}
	if d.Counts.Stale != want || d.Counts.Empty != 0 {
		return fmt.Errorf("%s has %d stale and %d empty segments, and should have %d and 0", locale, d.Counts.Stale, d.Counts.Empty, want)
	}
	if awaits != "" && (len(d.Awaiting) != 1 || d.Awaiting[0] != awaits) {
		return fmt.Errorf("%s awaits %v, and should await %s", locale, d.Awaiting, awaits)
	}
	return nil
}

// seeMix expects the old text in those languages and the changed one in all others.
func (t *tour) seeMix(ctx context.Context, old []string) error {
	want := map[string]string{}
	for locale, text := range t.texts {
		which := "changed"
		if slices.Contains(old, locale) {
			which = "first"
		}
		want[locale] = fmt.Sprintf("%q", text[which])
	}
	return t.see(ctx, want)
}

func (t *tour) publishAgain(ctx context.Context) error {
	t.step("Maria publishes the new Greek text. The other languages keep theirs.")
	if err := t.verb(ctx, t.maria, "el", "publish"); err != nil {
		return err
	}
	rest := t.locales()
	if err := t.seeMix(ctx, rest); err != nil {
		return err
	}
	for len(rest) > 0 {
		locale := rest[0]
		rest = rest[1:]
		as := t.translators[locale]
		t.step("%s brings the text in %s up to date; Maria approves and publishes.", as.name, languages[locale])
		if relays[locale] != "" {
			if err := t.stale(ctx, locale, 1, ""); err != nil {
				return err
			}
		}
		if err := t.fill(ctx, as, locale, "changed"); err != nil {
			return err
		}
		if err := t.goLive(ctx, as, locale); err != nil {
			return err
		}
		if err := t.stale(ctx, locale, 0, ""); err != nil {
			return err
		}
		if err := t.seeMix(ctx, rest); err != nil {
			return err
		}
	}
	return nil
}
