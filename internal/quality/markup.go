package quality

import (
	"slices"
	"unicode"
)

// The tags of the target are each known, paired, nested, and none of the source's lost.
// They may come in another order and enclose other words.

// checkUnknownTags finds those that stand for nothing.
func checkUnknownTags(p *pair) {
	for _, t := range p.target.tags {
		_, own := p.target.inline[t.number]
		if !own && !slices.ContainsFunc(p.source.tags, func(s tag) bool { return s.number == t.number }) {
			p.add("markup", Error, nil, []Span{t.span}, "Tag %d does not exist in the source. Remove it.", t.number)
		}
	}
}

// checkTagPairs finds those without their other half and those of pairs that cross.
func checkTagPairs(p *pair) {
	var open []tag
	for _, t := range p.target.tags {
		if t.form == opening {
			open = append(open, t)
		}
		if t.form != closing {
			continue
		}
		last := len(open) - 1
		at := last
		for at >= 0 && open[at].number != t.number {
			at--
		}
		if at != last || at < 0 {
			p.add("markup", Error, nil, []Span{t.span}, "Tag %d is closed where it is not the last one opened. Close each tag within the one around it.", t.number)
		}
		if at >= 0 {
			open = slices.Delete(open, at, at+1)
		}
	}
	for _, t := range open {
		p.add("markup", Error, nil, []Span{t.span}, "Tag %d is not closed. Put its closing tag, or remove the opening one.", t.number)
	}
}

// checkLostTags finds codes of the source that the target does not use, or around
// nothing. Without a link or a citation the reader loses the way to something.
func checkLostTags(p *pair) {
	found := map[int]bool{}
	for i, t := range p.target.tags {
		if t.form == neither || t.form == opening && p.target.encloses(i) {
			found[t.number] = true
		}
	}
	for _, t := range p.source.tags {
		if found[t.number] {
			continue
		}
		found[t.number] = true // say it once
		place := []Span{t.span}
		switch kind := p.source.inline[t.number].Type; {
		case kind == "link" || kind == "citation":
			p.add("markup", Error, place, nil, "The %s of the source is not in the translation. Put its tag around the words that carry it.", kind)
		case t.form == neither:
			p.add("markup", Warning, place, nil, "A line break of the source is not in the translation. Put it in, or dismiss this.")
		default:
			p.add("markup", Warning, place, nil, "An emphasis of the source is not in the translation. Put its tag around the words, or dismiss this.")
		}
	}
}

// encloses says whether the opening tag i has something to read, or a tag, in it.
func (v *view) encloses(i int) bool {
	if i++; i == len(v.tags) || v.tags[i].number != v.tags[i-1].number {
		return true
	}
	return slices.ContainsFunc(v.prose[v.tags[i-1].pos:v.tags[i].pos], func(r rune) bool { return !unicode.IsSpace(r) })
}

// checkPlaceholders compares what a program will fill in, in any order.
func checkPlaceholders(p *pair) {
	lost, added := differ(p.source.holders, p.target.holders)
	for _, l := range lost {
		p.add("placeholders", Error, []Span{l.span}, nil, "The placeholder %s is missing. Copy it from the source as it is.", l.text)
	}
	for _, a := range added {
		p.add("placeholders", Error, nil, []Span{a.span}, "The placeholder %s is not in the source. Write it as the source has it: placeholders are not translated.", a.text)
	}
}

// differ lists the literals that only one side has, counting each.
func differ(sources, targets []literal) (lost, added []literal) {
	added = slices.Clone(targets)
	for _, l := range sources {
		at := slices.IndexFunc(added, func(a literal) bool { return a.text == l.text })
		if at < 0 {
			lost = append(lost, l)
		} else {
			added = slices.Delete(added, at, at+1)
		}
	}
	return lost, added
}
