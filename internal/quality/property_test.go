package quality

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"movingcities/internal/segment"
)

// wild draws texts of what the checks look at: signs of all seven languages, spaces,
// tags whole and broken, addresses, placeholders, figures, words.
func wild(t *rapid.T, name string) string {
	parts := rapid.SliceOfN(rapid.SampledFrom([]string{
		"«", "»", "„", "“", "”", "‘", "’", "‚", "‹", "›", "\"", "'", "´", " ", " ", "  ", "\u00a0", "\u202f", "\u200b", "\n",
		"?", "!", ";", ":", ".", "…", ",", "%", "(", ")", "-", "–", "·", "¿", "¡", "\u037e", "\u0387",
		"<1>", "</1>", "<2>", "</2>", "<3/>", "\\", "<", "1>", "/", ">", "https://example.org/a?b", "info@example.org", "{{city}}", "%s",
		"1", "12", "500", "2021", ".5", ",5", "mln", "pm", "March", "XIX", "two",
		"a", "w", "i", "z", "E", "Stadt", "l", "ο", "δρόμος", "σ", "πολη", "dom", "\u0301", "é", "\xff", "\U0001F600",
	}), 0, 14).Draw(t, name)
	return strings.Join(parts, "")
}

func locale(t *rapid.T) string {
	return rapid.SampledFrom([]string{"en", "fr", "de", "el", "it", "pl", "es", "fr-CH", "und", ""}).Draw(t, "locale")
}

// A text reads as segment says, and every rune of it knows where it stands.
func TestPropertyViewIsPlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.ToValidUTF8(wild(t, "text"), "\uFFFD")
		v := newView(Text{Text: text})
		if want := segment.Plain(text); v.plain != want {
			t.Fatalf("%q reads %q, want %q", text, v.plain, want)
		}
		for i, r := range []rune(v.plain) {
			if at := []rune(text)[v.at[i]]; at != r && r != '\n' {
				t.Fatalf("rune %d of %q is %q in the text", i, v.plain, at)
			}
		}
	})
}

func TestPropertyCheckOfAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := Input{
			Source: Text{Locale: locale(t), Text: wild(t, "source"), Inline: []Inline{{Tag: 1, Type: "link"}, {Tag: 3, Type: "hardBreak"}}},
			Target: Text{Locale: locale(t), Text: wild(t, "target"), Inline: []Inline{{Tag: 2, Type: "link", Attrs: map[string]string{"href": wild(t, "href")}}}},
			Max:    rapid.IntRange(0, 5).Draw(t, "max"),
			Terms:  []Term{{Source: wild(t, "term"), Target: "Stadt", Forbidden: []string{wild(t, "wrong")}}},
		}
		checkSpans(t, in, Check(in))
	})
}

// checkSpans fails if a finding is incomplete or points outside of its text.
func checkSpans(t rapid.TB, in Input, findings []Finding) {
	for _, f := range findings {
		if f.Code == "" || f.Message == "" || f.Severity != Error && f.Severity != Warning && f.Severity != Info {
			t.Fatalf("incomplete: %+v", f)
		}
		within := func(text string, spans []Span) {
			for _, s := range spans {
				if s.Start < 0 || s.End < s.Start || s.End > utf8.RuneCountInString(text) {
					t.Fatalf("%+v points outside of %q", f, text)
				}
			}
		}
		within(in.Source.Text, f.Source)
		within(in.Target.Text, f.Target)
	}
}

func TestPropertyFix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkFix(t, locale(t), wild(t, "text")) })
}

// checkFix holds what Fix promises: it changes nothing the second time, its edits can
// be taken back, all or any, and tags, addresses and placeholders stay.
func checkFix(t rapid.TB, locale, text string) {
	fixed, edits := Fix(locale, text)
	if again, more := Fix(locale, fixed); again != fixed {
		t.Fatalf("%s: %q became %q, then %q by %+v", locale, text, fixed, again, more)
	}
	if back, ok := Undo(fixed, edits); !ok || back != text {
		t.Fatalf("%s: %q became %q and undone %q, %v: %+v", locale, text, fixed, back, ok, edits)
	}
	for i := range edits {
		if _, ok := Undo(fixed, edits[i:i+1]); !ok {
			t.Fatalf("%s: %q became %q, and edit %d of %+v does not fit", locale, text, fixed, i, edits)
		}
	}
	was, now := newView(Text{Text: text}), newView(Text{Text: fixed})
	kept := func(v *view) string {
		var b strings.Builder
		for _, tag := range v.tags {
			fmt.Fprint(&b, tag.form, tag.number, " ")
		}
		for _, l := range append(v.links, v.holders...) {
			b.WriteString(l.text + " ")
		}
		return b.String()
	}
	if kept(was) != kept(now) {
		t.Fatalf("%s: of %q Fix left %q", locale, text, fixed)
	}
}

// The same value in the writing of two languages is never an alarm.
func TestPropertyEqualNumbers(t *testing.T) {
	formats := map[string]func(whole int, decimals string) string{
		"en": grouped(",", "."), "de": grouped(".", ","), "fr": grouped("\u202f", ","), "el": grouped(".", ","),
		"it": grouped(".", ","), "pl": grouped("\u00a0", ","), "es": grouped("\u00a0", ","),
	}
	languages := []string{"en", "de", "fr", "el", "it", "pl", "es"}
	rapid.Check(t, func(t *rapid.T) {
		from, to := rapid.SampledFrom(languages).Draw(t, "from"), rapid.SampledFrom(languages).Draw(t, "to")
		in := Input{Source: Text{Locale: from}, Target: Text{Locale: to}}
		for range rapid.IntRange(1, 4).Draw(t, "count") {
			whole := rapid.OneOf(rapid.IntRange(0, 2100), rapid.IntRange(0, math.MaxInt32)).Draw(t, "whole")
			decimals := rapid.SampledFrom([]string{"", "", "5", "25"}).Draw(t, "decimals")
			in.Source.Text += formats[from](whole, decimals) + " – "
			in.Target.Text += formats[to](whole, decimals) + " – "
		}
		for _, f := range Check(in) {
			if f.Code == "numbers" || f.Code == "dates" {
				t.Fatalf("%s: %q → %q", f.Message, in.Source.Text, in.Target.Text)
			}
		}
	})
}

func grouped(group, decimal string) func(whole int, decimals string) string {
	return func(whole int, decimals string) string {
		s := strconv.Itoa(whole)
		for i := len(s) - 3; i > 0; i -= 3 {
			s = s[:i] + group + s[i:]
		}
		if decimals != "" {
			s += decimal + decimals
		}
		return s
	}
}

// Another value is always one, unless it is spelt out or a year of the same decade.
func TestPropertyOtherNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.IntRange(101, 1_000_000).Draw(t, "a"), rapid.IntRange(101, 1_000_000).Draw(t, "b")
		findings := Check(Input{
			Source: Text{Locale: "en", Text: "It has " + grouped(",", ".")(a, "") + " seats."},
			Target: Text{Locale: "it", Text: "Ha " + grouped(".", ",")(b, "") + " posti."},
		})
		if has(findings, "numbers") != (a != b) {
			t.Fatalf("%d → %d: %v", a, b, findings)
		}
	})
}

func FuzzText(f *testing.F) {
	for _, c := range readCases(f) {
		f.Add(c.SourceLang, c.Lang, c.Source, c.Target)
	}
	f.Fuzz(func(t *testing.T, from, to, source, target string) {
		in := Input{Source: Text{Locale: from, Text: source}, Target: Text{Locale: to, Text: target}}
		checkSpans(t, in, Check(in))
		checkFix(t, to, target)
	})
}
