package search_test

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"testing"

	"movingcities/internal/apptest"
	"movingcities/internal/search"
)

//go:embed testdata/relevance.tsv
var relevanceSet string

// judgement is one question with the entries that answer it.
type judgement struct {
	locale, kind, question string
	answers                []string
}

func judgements(t testing.TB) []judgement {
	t.Helper()
	var all []judgement
	for line := range strings.Lines(relevanceSet) {
		parts := strings.Split(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		if len(parts) != 4 {
			t.Fatalf("not four columns: %q", line)
		}
		all = append(all, judgement{parts[0], parts[1], parts[2], strings.Fields(parts[3])})
	}
	return all
}

// score sums up a language: recall@5 is the share of questions with an answer
// among the first five, MRR the mean of one over the place of the first answer.
type score struct{ questions, found, reciprocal float64 }

// The least that the search must reach in every language.
const (
	leastRecall = 0.90
	leastMRR    = 0.80
)

// TestRelevance asks the committed questions and keeps the scores above a floor,
// with the same answers in the same order on both databases.
func TestRelevance(t *testing.T) {
	answers := map[string][]string{}
	apptest.EachDB(t, func(t *testing.T, url string) {
		s := newShelf(t, url)
		slugs := s.demonstration()
		scores := map[string]*score{}
		var poor []string
		for _, j := range judgements(t) {
			result, err := s.asked(search.Query{Text: j.question, Locale: j.locale, Size: 10})
			must(t, err)
			var got []string
			for _, h := range result.Data {
				got = append(got, slugs[h.ID])
			}
			key := j.locale + " " + j.question
			if first, asked := answers[key]; asked && !slices.Equal(first, got) {
				t.Errorf("%s: %v on one database, %v on the other", key, first, got)
			}
			answers[key] = got
			place := slices.IndexFunc(got, func(g string) bool { return slices.Contains(j.answers, g) })
			for _, of := range []string{j.locale, j.locale + " " + j.kind} {
				if scores[of] == nil {
					scores[of] = &score{}
				}
				scores[of].questions++
				if place >= 0 {
					scores[of].reciprocal += 1 / float64(place+1)
				}
				if place >= 0 && place < 5 {
					scores[of].found++
				}
			}
			if place < 0 || place >= 5 {
				poor = append(poor, fmt.Sprintf("%s (%s) got %v, corrected %q", key, j.kind, got[:min(5, len(got))], result.Corrected))
			}
		}
		for _, l := range s.model.Locales() {
			sc := scores[l.Code]
			if sc.questions < 30 {
				t.Errorf("%s has %v questions, not 30", l.Code, sc.questions)
			}
			recall, mrr := sc.found/sc.questions, sc.reciprocal/sc.questions
			line := fmt.Sprintf("%s  %2.0f questions  recall@5 %.2f  MRR %.2f ", l.Code, sc.questions, recall, mrr)
			for _, kind := range []string{"form", "accent", "name", "error", "start", "topic"} {
				of := scores[l.Code+" "+kind]
				line += fmt.Sprintf(" %s %.0f/%.0f", kind, of.found, of.questions)
			}
			t.Log(line)
			if recall < leastRecall || mrr < leastMRR {
				t.Errorf("%s is below recall@5 %.2f and MRR %.2f", l.Code, leastRecall, leastMRR)
			}
		}
		t.Log("not among the first five:\n" + strings.Join(poor, "\n"))
	})
}
