package memory

import (
	"slices"
	"strings"

	"movingcities/internal/db"
)

// Seed adds concepts with terms that need no further approval. What is there
// already is left as it is.
func Seed(tx *db.Tx, concepts []Concept, by string, at db.Time) error {
	for _, c := range concepts {
		if _, err := tx.InsertIgnore(&db.Concept{ID: c.ID, Definition: c.Definition, Everyday: c.Everyday, CreatedBy: by, CreatedAt: at}); err != nil {
			return err
		}
		var rows []db.Term
		for locale, terms := range c.Terms {
			for _, t := range terms {
				rows = append(rows, db.Term{
					ConceptID: c.ID, Locale: locale, Term: t.Text, Status: t.Status, Note: t.Note,
					ProposedBy: by, ProposedAt: at, ApprovedBy: by, ApprovedAt: &at,
				})
			}
		}
		if len(rows) == 0 {
			continue
		}
		if _, err := tx.InsertIgnore(rows); err != nil {
			return err
		}
	}
	return nil
}

// Glossary reads all concepts with their approved terms, in order of their ids;
// the terms of a language begin with the preferred ones.
func Glossary(tx *db.Tx) ([]Concept, error) {
	concepts, err := db.Query[db.Concept](tx, "SELECT * FROM concepts")
	if err != nil {
		return nil, err
	}
	terms, err := db.Find[db.Term](tx, "approved_by <> ''")
	if err != nil {
		return nil, err
	}
	of := map[string]map[string][]Term{}
	for _, t := range terms {
		if of[t.ConceptID] == nil {
			of[t.ConceptID] = map[string][]Term{}
		}
		of[t.ConceptID][t.Locale] = append(of[t.ConceptID][t.Locale], Term{Text: t.Term, Status: t.Status, Note: t.Note})
	}
	out := make([]Concept, 0, len(concepts))
	for _, c := range concepts {
		for _, list := range of[c.ID] {
			slices.SortFunc(list, byStatus)
		}
		out = append(out, Concept{ID: c.ID, Definition: c.Definition, Everyday: c.Everyday, Terms: of[c.ID]})
	}
	slices.SortFunc(out, func(a, b Concept) int { return strings.Compare(a.ID, b.ID) })
	return out, nil
}

// byStatus puts preferred before admitted before forbidden, then by the letters.
func byStatus(a, b Term) int {
	order := []string{Preferred, Admitted, Forbidden}
	if d := slices.Index(order, a.Status) - slices.Index(order, b.Status); d != 0 {
		return d
	}
	return strings.Compare(a.Text, b.Text)
}

// Propose adds a term that is not used before somebody approves it. It says
// whether the concept exists and lacked the term.
func Propose(tx *db.Tx, concept, locale string, t Term, by string, at db.Time) (bool, error) {
	known, err := db.First[db.Concept](tx, "id = ?", concept)
	if err != nil || known == nil {
		return false, err
	}
	n, err := tx.InsertIgnore(&db.Term{
		ConceptID: concept, Locale: locale, Term: t.Text, Status: t.Status, Note: t.Note, ProposedBy: by, ProposedAt: at,
	})
	return n > 0, err
}

// Proposals are the terms of a language that wait for approval, oldest first.
func Proposals(tx *db.Tx, locale string) ([]db.Term, error) {
	rows, err := db.Find[db.Term](tx, "locale = ? AND approved_by = ''", locale)
	slices.SortFunc(rows, func(a, b db.Term) int {
		if d := a.ProposedAt.Compare(b.ProposedAt.Time); d != 0 {
			return d
		}
		return strings.Compare(a.ConceptID+"\x00"+a.Term, b.ConceptID+"\x00"+b.Term)
	})
	return rows, err
}

// Change gives a concept another definition, or says whether its words are everyday
// ones.
func Change(tx *db.Tx, concept, definition string, everyday bool) error {
	_, err := tx.Exec("UPDATE concepts SET definition = ?, everyday = ? WHERE id = ?", definition, everyday, concept)
	return err
}

// Approve makes a proposal a term of the glossary. It says whether there was one.
func Approve(tx *db.Tx, concept, locale, term, by string, at db.Time) (bool, error) {
	n, err := tx.Exec("UPDATE terms SET approved_by = ?, approved_at = ? WHERE concept_id = ? AND locale = ? AND term = ? AND approved_by = ''",
		by, at, concept, locale, term)
	return n > 0, err
}

// Reject takes a proposal away. It says whether there was one.
func Reject(tx *db.Tx, concept, locale, term string) (bool, error) {
	n, err := tx.Exec("DELETE FROM terms WHERE concept_id = ? AND locale = ? AND term = ? AND approved_by = ''", concept, locale, term)
	return n > 0, err
}
