package site

import "testing"

func TestBaseMapIsSmall(t *testing.T) {
	drawing, err := files.ReadFile("static/map.svg")
	if err != nil {
		t.Fatal(err)
	}
	if len(drawing) == 0 || len(drawing) > 60_000 {
		t.Errorf("the base map has %d bytes", len(drawing))
	}
}
