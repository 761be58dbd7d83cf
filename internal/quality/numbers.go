package quality

import (
	"math"
	"slices"
	"strings"
)

// checkNumbers compares the figures of both sides as values. What one side writes in
// digits and the other in words is the same; so are 12,500 and 12.500, 2 billion and
// 2000 millones, the 19th and the XIXe century, 10:30 pm and 22 h 30.
func checkNumbers(p *pair) {
	source, target := p.source.figures(), p.target.figures()
	missing, extra := without(source, target), without(target, source)
	var datedSource, datedTarget []Span
	for _, f := range p.findings {
		if f.Code == "dates" {
			datedSource, datedTarget = append(datedSource, f.Source...), append(datedTarget, f.Target...)
		}
	}
	missing = p.source.unexplained(missing, p.target, datedSource)
	extra = p.target.unexplained(extra, p.source, datedTarget)
	lacks, missingAt := p.source.list(missing)
	says, extraAt := p.target.list(extra)
	message := "The source says " + lacks + ", the translation " + says
	switch {
	case len(missing)+len(extra) == 0:
		return
	case len(extra) == 0:
		message = "The translation lacks " + lacks
	case len(missing) == 0:
		message = "The translation says " + says + ", which the source does not"
	}
	p.add("numbers", Warning, missingAt, extraAt, "%s. Correct it, or dismiss this if both say the same.", message)
}

// without lists the figures that the other side has in no form. A zero is not asked
// for: 10:00 is 10 h, and freezing 0 °C.
func without(own, other []figure) []figure {
	return slices.DeleteFunc(slices.Clone(own), func(f figure) bool {
		return f.value == 0 || slices.ContainsFunc(other, f.matches)
	})
}

// unexplained leaves out figures that the other side names, and those in dates that were
// found to differ already.
func (v *view) unexplained(list []figure, other *view, dated []Span) []figure {
	if len(list) == 0 { // as mostly
		return nil
	}
	named := other.named()
	return slices.DeleteFunc(list, func(f figure) bool {
		place := v.span(f.from, f.to)
		return slices.ContainsFunc(dated, func(s Span) bool { return s.Start <= place.Start && place.End <= s.End }) ||
			slices.ContainsFunc(named, func(value float64) bool {
				decade := value >= 20 && math.Mod(value, 10) == 0 && f.endsIn(value) // anni Novanta
				return decade || equal(value, f.value) || equal(value, f.also)
			})
	})
}

func (f figure) matches(g figure) bool {
	return equal(f.value, g.value) || equal(f.value, g.also) || equal(f.also, g.value) ||
		f.short && g.endsIn(f.value) || g.short && f.endsIn(g.value)
}

// endsIn says whether the figure is a year with these two digits at its end.
func (f figure) endsIn(digits float64) bool {
	return f.value >= 1000 && f.value < 2100 && math.Mod(f.value, 100) == digits
}

// equal allows for the rounding of 4.3 million.
func equal(a, b float64) bool { return a == b || math.Abs(a-b) <= 1e-9*math.Abs(a) }

// list names the first figures of a list as they are written, and says where all are.
func (v *view) list(list []figure) (names string, places []Span) {
	var written []string
	for _, f := range list {
		written = append(written, string(v.prose[f.from:f.to]))
		places = append(places, v.span(f.from, f.to))
	}
	written = slices.Compact(written)
	return strings.Join(written[:min(len(written), 3)], ", "), places
}
