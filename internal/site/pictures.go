package site

import (
	"fmt"
	"regexp"
	"strings"

	"movingcities/internal/published"
	"movingcities/internal/site/atlas"
	"movingcities/internal/site/card"
)

// wholeCard is the picture of pages that are about no place.
const wholeCard = "europe"

// landPath finds the outline of the land in the base map.
var landPath = regexp.MustCompile(`id="land" d="([^"]+)"`)

func loadPainter() (*card.Painter, error) {
	base, err := files.ReadFile("static/map.svg")
	if err != nil {
		return nil, err
	}
	found := landPath.FindSubmatch(base)
	if found == nil {
		return nil, fmt.Errorf("the base map has no land")
	}
	return card.New(string(found[1]))
}

// pictureURL is the picture that other sites show with a link to an entry.
func (v *visit) pictureURL(id string) string { return v.absolute(address(v.lang, "card", id+".png")) }

// picture draws it.
func (v *visit) picture(file string) (*answer, error) {
	id, ok := strings.CutSuffix(file, ".png")
	if !ok {
		return v.unknown()
	}
	c := card.Card{Title: v.say("site.tagline"), Line: v.say("map.title")}
	for _, e := range v.cat.Cities {
		if at, ok := location(e); ok {
			on := atlas.Europe().Place(at.Lat, at.Lon)
			c.Lights = append(c.Lights, [2]float64{on.X, on.Y})
		}
	}
	keys := []string{"city"}
	if id != wholeCard {
		e := v.cat.Entry(id)
		if e == nil || v.entryURL(e) == "" {
			return v.unknown()
		}
		keys = []string{e.Type, e.ID}
		c = v.cardOf(e)
	}
	body, err := v.painter.PNG(c)
	return &answer{kind: "image/png", keys: keys, body: body}, err
}

// cardOf shows an entry at its city, if it has one.
func (v *visit) cardOf(e *published.Entry) card.Card {
	c := card.Card{Title: e.Title}
	city := e
	if e.Type == "approach" {
		city = v.cat.Entry(target(e, "city"))
		if city == nil {
			return c
		}
		c.Line = city.Title
	}
	if city.Type != "city" {
		return c
	}
	if at, ok := location(city); ok {
		on := atlas.Europe().Place(at.Lat, at.Lon)
		c.X, c.Y, c.Lit = on.X, on.Y, true
	}
	if _, country := countryOf(city); e == city {
		c.Line = country
	}
	return c
}
