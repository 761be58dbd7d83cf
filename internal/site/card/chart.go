package card

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
	"strconv"
	"strings"

	"golang.org/x/image/vector"
)

type point struct{ x, y float64 }

// view is where the drawing of the map lies on a card.
type view struct{ scale, dx, dy float64 }

func (v view) at(p point) point { return point{p.x*v.scale + v.dx, p.y*v.scale + v.dy} }

// outline reads a path of M, L and Z with absolute coordinates.
func outline(path string) ([][]point, error) {
	var all [][]point
	for ring := range strings.SplitSeq(path, "M") {
		ring = strings.TrimSuffix(strings.TrimSpace(ring), "Z")
		if ring == "" {
			continue
		}
		var points []point
		for pair := range strings.SplitSeq(ring, "L") {
			xs, ys, _ := strings.Cut(pair, ",")
			x, err := strconv.ParseFloat(xs, 64)
			y, err2 := strconv.ParseFloat(ys, 64)
			if err != nil || err2 != nil {
				return nil, fmt.Errorf("outline of the land: %q is no point", pair)
			}
			points = append(points, point{x, y})
		}
		all = append(all, points)
	}
	return all, nil
}

// chart draws the land with its shoals, as the map of the website does.
func (p *Painter) chart(img draw.Image, v view) {
	p.stroke(img, v, 22, shallow())
	p.stroke(img, v, 10, shoal())
	p.fill(img, v)
	p.stroke(img, v, 1.2, coast())
}

func (p *Painter) fill(img draw.Image, v view) {
	r := vector.NewRasterizer(Width, Height)
	for _, ring := range p.land {
		for i, one := range ring {
			at := v.at(one)
			if i == 0 {
				r.MoveTo(float32(at.x), float32(at.y))
			} else {
				r.LineTo(float32(at.x), float32(at.y))
			}
		}
		r.ClosePath()
	}
	r.Draw(img, img.Bounds(), image.NewUniform(land()), image.Point{})
}

// stroke draws the coasts with round joins. Every piece turns the same way, so
// that where they overlap they add up and do not cancel out.
func (p *Painter) stroke(img draw.Image, v view, wide float64, ink color.Color) {
	r := vector.NewRasterizer(Width, Height)
	for _, ring := range p.land {
		for i := range ring {
			a, b := v.at(ring[i]), v.at(ring[(i+1)%len(ring)])
			if outside(a, b, wide) {
				continue
			}
			length := math.Hypot(b.x-a.x, b.y-a.y)
			if length > 0 {
				nx, ny := (b.y-a.y)/length*wide/2, -(b.x-a.x)/length*wide/2
				polygon(r, point{a.x - nx, a.y - ny}, point{a.x + nx, a.y + ny}, point{b.x + nx, b.y + ny}, point{b.x - nx, b.y - ny})
			}
			if wide > 2 {
				circle(r, a, wide/2)
			}
		}
	}
	r.Draw(img, img.Bounds(), image.NewUniform(ink), image.Point{})
}

func outside(a, b point, margin float64) bool {
	return math.Max(a.x, b.x) < -margin || math.Min(a.x, b.x) > Width+margin ||
		math.Max(a.y, b.y) < -margin || math.Min(a.y, b.y) > Height+margin
}

func polygon(r *vector.Rasterizer, points ...point) {
	for i, p := range points {
		if i == 0 {
			r.MoveTo(float32(p.x), float32(p.y))
		} else {
			r.LineTo(float32(p.x), float32(p.y))
		}
	}
	r.ClosePath()
}

func circle(r *vector.Rasterizer, at point, radius float64) {
	const corners = 16
	var points []point
	for i := range corners {
		angle := 2 * math.Pi * float64(i) / corners
		points = append(points, point{at.x + radius*math.Cos(angle), at.y + radius*math.Sin(angle)})
	}
	polygon(r, points...)
}

// light draws the mark: a dark point with its flare.
func light(img draw.Image, x, y, scale float64) {
	turn := func(dx, dy float64) (float32, float32) {
		const angle = 28 * math.Pi / 180
		return float32(x + scale*(dx*math.Cos(angle)-dy*math.Sin(angle))), float32(y + scale*(dx*math.Sin(angle)+dy*math.Cos(angle)))
	}
	draw := func(ink color.Color, shape func(*vector.Rasterizer)) {
		r := vector.NewRasterizer(Width, Height)
		shape(r)
		r.Draw(img, img.Bounds(), image.NewUniform(ink), image.Point{})
	}
	draw(flare(), func(r *vector.Rasterizer) {
		ax, ay := turn(4.6, -6)
		bx, by := turn(6, -13)
		topX, topY := turn(0, -18)
		cx, cy := turn(-6, -13)
		dx, dy := turn(-4.6, -6)
		r.MoveTo(float32(x), float32(y))
		r.CubeTo(ax, ay, bx, by, topX, topY)
		r.CubeTo(cx, cy, dx, dy, float32(x), float32(y))
		r.ClosePath()
	})
	draw(paper(), func(r *vector.Rasterizer) { circle(r, point{x, y}, 4.8*scale) })
	draw(ink(), func(r *vector.Rasterizer) { circle(r, point{x, y}, 3.6*scale) })
}
