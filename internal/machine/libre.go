package machine

import (
	"context"
	"net/http"
	"slices"
)

// libre speaks LibreTranslate's API. It has no glossaries, and replacing terms
// beforehand would leave them uninflected: what the machine does against the
// glossary is shown by the checks afterwards.
type libre struct {
	*wire
	key string
}

// Name is that of the service.
func (*libre) Name() string { return "LibreTranslate" }

type libreRequest struct {
	Q      []string `json:"q"`
	Source string   `json:"source"`
	Target string   `json:"target"`
	Format string   `json:"format"`
	Key    string   `json:"api_key,omitempty"`
}

// Translate sends the texts as HTML, whose tags LibreTranslate keeps.
func (l *libre) Translate(ctx context.Context, r Request, each func([]Text) error) error {
	for portion := range slices.Chunk(r.Texts, Portion) {
		in := libreRequest{Source: r.Source, Target: r.Target, Format: "html", Key: l.key}
		for _, text := range portion {
			in.Q = append(in.Q, toXML(text))
		}
		var out struct {
			Texts []string `json:"translatedText"`
		}
		if err := l.call(ctx, http.MethodPost, "/translate", in, &out); err != nil {
			return err
		}
		if len(out.Texts) != len(portion) {
			return wrongAnswer("another number of texts")
		}
		texts := make([]Text, len(portion))
		for i, t := range out.Texts {
			texts[i] = fromXML(portion[i], t)
		}
		if err := each(texts); err != nil {
			return err
		}
	}
	return nil
}
