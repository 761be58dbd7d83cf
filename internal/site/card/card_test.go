package card_test

import (
	"bytes"
	"image/png"
	"os"
	"testing"

	"movingcities/internal/site/card"
)

const square = "M700,600L900,600L900,800L700,800Z"

func TestACardHasItsSizeAndShowsItsLight(t *testing.T) {
	painter, err := card.New(square)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := painter.PNG(card.Card{Title: "Θεσσαλονίκη – Wrocław – Rottenburg am Neckar", Line: "Grèce", X: 800, Y: 700, Lit: true})
	if err != nil {
		t.Fatal(err)
	}
	if name := os.Getenv("CARD"); name != "" { // to look at it
		if err := os.WriteFile(name, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	img, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != card.Width || b.Dy() != card.Height {
		t.Errorf("%v", b)
	}
	magenta, inked := 0, 0
	for y := range card.Height {
		for x := range card.Width {
			r, g, b, _ := img.At(x, y).RGBA()
			switch {
			case x > 510 && r>>8 == 0x9A && g>>8 == 0x25 && b>>8 == 0x76:
				magenta++
			case x < 490 && y > 200 && y < 480 && r>>8 == 0x14:
				inked++
			}
		}
	}
	if magenta < 100 || inked < 2000 {
		t.Errorf("%d points of the light, %d of the name", magenta, inked)
	}
}

func TestAnOutlineThatIsNoneIsRefused(t *testing.T) {
	if _, err := card.New("M1,2Cx"); err == nil {
		t.Error("accepted")
	}
}
