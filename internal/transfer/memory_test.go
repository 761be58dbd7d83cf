package transfer_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"movingcities/internal/content"
	"movingcities/internal/exchange"
	"movingcities/internal/memory"
	"movingcities/internal/transfer"
)

var elDE = transfer.Pair{Source: "el", Target: "de"}

func (w *world) tmx(m exchange.Memory) []byte {
	w.t.Helper()
	var b bytes.Buffer
	w.ok(exchange.WriteTMX(&b, m))
	return b.Bytes()
}

func pairOf(source, target string) exchange.MemoryUnit {
	return exchange.MemoryUnit{Texts: []exchange.MemoryText{{Locale: "el", Text: source}, {Locale: "de-AT", Text: target}}}
}

func TestAnImportedPairIsAMatch(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		entry := w.livadia()
		body := w.tmx(exchange.Memory{SourceLocale: "el", Units: []exchange.MemoryUnit{
			pairOf("Μεγάλωσε με το εμπόριο.", "Der Handel machte sie groß."), pairOf("Μεγάλωσε με το εμπόριο.", "Der Handel machte sie groß."),
			pairOf("Μόνο ελληνικά", ""),
			{Texts: []exchange.MemoryText{{Locale: "el", Text: "x"}, {Locale: "fr", Text: "y"}}},
		}})
		before := w.rows()
		dry, err := w.courier.ImportMemory(t.Context(), w.maria, elDE, body, true)
		w.ok(err)
		wanted := &transfer.MemoryReport{DryRun: true, New: 1, Known: 1, Skipped: 2, Lines: []transfer.MemoryLine{
			{Source: "Μεγάλωσε με το εμπόριο.", Target: "Der Handel machte sie groß."},
		}}
		if diff := cmp.Diff(wanted, dry); diff != "" || w.rows() != before {
			t.Errorf("the dry run (-want +got):\n%s", diff)
		}
		_, err = w.courier.ImportMemory(t.Context(), w.maria, elDE, body, false)
		w.ok(err)
		again, err := w.courier.ImportMemory(t.Context(), w.maria, elDE, body, false)
		w.ok(err)
		if again.New != 0 || again.Known != 2 {
			t.Errorf("the second import did %+v", again)
		}

		segments := w.segments(entry, "de").Segments
		key := segments[len(segments)-1].Key
		found, err := w.desk.Matches(t.Context(), w.jonas.Actor, german(entry), key)
		w.ok(err)
		if len(found) != 1 || found[0].Score != memory.ScoreExact || found[0].Target != "Der Handel machte sie groß." || found[0].Origin != content.OriginImport {
			t.Fatalf("found %+v", found)
		}
		want(t, w.desk.DeletePair(t.Context(), w.jonas, found[0].ID), "no_right")
		w.ok(w.desk.DeletePair(t.Context(), w.maria, found[0].ID))
		again, err = w.courier.ImportMemory(t.Context(), w.maria, elDE, body, false)
		w.ok(err)
		if again.New != 0 {
			t.Error("what was deleted came back")
		}
	})
}

// The memory goes out and comes back word by word, save the entries that the
// reader may not see.
func TestTheMemoryAsAFile(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		entry := w.livadia()
		_, err := w.courier.Import(t.Context(), w.jonas, german(entry), w.xliff(translated(w.exported(entry))), false)
		w.ok(err)
		w.approve(entry, "de", w.jonas)
		read := func(by content.By) exchange.Memory {
			m, err := exchange.ReadTMX(bytes.NewReader(w.download(w.courier.Memory(t.Context(), by.Actor, elDE))))
			w.ok(err)
			return m
		}
		got := map[string]string{}
		for _, u := range read(w.jonas).Units {
			got[u.Texts[0].Text] = u.Texts[1].Text
		}
		wanted := map[string]string{}
		for _, s := range w.segments(entry, "de").Segments {
			wanted[s.Source] = s.Target.Text
		}
		if diff := cmp.Diff(wanted, got); diff != "" || len(got) == 0 {
			t.Errorf("(-want +got):\n%s", diff)
		}
		stranger := w.person("nina", "translator", "de")
		stranger.Actor.Grants[0].Type = "news"
		if m := read(stranger); len(m.Units) != 0 {
			t.Errorf("a stranger reads %+v", m)
		}
		_, err = w.courier.Memory(t.Context(), w.jonas.Actor, transfer.Pair{Source: "el", Target: "el"})
		want(t, err, "one_language")
	})
}

func TestTermsAreProposedOrAdded(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		const file = "concept,definition,locale,term,status\nhome,A place to live,de,Zuhause,preferred\nhome,,fr,chez-soi,preferred\nhome,,de,Heim,deprecated\n"
		verdicts := func(by content.By, direct, dry bool) map[string]string {
			t.Helper()
			r, err := w.courier.ImportTerms(t.Context(), by, []byte(file), direct, dry)
			w.ok(err)
			out := map[string]string{}
			for _, l := range r.Lines {
				out[l.Locale+" "+l.Term+" "+l.Status] = l.Verdict + l.Code
			}
			return out
		}
		before := w.rows()
		if diff := cmp.Diff(map[string]string{
			"de Zuhause preferred": "refusedunknown_concept", "de Heim forbidden": "refusedunknown_concept", "fr chez-soi preferred": "refusedno_right",
		}, verdicts(w.jonas, false, false)); diff != "" || w.rows() != before {
			t.Errorf("a translator makes no concepts (-want +got):\n%s", diff)
		}
		added := map[string]string{"de Zuhause preferred": "add", "de Heim forbidden": "add", "fr chez-soi preferred": "add"}
		if diff := cmp.Diff(added, verdicts(w.maria, true, true)); diff != "" || w.rows() != before {
			t.Errorf("dry run (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(added, verdicts(w.maria, true, false)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(map[string]string{
			"de Zuhause preferred": "same", "de Heim forbidden": "same", "fr chez-soi preferred": "refusedno_right",
		}, verdicts(w.jonas, false, false)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		report, err := w.courier.ImportTerms(t.Context(), w.jonas, []byte("concept,locale,term,status\nhome,de,Daheim,admitted\nhome,de,Zuhause,forbidden\n"), false, false)
		w.ok(err)
		if report.Lines[0].Verdict != "propose" || report.Lines[1].Code != "other_status" {
			t.Errorf("got %+v", report.Lines)
		}
		waiting, err := w.courier.Glossary.Proposals(t.Context(), w.jonas.Actor, "de")
		w.ok(err)
		if len(waiting) != 1 || waiting[0].Term != "Daheim" {
			t.Errorf("waiting: %+v", waiting)
		}
		report, err = w.courier.ImportTerms(t.Context(), w.maria, []byte("concept,locale,term,status\nhome,de,Daheim,admitted\n"), true, false)
		w.ok(err)
		if report.Lines[0].Verdict != "approve" {
			t.Errorf("got %+v", report.Lines)
		}
		for _, format := range []string{transfer.CSV, transfer.TBX} {
			body := w.download(w.courier.Terms(t.Context(), w.claire.Actor, format))
			back, err := w.courier.ImportTerms(t.Context(), w.maria, body, true, true)
			w.ok(err)
			if back.Counts["same"] != 4 || len(back.Lines) != 4 {
				t.Errorf("%s brings back %+v", format, back.Lines)
			}
		}
	})
}
