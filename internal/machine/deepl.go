package machine

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// deepL speaks version 2 of DeepL's API.
type deepL struct{ *wire }

// Name is that of the service.
func (*deepL) Name() string { return "DeepL" }

type deepLRequest struct {
	Text        []string `json:"text"`
	SourceLang  string   `json:"source_lang"`
	TargetLang  string   `json:"target_lang"`
	TagHandling string   `json:"tag_handling"`
	GlossaryID  string   `json:"glossary_id,omitempty"`
}

type deepLAnswer struct {
	Translations []struct {
		Text string `json:"text"`
	} `json:"translations"`
}

// Translate makes a glossary for the terms, if there are any, and takes it away
// afterwards. Languages for which DeepL has no glossaries are translated without.
func (d *deepL) Translate(ctx context.Context, r Request, each func([]Text) error) error {
	glossary, err := d.glossary(ctx, r)
	if err != nil {
		return err
	}
	if glossary != "" {
		defer d.forget(ctx, glossary)
	}
	for portion := range slices.Chunk(r.Texts, Portion) {
		in := deepLRequest{
			SourceLang: strings.ToUpper(r.Source), TargetLang: deepLTarget(r.Target), TagHandling: "xml", GlossaryID: glossary,
		}
		for _, text := range portion {
			in.Text = append(in.Text, toXML(text))
		}
		var out deepLAnswer
		if err := d.call(ctx, http.MethodPost, "/v2/translate", in, &out); err != nil {
			return err
		}
		if len(out.Translations) != len(portion) {
			return wrongAnswer("another number of texts")
		}
		texts := make([]Text, len(portion))
		for i, t := range out.Translations {
			texts[i] = fromXML(portion[i], t.Text)
		}
		if err := each(texts); err != nil {
			return err
		}
	}
	return nil
}

// deepLTarget names the variant that DeepL asks for where a language has several.
func deepLTarget(locale string) string {
	switch locale {
	case "en":
		return "EN-GB"
	case "pt":
		return "PT-PT"
	default:
		return strings.ToUpper(locale)
	}
}

// errNoGlossary is the refusal of a pair of languages.
var errNoGlossary = errors.New("no glossary for these languages")

func (d *deepL) glossary(ctx context.Context, r Request) (string, error) {
	var entries []string
	seen := map[string]bool{}
	for _, t := range r.Terms {
		source, target := cell(t.Source), cell(t.Target)
		if source == "" || target == "" || seen[source] {
			continue
		}
		seen[source] = true
		entries = append(entries, source+"\t"+target)
	}
	if len(entries) == 0 {
		return "", nil
	}
	var out struct {
		ID string `json:"glossary_id"`
	}
	err := d.create(ctx, map[string]string{
		"name": "movingcities", "source_lang": r.Source, "target_lang": r.Target,
		"entries": strings.Join(entries, "\n"), "entries_format": "tsv",
	}, &out)
	if errors.Is(err, errNoGlossary) {
		return "", nil
	}
	if err == nil && out.ID == "" {
		err = wrongAnswer("a glossary without id")
	}
	return out.ID, err
}

// create tells a pair without glossaries, which DeepL refuses with 400, from
// everything else.
func (d *deepL) create(ctx context.Context, in, out any) error {
	err := d.call(ctx, http.MethodPost, "/v2/glossaries", in, out)
	var status badRequestError
	if errors.As(err, &status) {
		return errNoGlossary
	}
	return err
}

// cell is a term in a table: no tab, no line end.
func cell(s string) string { return strings.Join(strings.Fields(s), " ") }

// forget deletes a glossary, even if the request that needed it was given up. One
// that stays is no harm: it holds words of a public glossary.
func (d *deepL) forget(ctx context.Context, id string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	_, _ = d.once(ctx, http.MethodDelete, "/v2/glossaries/"+url.PathEscape(id), nil, nil)
}
