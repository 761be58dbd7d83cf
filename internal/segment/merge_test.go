package segment

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"movingcities/internal/schema"
)

// The source's own texts as targets give the source back; so do targets that bring
// their inline codes.
func TestMergeOfTheSourceIsTheSource(t *testing.T) {
	for _, policy := range []string{"forbid", "omit"} {
		typ, base := profile(policy), palermo()
		segments := Split(typ, base)
		targets := translated(segments, sourceText)
		same(t, base, Merge(typ, base, targets))
		for _, s := range segments {
			target := targets[s.Key]
			target.Inline = s.Inline
			targets[s.Key] = target
		}
		same(t, base, Merge(typ, base, targets))
	}
}

// A translation has the structure of its base and nothing of its texts.
func TestMergeWithoutTargets(t *testing.T) {
	base := palermo()
	got := Merge(profile("forbid"), base, nil)
	same(t, schema.Fields{
		"intro": doc(
			heading("h1", ""), para("p1", ""),
			wrap("bulletList", "l1",
				wrap("listItem", "i1", para("p2", "")),
				wrap("listItem", "i2", para("p3", ""), wrap("orderedList", "l2", wrap("listItem", "i3", para("p4", ""))))),
			wrap("blockquote", "b1", para("p5", ""))),
		"facts": []any{
			item("f1", object{
				"remark": doc(para("p6", "")),
				"amount": base["facts"].([]any)[0].(object)["amount"],
				"voice":  object{"speaker": "A sailor"},
			}),
			item("f2", object{}),
		},
		"quote":      object{"speaker": "Leoluca Orlando"},
		"sections":   []any{item("s1", object{"kind": "context", "body": doc(para("p7", ""))})},
		"since":      "2015-03-01",
		"partners":   []any{item("r1", object{"entry": "e1"})},
		"references": base["references"],
		"motto":      "Io sono persona", // not localized now: kept as it is
		"gone":       "of an earlier definition",
	}, got)
	same(t, palermo(), base) // the base is not touched
	got["facts"].([]any)[0].(object)["amount"].(object)["unit"] = "boats"
	same(t, palermo(), base)
}

// Where the type omits empty segments, everything that held nothing else goes too;
// a list item that goes on keeps the paragraph it must begin with.
func TestMergeOmitsEmpty(t *testing.T) {
	typ, base := profile("omit"), palermo()
	targets := map[string]Target{
		"p4":             {Text: "Tonno", State: StateDraft},
		"f1.label":       {Text: "Navi", State: StateMachine},
		"quote.function": {Text: "già sindaco", State: StateTranslated},
		"p7":             {Text: "Con una carta", State: StateLeftEmpty},
		"elsewhere":      {Text: "Perduto", State: StateTranslated},
		"motto":          {Text: "Io sono persona, tradotto", State: StateTranslated},
	}
	same(t, schema.Fields{
		"intro": doc(wrap("bulletList", "l1", wrap("listItem", "i2", para("p3", ""), wrap("orderedList", "l2", wrap("listItem", "i3", para("p4", "Tonno")))))),
		"facts": []any{item("f1", object{"label": "Navi", "amount": base["facts"].([]any)[0].(object)["amount"]})},
		"since": "2015-03-01", "references": base["references"],
		"partners": []any{item("r1", object{"entry": "e1"})},
		"motto":    "Io sono persona, tradotto", "gone": "of an earlier definition",
	}, Merge(typ, base, targets))
	// A list item without a paragraph of its own goes with the list in it.
	base["intro"] = doc(wrap("bulletList", "l1", wrap("listItem", "i1", para("p1", ""), wrap("bulletList", "l2", wrap("listItem", "i2", para("p2", "Tuna"))))))
	same(t, schema.Fields{
		"since": "2015-03-01", "references": base["references"],
		"partners": []any{item("r1", object{"entry": "e1"})},
		"motto":    "Io sono persona", "gone": "of an earlier definition",
	}, Merge(typ, base, nil))
}

// An item that must have a text, and a section without anything under its heading,
// are omitted although they have another text.
func TestMergeOmitsItemsThatLackWhatTheyNeed(t *testing.T) {
	typ, base := profile("omit"), palermo()
	typ.Field("facts").Fields[0].Required = true
	merged := Merge(typ, base, map[string]Target{
		"p6":         {Text: "Nel porto vecchio.", State: StateTranslated},
		"f2.label":   {Text: "Moli", State: StateTranslated},
		"s1.heading": {Text: "Come iniziò", State: StateTranslated},
		"r1.role":    {Text: "ospite", State: StateTranslated},
	})
	same(t, schema.Fields{
		"facts": []any{item("f2", object{"label": "Moli"})},
		"since": "2015-03-01", "references": base["references"],
		"partners": []any{item("r1", object{"entry": "e1", "role": "ospite"})},
		"motto":    "Io sono persona", "gone": "of an earlier definition",
	}, merged)
}

// mergeOne merges a target for the single paragraph "p1".
func mergeOne(block object, target Target) any {
	merged := Merge(profile("forbid"), schema.Fields{"intro": doc(block)}, map[string]Target{"p1": target})
	return merged["intro"].(object)["content"]
}

