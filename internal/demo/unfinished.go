package demo

// stage is how far a document of the demonstration gets.
type stage int

const (
	missing stage = iota
	draft
	inReview
	changesRequested // back to draft, with a comment
	approved
	live
)

// exception is a document that stops short of being live.
type exception struct {
	typ, slug string
	locale    string // empty: every language and the shared part
	until     stage
	comment   string // of the reviewer who wants changes
}

// unfinished lists the documents that are deliberately not live, so that the
// queue of every language holds work of every kind. Whatever is not named goes
// live. The shared part goes as far as the source; a translation waits while
// the language it follows has not been approved.
func unfinished() []exception {
	return []exception{
		{"approach", "bern-integration-award", "en", missing, ""},
		{"approach", "plan-einstein", "fr", missing, ""},
		{"approach", "salus-space", "de", missing, ""},
		{"city", "swansea", "el", missing, ""},
		{"network", "reci", "it", missing, ""},
		{"approach", "la-liniere", "pl", missing, ""},
		{"city", "palermo", "es", missing, ""},

		{"approach", "neighbourhood-document", "en", draft, ""},
		{"city", "rottenburg", "fr", draft, ""},
		{"approach", "urban-commons", "de", draft, ""},
		{"approach", "anti-rumours", "el", draft, ""},
		{"approach", "lewisham-migration-forum", "it", draft, ""},
		{"approach", "24-hour-shelter", "it", draft, ""},
		{"city", "cadiz", "pl", draft, ""},
		{"approach", "open-harbour", "es", draft, ""},

		{"approach", "entraidons-nous", "en", inReview, ""},
		{"approach", "council-of-cultures", "fr", inReview, ""},
		{"city", "utrecht", "de", inReview, ""},
		{"approach", "bremen-health-card", "el", inReview, ""},
		{"network", "anvita", "it", inReview, ""},
		{"approach", "swansea-city-of-sanctuary", "pl", inReview, ""},
		{"approach", "wir-alle-sind-bern", "es", inReview, ""},

		{"approach", "rise-the-difference", "en", changesRequested, "Please name the project in the summary too: readers of the list cannot tell which one it is."},
		{"approach", "steering-committee-irregular-stay", "fr", changesRequested, "« Instances fédérales » : pouvez-vous vérifier le terme belge dans la source ?"},
		{"approach", "online-solidarity-platform", "de", changesRequested, "Bitte den letzten Satz teilen: Nach dem Semikolon beginnt ein neuer Gedanke."},
		{"approach", "milan-model", "el", changesRequested, "Παρακαλώ ελέγξτε τις χρονολογίες σε σύγκριση με το ιταλικό κείμενο."},
		{"approach", "city-to-city", "it", changesRequested, "«Ricollocazione tra città» non è chiaro a tutti: si può spiegare in due parole?"},
		{"approach", "lawsuit-for-admission", "pl", changesRequested, "Proszę sprawdzić nazwę sądu i zapisać ją tak jak w źródle."},
		{"approach", "buddies", "es", changesRequested, "¿Podemos mencionar también «buddies», el nombre que usa la ciudad?"},

		{"approach", "pro-migrant-discourse", "en", approved, ""},
		{"city", "potsdam", "fr", approved, ""},
		{"approach", "convention-on-reception", "de", approved, ""},
		{"approach", "amsterdam-city-rights-app", "el", approved, ""},
		{"approach", "clearing-house-health", "it", approved, ""},
		{"approach", "i-tavoli", "pl", approved, ""},
		{"approach", "refugee-taskforce", "es", approved, ""},

		// A relay that has not arrived: five languages wait for English.
		{"approach", "village-life-together", "en", inReview, ""},
		// Entries whose source is not finished, each with its shared part.
		{"approach", "intercultural-dialogue-strategy", "pl", draft, ""},
		{"approach", "one-agency-for-social-services", "it", inReview, ""},
		{"approach", "nausica", "es", changesRequested, "Falta una fuente para las 27 plazas de 2016; añádela, por favor."},
		// An entry that is ready in all languages and waits for its publication.
		{"approach", "residence-before-removal", "", approved, ""},
	}
}

// edit is a change of wording after everything was published. What was made
// from the text before is stale from then on.
type edit struct {
	typ, slug, locale string
	from, to          string // part of one sentence
}

// edits lists the changes, the last one of a relay: English was reworded, the
// Greek it follows was not, and the languages that follow English have to look.
// In the one before it is the other way round: Greek has moved, and the others
// wait until English has caught up.
func edits() []edit {
	return []edit{
		{"city", "bologna", "it", "reggono gran parte dell’accoglienza", "portano avanti gran parte dell’accoglienza"},
		{"approach", "bremer-modell", "de", "andere Städte übernahmen das Modell", "andere Städte haben das Modell übernommen"},
		{"approach", "lewisham-migration-forum", "en", "brings the demands of migrants to the council", "takes the demands of migrants to the council"},
		{"approach", "cities-network-for-integration", "el", "στο οποίο ελληνικοί δήμοι μοιράζονται το έργο της ένταξης", "στο οποίο ελληνικοί δήμοι συνεργάζονται για την ένταξη"},
		{"city", "thessaloniki", "en", "linked them with the tax office", "put them in touch with the tax office"},
	}
}

// stillRight is the translation that its translator has compared with the last
// edit and found to be right as it is. It is the last thing a load does.
func stillRight() (typ, slug, locale string) { return "city", "thessaloniki", "fr" }

// goal says for each document of an entry how far it gets, by locale.
func (e Entry) goal(locale string) exception {
	goal := exception{e.Type, e.Slug, locale, live, ""}
	for _, x := range unfinished() {
		if x.typ == e.Type && x.slug == e.Slug && (x.locale == locale || x.locale == "") {
			return x
		}
	}
	return goal
}
