// Package card draws the pictures that other sites show with a link: a piece of
// the map with a light, and a name in the type of the website.
package card

import (
	"bytes"
	"embed"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// The size of every card in pixels, which is the one that is asked for.
const (
	Width  = 1200
	Height = 630
)

// Commissioner at weight 680 with flared ends, one file for each script, made
// from the files of the website with these axes fixed.
//
//go:embed *.ttf
var fonts embed.FS

// Card is what a picture shows. X and Y are where its light is on the drawing
// of the map; without Lit the whole map is shown.
type Card struct {
	Title, Line string
	X, Y        float64
	Lit         bool
	Lights      [][2]float64 // of the whole map
}

// Painter draws cards. It may be used by many goroutines.
type Painter struct {
	land  [][]point
	faces []*sfnt.Font
}

func paper() color.Color   { return color.RGBA{0xFB, 0xFB, 0xF8, 0xFF} }
func sea() color.Color     { return color.RGBA{0xDC, 0xE9, 0xED, 0xFF} }
func shoal() color.Color   { return color.RGBA{0xBF, 0xD7, 0xDF, 0xFF} }
func shallow() color.Color { return color.RGBA{0xCF, 0xE1, 0xE7, 0xFF} }
func land() color.Color    { return color.RGBA{0xF4, 0xE9, 0xCC, 0xFF} }
func coast() color.Color   { return color.RGBA{0x8A, 0x7D, 0x55, 0xFF} }
func ink() color.Color     { return color.RGBA{0x14, 0x22, 0x2B, 0xFF} }
func ink2() color.Color    { return color.RGBA{0x45, 0x53, 0x5C, 0xFF} }
func flare() color.Color   { return color.RGBA{0x9A, 0x25, 0x76, 0xFF} }

// New reads the fonts and the outline of the land, which is the data of an SVG
// path of straight lines.
func New(path string) (*Painter, error) {
	p := &Painter{}
	var err error
	if p.land, err = outline(path); err != nil {
		return nil, err
	}
	for _, script := range []string{"latin", "latin-ext", "greek"} {
		raw, err := fonts.ReadFile("commissioner-" + script + ".ttf")
		if err != nil {
			return nil, err
		}
		face, err := opentype.Parse(raw)
		if err != nil {
			return nil, fmt.Errorf("font of %s: %w", script, err)
		}
		p.faces = append(p.faces, face)
	}
	return p, nil
}

// PNG draws a card.
func (p *Painter) PNG(c Card) ([]byte, error) {
	img := image.NewRGBA(image.Rect(0, 0, Width, Height))
	draw.Draw(img, img.Bounds(), image.NewUniform(sea()), image.Point{}, draw.Src)
	view := view{scale: 0.72, dx: 300, dy: -60}
	if c.Lit {
		const scale = 2.1
		view.scale, view.dx, view.dy = scale, 850-c.X*scale, 330-c.Y*scale
	}
	p.chart(img, view)
	if c.Lit {
		light(img, 850, 330, 3)
	}
	for _, l := range c.Lights {
		at := view.at(point{l[0], l[1]})
		light(img, at.x, at.y, 1)
	}
	const panel = 500
	draw.Draw(img, image.Rect(0, 0, panel, Height), image.NewUniform(paper()), image.Point{}, draw.Src)
	draw.Draw(img, image.Rect(panel, 0, panel+2, Height), image.NewUniform(shoal()), image.Point{}, draw.Src)
	light(img, 62, 84, 1.7)
	if err := p.words(img, c); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err := png.Encode(&out, img)
	return out.Bytes(), err
}

// words sets the texts of the card into its panel. A title that is too long for
// one size takes a smaller one.
func (p *Painter) words(img draw.Image, c Card) error {
	const left, wide = 48, 416
	write := func(text string, size float64, x, y int, ink color.Color) error {
		t, err := p.typeset(size)
		if err != nil {
			return err
		}
		t.draw(img, text, x, y, ink)
		return nil
	}
	if err := write("Moving Cities", 30, 92, 84, ink()); err != nil {
		return err
	}
	for _, size := range []float64{64, 52, 44, 36} {
		t, err := p.typeset(size)
		if err != nil {
			return err
		}
		lines, fits := t.broken(c.Title, wide)
		if (!fits || len(lines) > 4) && size > 36 {
			continue
		}
		lines = lines[:min(len(lines), 7)]
		y := 330 - int(size*1.1)*(len(lines)-1)/2
		for _, line := range lines {
			t.draw(img, line, left, y, ink())
			y += int(size * 1.1)
		}
		break
	}
	return write(c.Line, 26, left, Height-56, ink2())
}

// typeset is the fonts of all scripts at one size.
type typeset struct {
	fonts []*sfnt.Font
	faces []font.Face
}

func (p *Painter) typeset(size float64) (*typeset, error) {
	t := &typeset{fonts: p.faces}
	for _, f := range p.faces {
		face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
		if err != nil {
			return nil, err
		}
		t.faces = append(t.faces, face)
	}
	return t, nil
}

// face is that of the first font with the letter, or the first of all.
func (t *typeset) face(r rune) font.Face {
	var buffer sfnt.Buffer
	for i, f := range t.fonts {
		if index, err := f.GlyphIndex(&buffer, r); err == nil && index != 0 {
			return t.faces[i]
		}
	}
	return t.faces[0]
}

func (t *typeset) width(text string) fixed.Int26_6 {
	var sum fixed.Int26_6
	for _, r := range text {
		advance, _ := t.face(r).GlyphAdvance(r)
		sum += advance
	}
	return sum
}

func (t *typeset) draw(img draw.Image, text string, x, y int, ink color.Color) {
	d := font.Drawer{Dst: img, Src: image.NewUniform(ink), Dot: fixed.P(x, y)}
	for _, r := range text {
		d.Face = t.face(r)
		d.DrawString(string(r))
	}
}

// broken sets a text in lines, and tells whether every word fits into one.
func (t *typeset) broken(text string, wide int) (lines []string, fits bool) {
	most := fixed.I(wide)
	fits = true
	for _, word := range strings.FieldsFunc(text, unicode.IsSpace) {
		if t.width(word) > most {
			fits = false
		}
		if n := len(lines); n > 0 && t.width(lines[n-1]+" "+word) <= most {
			lines[n-1] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines, fits
}