// Links follow the source until a translator gives the tag a target of its own.
func TestMergeInlineCodes(t *testing.T) {
	source := para("p1", "to <10>the sea</10> and <1>on</1>")
	link := func(href string) any {
		return object{"type": "text", "text": "mare", "marks": []any{object{"type": "link", "attrs": object{"href": href}}}}
	}
	plain := object{"type": "text", "text": "mare"}
	for name, c := range map[string]struct {
		own  []Inline
		want any
	}{
		"follows":                {nil, link("/place/10")},
		"own target":             {[]Inline{{1, "link", map[string]string{"href": "/it"}}}, link("/it")},
		"own without a target":   {[]Inline{{1, "link", nil}}, link("/place/10")},
		"own for another tag":    {[]Inline{{2, "link", map[string]string{"href": "/it"}}}, link("/place/10")},
		"other attributes":       {[]Inline{{1, "link", map[string]string{"href": "/it", "onclick": "x()"}}}, link("/it")},
		"a mark that is none":    {[]Inline{{1, "script", map[string]string{"src": "x"}}}, plain},
		"a citation of nothing":  {[]Inline{{1, "citation", map[string]string{"href": "/it"}}}, plain},
		"a break around a text":  {[]Inline{{1, "hardBreak", nil}}, plain},
		"another mark than base": {[]Inline{{1, "bold", map[string]string{"href": "/it"}}}, object{"type": "text", "text": "mare", "marks": []any{object{"type": "bold"}}}},
	} {
		got := mergeOne(source, Target{Text: "<1>mare</1>", Inline: c.own})
		want := []any{object{"type": "paragraph", "attrs": object{"id": "p1"}, "content": []any{c.want}}}
		if diff := cmp.Diff(any(want), got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// A blank line begins another paragraph, with an id that is the same at every merge.
func TestMergeSeveralParagraphs(t *testing.T) {
	const id = "0190a6b0-0000-7000-8000-000000000001"
	base := schema.Fields{"intro": doc(textBlock("paragraph", id, "One <1>two</1>"), wrap("blockquote", "b1", para("p2", "End")))}
	merge := func(text string) schema.Fields {
		return Merge(profile("forbid"), base, map[string]Target{
			id: {Text: text}, "p2": {Text: "Fine"},
		})
	}
	second, third := derivedID(id, 1), derivedID(id, 2)
	want := schema.Fields{"intro": doc(
		textBlock("paragraph", id, "Uno"),
		textBlock("paragraph", second, "<1>due</1>"),
		textBlock("paragraph", third, "<1>tre</1> e qui"),
		wrap("blockquote", "b1", para("p2", "Fine")))}
	same(t, want, merge("Uno \n\n<1>due\n \n\ntre</1>\ne qui\n\n"))
	same(t, want, merge("Uno\n\n<1>due\n\n\n\ntre</1> e qui"))
	if parsed, err := uuid.Parse(second); err != nil || parsed.Version() != 5 || second == third {
		t.Errorf("further ids are %s and %s", second, third)
	}
	// An id that is no UUID has followers too; they are part of public content, so
	// that a change of how they are made would show here.
	if got := derivedID("p1", 1); got != "a3e1f5ea-603e-5b7f-ba67-f73b79af283d" || derivedID("p2", 1) == got {
		t.Errorf("further id of p1 is %s", got)
	}
}

// Lines stay where the field has lines; a heading or a title has none.
func TestMergeLines(t *testing.T) {
	base := schema.Fields{"title": "T", "address": "A", "intro": doc(heading("h1", "H"))}
	lines := Target{Text: "a\n\nb\nc <1/>d"}
	same(t, schema.Fields{"title": "a b c d", "address": "a\n\nb\nc \nd", "intro": doc(heading("h1", "a b c d"))},
		Merge(profile("forbid"), base, map[string]Target{"title": lines, "address": lines, "h1": lines}))
}

func TestTargetHasText(t *testing.T) {
	for _, c := range []struct {
		target Target
		want   bool
	}{
		{Target{}, false},
		{Target{Text: " \n<1></1><2/>"}, false},
		{Target{Text: "a", State: StateLeftEmpty}, false},
		{Target{Text: "<1>a</1>", State: StateMachine}, true},
		{Target{Text: `\<1>`}, true},
	} {
		if got := c.target.HasText(); got != c.want {
			t.Errorf("%+v has text: %v", c.target, got)
		}
	}
}

// Codes equal to the source's are dropped, so that the source's corrections arrive;
// codes of a text that the source has left behind are kept with the target.
func TestRebase(t *testing.T) {
	link := func(tag int, href string) Inline { return Inline{tag, "link", map[string]string{"href": href}} }
	source := Segment{Text: "<1>a</1> <2>b</2>", Hash: Hash("<1>a</1> <2>b</2>"), Inline: []Inline{link(1, "/new"), link(2, "/old")}}
	former := []Inline{link(1, "/old"), link(2, "/unused")}
	for name, c := range map[string]struct {
		target Target
		want   []Inline
	}{
		"made from this":        {Target{From: source.Hash, Inline: []Inline{link(1, "/new"), link(2, "/own")}}, []Inline{link(2, "/own")}},
		"all as the source":     {Target{From: source.Hash, Inline: source.Inline}, nil},
		"made from another":     {Target{Text: "<1>x</1>", From: "f"}, []Inline{link(1, "/old")}},
		"own target stays":      {Target{Text: "<1>x</1>", From: "f", Inline: []Inline{link(1, "/own")}}, []Inline{link(1, "/own")}},
		"escaped tag is no tag": {Target{Text: `\<1>`, From: "f"}, nil},
	} {
		given := append([]Inline(nil), c.target.Inline...)
		if diff := cmp.Diff(c.want, Rebase(c.target, source, former).Inline); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if diff := cmp.Diff(given, append([]Inline(nil), c.target.Inline...)); diff != "" {
			t.Errorf("%s changed its argument: %s", name, diff)
		}
	}
}
