// Package texts holds the words of the website in every language, in the part of
// ICU MessageFormat that they use: {name}, and {name, plural, …} with =n, the
// categories of CLDR and #.
package texts

import (
	"embed"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// Named makes the arguments of a message from names and values in turn.
func Named(pairs ...any) Values {
	args := Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		args[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return args
}

//go:embed *.json
var files embed.FS

// Texts are the strings of the pages by locale and key.
type Texts struct {
	byLocale map[string]map[string]string
	fallback string
}

// Values are the arguments of a message by name.
type Values map[string]any

// Load reads all texts; what a locale lacks is said in the fallback.
func Load(fallback string) (*Texts, error) {
	t := &Texts{byLocale: map[string]map[string]string{}, fallback: fallback}
	for _, name := range []string{"ui.json", "site.json", "reading.json", "preview.json"} {
		raw, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var file struct{ Locales map[string]map[string]string }
		if err := json.Unmarshal(raw, &file); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for locale, messages := range file.Locales {
			if t.byLocale[locale] == nil {
				t.byLocale[locale] = map[string]string{}
			}
			for key, text := range messages {
				t.byLocale[locale][key] = text
			}
		}
	}
	return t, nil
}

// Say gives a message in a locale, in the default locale where there is none in
// that one, and the key itself where there is none at all.
func (t *Texts) Say(locale, key string, args Values) string {
	text, ok := t.byLocale[locale][key]
	if !ok {
		if text, ok = t.byLocale[t.fallback][key]; !ok {
			return key
		}
		locale = t.fallback
	}
	return format(language.Make(locale), text, args)
}

// format fills in one message. What is not well formed is shown as it stands.
func format(tag language.Tag, text string, args Values) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		inside, after, closed := untilClosed(rest)
		if !closed {
			out.WriteString("{" + rest)
			return out.String()
		}
		name, choice, isPlural := strings.Cut(inside, ", plural,")
		switch v := args[strings.TrimSpace(name)].(type) {
		case int:
			if isPlural {
				out.WriteString(format(tag, choose(tag, choice, v), args))
			} else {
				out.WriteString(decimal(tag, v))
			}
		case string:
			out.WriteString(v)
		}
		text = after
	}
}

// untilClosed cuts at the brace that closes the one before text.
func untilClosed(text string) (inside, after string, ok bool) {
	depth := 1
	for i, r := range text {
		switch r {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return text[:i], text[i+1:], true
			}
		}
	}
	return "", "", false
}

// choose picks the branch of a plural for a number and puts the number for #.
func choose(tag language.Tag, branches string, n int) string {
	other, chosen, found := "", "", false
	for {
		name, rest, more := strings.Cut(branches, "{")
		if !more {
			break
		}
		text, after, ok := untilClosed(rest)
		if !ok {
			break
		}
		switch name = strings.TrimSpace(name); {
		case name == "="+strconv.Itoa(n):
			return text
		case name == "other":
			other = text
		case name == category(tag, n):
			chosen, found = text, true
		}
		branches = after
	}
	if !found {
		chosen = other
	}
	return strings.ReplaceAll(chosen, "#", decimal(tag, n))
}

// category is the CLDR name of the plural form of a whole number, for which its
// sign does not count.
func category(tag language.Tag, n int) string {
	if n < 0 {
		n = -max(n, -math.MaxInt)
	}
	switch plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0) {
	case plural.Zero:
		return "zero"
	case plural.One:
		return "one"
	case plural.Two:
		return "two"
	case plural.Few:
		return "few"
	case plural.Many:
		return "many"
	default:
		return "other"
	}
}

// Number writes a whole number in the way of a locale.
func Number(locale string, n int) string { return decimal(language.Make(locale), n) }

func decimal(tag language.Tag, n int) string {
	return message.NewPrinter(tag).Sprint(number.Decimal(n))
}

// Date writes a day such as 2026-11-23 or a moment in the way of a locale; what
// is no date is left as it is.
func (t *Texts) Date(locale, day string) string {
	at, err := time.Parse(time.DateOnly, day[:min(len(day), len(time.DateOnly))])
	if err != nil {
		return day
	}
	months := strings.Split(t.Say(locale, "date.months", nil), "|")
	if len(months) != 12 {
		return day
	}
	return t.Say(locale, "date.pattern", Values{
		"day": strconv.Itoa(at.Day()), "month": months[at.Month()-1], "year": strconv.Itoa(at.Year()),
	})
}

// Span writes from when to when something takes place, in the time of its place;
// nothing if the beginning is no moment, and only the beginning if the end is none.
func (t *Texts) Span(locale, from, to string) string {
	start, err := time.Parse(time.RFC3339, from)
	if err != nil {
		return ""
	}
	const clock = "15:04"
	said := t.Date(locale, from) + ", " + start.Format(clock)
	end, err := time.Parse(time.RFC3339, to)
	switch {
	case err != nil:
		return said
	case end.Format(time.DateOnly) == start.Format(time.DateOnly):
		return said + "–" + end.Format(clock)
	}
	return said + " – " + t.Date(locale, to) + ", " + end.Format(clock)
}
