package site

import (
	"cmp"
	"html/template"

	"movingcities/internal/catalogue"
	"movingcities/internal/published"
)

// newsItem is a piece of news or an event in a list.
type newsItem struct {
	link
	Kind, Date, Summary string
}

// newsList lists news and events together, the newest first.
func (v *visit) newsList() (*answer, error) {
	if len(v.cat.News) == 0 {
		return v.unknown()
	}
	var items []newsItem
	for _, e := range v.cat.News {
		items = append(items, v.newsItem(e))
	}
	p := v.page("news", v.say("event.title"), "", v.at(filters{}, "news"))
	p.Data, p.keys = items, []string{"news", "event"}
	return v.render(p)
}

func (v *visit) newsItem(e *published.Entry) newsItem {
	return newsItem{
		link: v.linkTo(e), Kind: v.Model.Type(e.Type).Names[v.lang].One, Date: catalogue.Day(e), Summary: text(e.Fields, "summary"),
	}
}

// newsView is a piece of news or an event.
type newsView struct {
	article
	Day                         string
	Kind, When, Place, Register string
	Over                        bool
	Body                        template.HTML
	Programme                   []programmePart
	Organisers, Supporters      []string
	Interpretation              []string
	About                       []link
}

type programmePart struct{ Kind, Title, Text string }

// announcement is the page of a piece of news or of an event.
func (v *visit) announcement(typ, slug string) (*answer, error) {
	path := map[string]string{"news": "news", "event": "events"}[typ]
	e, moved, err := v.one(typ, slug)
	if err != nil || moved != "" {
		return v.elsewhere(moved, err, path)
	}
	n := &newsView{article: v.article(e), Day: catalogue.Day(e), Place: text(e.Fields, "place"), Register: text(e.Fields, "registration_url")}
	n.Kind = cmp.Or(text(object(e.Fields, "kind"), "label"), v.Model.Type(typ).Names[v.lang].One)
	n.When = v.texts.Span(v.lang, text(e.Fields, "starts_at"), text(e.Fields, "ends_at"))
	for _, part := range objects(e.Fields, "programme") {
		n.Programme = append(n.Programme, programmePart{
			Kind: text(object(part, "kind"), "label"), Title: text(part, "title"), Text: text(part, "text"),
		})
	}
	for _, one := range objects(e.Fields, "interpretation") {
		n.Interpretation = append(n.Interpretation, text(one, "label"))
	}
	n.Body = v.body(e, &n.article)
	n.Organisers, n.Supporters = titles(e, "organisers"), titles(e, "supporters")
	for _, id := range append([]string{target(e, "event")}, ids(e, "cities")...) {
		if one := v.cat.Entry(id); one != nil {
			n.About = append(n.About, v.linkTo(one))
		}
	}
	p := v.entryPage("announcement", "", e)
	p.Description, p.Data, p.LinkedData = n.Summary, n, v.linked(p, e, n.article)
	if typ == "event" {
		p.LinkedData["@type"], p.LinkedData["name"] = "Event", e.Title
		p.LinkedData["startDate"], p.LinkedData["endDate"] = text(e.Fields, "starts_at"), text(e.Fields, "ends_at")
	}
	return v.render(p)
}

func titles(e *published.Entry, field string) []string {
	var all []string
	for _, one := range objects(e.Fields, field) {
		all = append(all, text(one, "title"))
	}
	return all
}

func ids(e *published.Entry, field string) []string {
	var all []string
	for _, one := range objects(e.Fields, field) {
		all = append(all, text(one, "id"))
	}
	return all
}
