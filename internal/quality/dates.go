package quality

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// date is a day in a text as far as it is named; 0 is unknown. from and to are its
// place in prose.
type date struct{ day, month, year, from, to int }

// agrees says whether two dates may be the same day; what one leaves out, the other
// may say.
func (d date) agrees(e date) bool {
	same := func(a, b int) bool { return a == b || a == 0 || b == 0 }
	return same(d.day, e.day) && d.month == e.month && same(d.year, e.year)
}

// checkDates compares days and months, which the figures alone do not show: 3 March
// and 3 mai have the same. The dates that only one side has are put against each other
// in their order; where one side has more of them, the figures tell.
func checkDates(p *pair) {
	source, target := p.source.dates(), p.target.dates()
	only := func(list, others []date) []date {
		return slices.DeleteFunc(slices.Clone(list), func(d date) bool { return slices.ContainsFunc(others, d.agrees) })
	}
	lost, added := only(source, target), only(target, source)
	for i := range min(len(lost), len(added)) {
		s, t := lost[i], added[i]
		p.add("dates", Warning, []Span{p.source.span(s.from, s.to)}, []Span{p.target.span(t.from, t.to)},
			"The source says %s, the translation %s. Correct the date, or dismiss this if both say the same.",
			string(p.source.prose[s.from:s.to]), string(p.target.prose[t.from:t.to]))
	}
}

// dates lists the dates of a text that name a month and have a day or a year. Those in
// numbers alone are figures, in another order or not.
func (v *view) dates() []date {
	if dateForms[v.lang] == nil || !strings.ContainsFunc(v.plain, isDigit) { // as most segments
		return nil
	}
	var out []date
	for _, m := range find(v.prose, dateForms[v.lang]) {
		part := func(i int) string { return string(v.prose[max(m[2*i], 0):max(m[2*i+1], 0)]) }
		month, _ := lexicons[v.lang+" months"].look(part(2))
		day, _ := strconv.Atoi(cmp.Or(part(1), part(3))) // 0 for neither
		year, _ := strconv.Atoi(part(4))
		if day+year > 0 && !inWord(v.char(m[4]-1)) && !inWord(v.char(m[5])) { // Mark is not Mar
			out = append(out, date{day, int(month), year, m[0], m[1]})
		}
	}
	return out
}
