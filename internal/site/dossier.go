package site

// dossierView is a city with all its approaches in full, to be printed.
type dossierView struct {
	Lang, Title, Lead, Back string
	Approaches              []dossierPart
}

type dossierPart struct {
	article
	Area, Started, Ended string
}

// dossier is the page for printing all approaches of a city at once.
func (v *visit) dossier(slug string) (*answer, error) {
	e, moved, err := v.one("city", slug)
	if err != nil || moved != "" {
		return v.elsewhere(moved, err, "print")
	}
	d := &dossierView{Lang: e.Locale, Title: e.Title, Lead: text(e.Fields, "tagline"), Back: v.entryURL(e)}
	for i, listed := range v.cat.ApproachesOf(e.ID) {
		own, _ := v.slugIn(listed, v.lang)
		full, _, err := v.one("approach", own)
		if err != nil {
			return nil, err
		}
		if full == nil {
			continue // it has moved since the catalogue was read; the next answer has it
		}
		part := dossierPart{article: v.numbered(full, i+1), Started: year(full.Fields, "year_started"), Ended: v.ended(full)}
		if area := v.cat.Entry(target(full, "policy_area")); area != nil {
			part.Area = area.Title
		}
		d.Approaches = append(d.Approaches, part)
	}
	p := v.page("dossier", v.say("city.approaches", "city", e.Title), "cities", func(lang string) (string, bool) {
		own, live := v.slugIn(e, lang)
		return address(lang, "print", own), live
	})
	p.Robots, p.Data, p.keys = "noindex", d, []string{"city", e.ID, "approach"}
	return v.render(p)
}
