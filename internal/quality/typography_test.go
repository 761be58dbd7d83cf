package quality

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFix(t *testing.T) {
	tests := []struct{ name, locale, text, want string }{
		{"French signs", "fr", "Pourquoi? Parce que : oui !", "Pourquoi\u202f? Parce que\u00a0: oui\u202f!"},
		{"what is tied already stays", "fr", "Pourquoi\u00a0? Oui\u202f: 5\u202f%", "Pourquoi\u00a0? Oui\u202f: 5\u202f%"},
		{"percent", "fr", "Croissance de 5% en 2015", "Croissance de 5\u00a0% en 2015"},
		{"one space for a cluster", "fr", "Quoi?!", "Quoi\u202f?!"},
		{"no space in clocks and addresses", "fr", "À 10:30, voir https://example.org/a?b=1;c!", "À 10:30, voir https://example.org/a?b=1;c\u202f!"},
		{"guillemets", "fr", "La « vieille» ville", "La «\u00a0vieille\u00a0» ville"},
		{"straight quotes and apostrophe", "fr", "L'\"Estaque\" d'hier", "L’«\u00a0Estaque\u00a0» d’hier"},
		{"within tags the sign stays", "fr", "<1>La mobilité :</1> oui<2>?</2>", "<1>La mobilité\u00a0:</1> oui\u202f<2>?</2>"},
		{"placeholders stay", "fr", "Ville : {{a?b}}", "Ville\u00a0: {{a?b}}"},
		{"French of Switzerland", "fr-CH", "Pourquoi?", "Pourquoi\u202f?"},
		{"straight quotes", "de", `Die "alte" Stadt`, "Die „alte“ Stadt"},
		{"quotes of another language", "de", "Die “alte” Stadt", "Die „alte“ Stadt"},
		{"closing mark of another language", "de", "Die „alte” Stadt", "Die „alte“ Stadt"},
		{"quotes within quotes", "de", `"die 'alte' Stadt"`, "„die ‚alte‘ Stadt“"},
		{"an apostrophe that closes a quotation", "de", "Die ‘alte' Stadt", "Die „alte“ Stadt"},
		{"right quotes stay", "de", "Die »alte« Stadt", "Die »alte« Stadt"},
		{"without a partner nothing is certain", "de", `Die "alte Stadt`, `Die "alte Stadt`},
		{"inches are no quotes", "de", `Ein Rohr von 5"`, `Ein Rohr von 5"`},
		{"closing mark", "pl", "„Stare“ miasto", "„Stare” miasto"},
		{"one-letter words", "pl", "Rynek w Krakowie i z 500 miejscami", "Rynek w\u00a0Krakowie i\u00a0z\u00a0500 miejscami"},
		{"no words of one letter", "pl", "Plan A. Ul. w-z", "Plan A. Ul. w-z"},
		{"the tie stays outside a tag", "pl", "Rynek w <1>Krakowie</1>", "Rynek w\u00a0<1>Krakowie</1>"},
		{"question mark", "el", "Σε ποιον ανήκει? Το «City?» όμως;", "Σε ποιον ανήκει; Το «City?» όμως;"},
		{"ano teleia", "el", "Το λιμάνι έκλεισε\u0387", "Το λιμάνι έκλεισε·"},
		{"no space inside", "el", "Η «\u00a0παλιά » πόλη", "Η «παλιά» πόλη"},
		{"apostrophes", "it", "L'acqua e un po' di dell´altro", "L’acqua e un po’ di dell’altro"},
		{"either style is right", "it", "La “vecchia” e la «nuova»", "La “vecchia” e la «nuova»"},
		{"straight quotes", "es", `La "vieja" ciudad`, "La «vieja» ciudad"},
		{"straight quotes", "en", `The "old" town's port`, "The “old” town’s port"},
		{"no rules, only the apostrophe", "sv", `"Gamla" stan's`, `"Gamla" stan’s`},
		{"not UTF-8", "fr", "Quoi\xff?", "Quoi\xff?"},
	}
	for _, test := range tests {
		t.Run(test.locale+" "+test.name, func(t *testing.T) {
			got, _ := Fix(test.locale, test.text)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			checkFix(t, test.locale, test.text)
		})
	}
}

// Fix is made for what Check says: after it those findings are gone.
func TestFixMendsTheCases(t *testing.T) {
	mended := map[string]bool{"qa-108": true, "qa-106": true, "qa-112": true, "qa-081": true, "qa-084": true, "qa-089": true, "qa-117": true, "qa-120": true, "qa-123": true, "qa-127": true, "qa-129": true, "qa-133": true, "qa-054": true, "qa-179": true, "qa-208": true}
	for _, c := range readCases(t) {
		if !mended[c.ID] {
			continue
		}
		delete(mended, c.ID)
		in := c.input()
		in.Target.Text, _ = Fix(c.Lang, in.Target.Text)
		if got := Check(in); got != nil {
			t.Errorf("%s: %q still has %v", c.ID, in.Target.Text, got)
		}
	}
	if len(mended) > 0 {
		t.Errorf("no such cases: %v", mended)
	}
}

func TestUndo(t *testing.T) {
	fixed, edits := Fix("fr", `L'"Estaque"?`)
	want := []Edit{
		{"apostrophe", 1, "'", "’"},
		{"quotes", 2, `"`, "«"},
		{"quotes", 3, "", "\u00a0"},
		{"quotes", 11, "", "\u00a0"},
		{"quotes", 12, `"`, "»"},
		{"punctuation_spacing", 13, "", "\u202f"},
	}
	if diff := cmp.Diff(want, edits); diff != "" {
		t.Error(diff)
	}
	if got, ok := Undo(fixed, edits[:1]); !ok || got != "L'«\u00a0Estaque\u00a0»\u202f?" {
		t.Errorf("without the first edit: %q, %v", got, ok)
	}
	if got, ok := Undo(fixed+" Oui.", edits); !ok || got != `L'"Estaque"? Oui.` {
		t.Errorf("of a text that goes on: %q, %v", got, ok)
	}
	if got, ok := Undo("Autre chose", edits); ok || got != "Autre chose" {
		t.Errorf("of another text: %q, %v", got, ok)
	}
}
