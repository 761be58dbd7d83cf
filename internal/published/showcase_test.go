package published_test

// showcase publishes a small world: three cities, two networks of which one is
// never public, an approach, and entries of the types with only one part.
func showcase(w *world) map[string]string {
	w.Helper()
	eurocities, secret := w.entry("network", "en"), w.entry("network", "en")
	gdansk, livadia, berlin := w.entry("city", "pl"), w.entry("city", "el"), w.entry("city", "de")
	model, town := w.entry("approach", "pl"), w.entry("municipality", "en")
	note, office := w.entry("note", "de"), w.entry("organisation", "en")

	w.publish(eurocities, "und", "", `{"website":"https://eurocities.eu"}`)
	w.publish(eurocities, "en", "eurocities", `{"name":"Eurocities"}`)

	w.publish(gdansk, "und", "", `{
		"country":"PL", "location":{"lat":54.35227,"lon":18.64912}, "population":{"value":486492,"unit":"people","year":2022},
		"founded":"0997-01-01", "visited":"2025-03-01T12:30:00+02:00", "port":true, "themes":["housing","school"],
		"networks":[
			{"id":"m0","entry":"`+secret.ID+`","role":"member"},
			{"id":"m1","entry":"`+eurocities.ID+`","role":"founder","since":1996}],
		"twin":{"entry":"`+berlin.ID+`"}, "legacy":[{"id":"l1","path":"/pl/gdansk-1"}]}`)
	w.publish(gdansk, "pl", "gdansk", `{"name":"Gdańsk","summary":"Port nad Bałtykiem","district":"Śródmieście",
		"sections":[{"id":"s1","kind":"focus","heading":"Model","body":{"type":"doc","content":[]}}]}`)
	w.publish(gdansk, "en", "gdansk", `{"name":"Gdańsk","summary":"Port on the Baltic <sea> & more"}`)

	w.publish(livadia, "und", "", `{"country":"GR","location":{"lat":38.43611,"lon":22.875},"population":{"value":null,"year":"not_known"},
		"founded":"2010-06-15", "port":false, "themes":["health"]}`)
	w.publish(livadia, "el", "livadia", `{"name":"Λιβαδειά","summary":"Πόλη της Βοιωτίας"}`)

	w.publish(berlin, "und", "", `{"country":"DE","location":{"lat":52.52,"lon":13.405},"population":{"value":3677472,"unit":"people"},
		"visited":"2025-03-02T08:00:00Z","networks":[{"id":"m2","entry":"`+eurocities.ID+`","role":"member"}]}`)
	w.publish(berlin, "de", "berlin", `{"name":"Berlin","summary":"Hauptstadt","district":"Mitte"}`)
	stale := w.doc(berlin, "en", "berlin", `{"name":"Berlin","summary":"Capital","district":"Centre"}`)
	stale.Stale = 2
	if err := w.tryPublish(stale); err != nil {
		w.Fatal(err)
	}

	w.publish(model, "und", "", `{"city":{"entry":"`+gdansk.ID+`"},"partners":[
		{"id":"p1","network":{"entry":"`+eurocities.ID+`"},"note":"coordinates"},
		{"id":"p2","network":{"entry":"`+secret.ID+`"},"note":"advises"}]}`)
	w.publish(model, "pl", "model-integracji", `{"title":"Model integracji"}`)
	w.publish(town, "und", "sopot", `{"name":"Sopot","location":{"lat":54.4418,"lon":18.5601}}`)
	w.publish(note, "de", "notiz", `{"title":"Notiz"}`)
	w.publish(office, "und", "", `{"name":"Biuro"}`)
	w.publish(office, "en", "biuro", `{"about":"An office"}`)
	return map[string]string{
		"eurocities": eurocities.ID, "secret": secret.ID, "gdansk": gdansk.ID, "livadia": livadia.ID, "berlin": berlin.ID,
		"model": model.ID, "sopot": town.ID, "note": note.ID, "office": office.ID,
	}
}
