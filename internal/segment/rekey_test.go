package segment

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"movingcities/internal/schema"
)

type stalenessRow struct {
	ID   string `json:"block_id"`
	Text string `json:"text"`
}

type stalenessCase struct {
	Name, Note string
	Old, New   []stalenessRow
	Expect     struct {
		Fresh, Stale, Removed []string
		New                   int
	}
}

func (c stalenessCase) state(rows []stalenessRow) schema.Fields {
	var list []any
	for _, r := range rows {
		block := para(r.ID, r.Text)
		if strings.HasPrefix(c.Name, "heading level") {
			block = heading(r.ID, r.Text)
			setLevel(block, fmt.Sprint(2+len(list)))
		}
		list = append(list, block)
	}
	return schema.Fields{"intro": doc(list...)}
}

// states are the approved contents one after the other; the new text follows last.
func (c stalenessCase) states() []schema.Fields {
	out := []schema.Fields{c.state(c.Old)}
	if strings.Contains(c.Note, "edited") { // O → edited → O
		rows := append([]stalenessRow{{c.Old[0].ID, "Something else."}}, c.Old[1:]...)
		out = append(out, c.state(rows))
	}
	last := c.state(c.New)
	if strings.HasPrefix(c.Name, "heading level") {
		setLevel(last["intro"].(object)["content"].([]any)[0].(object), "4")
	}
	return append(out, last)
}

// outcome approves the states and says what became of translations of the first.
func (c stalenessCase) outcome() string {
	typ := profile("forbid")
	states := c.states()
	before := Split(typ, states[0])
	steps := map[string][]Step{}
	now, base := before, states[0]
	for _, next := range states[1:] {
		base = Rekey(typ, base, next, counter())
		after := Split(typ, base)
		for _, change := range Changes(now, after) {
			steps[change.Key] = append(steps[change.Key], Step{change.From, change.To, strings.HasPrefix(c.Note, "minor=true")})
		}
		now = after
	}
	targets := translated(before, sourceText)
	var fresh, stale, removed []string
	added := 0
	for _, s := range now {
		if target, ok := targets[s.Key]; !ok {
			added++
		} else if Stale(target, s.Hash, steps[s.Key]) {
			stale = append(stale, s.Key)
		} else {
			fresh = append(fresh, s.Key)
		}
	}
	for _, s := range before {
		if !slices.Contains(keys(now), s.Key) {
			removed = append(removed, s.Key)
		}
	}
	slices.Sort(fresh)
	return fmt.Sprint("fresh ", fresh, " stale ", stale, " removed ", removed, " new ", added)
}

// The cases of testdata/staleness-cases.json: what an edit of the source, with or
// without ids, leaves fresh and makes stale, new or removed.
func TestStalenessCases(t *testing.T) {
	raw, err := os.ReadFile("testdata/staleness-cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []stalenessCase
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			want := fmt.Sprint("fresh ", c.Expect.Fresh, " stale ", c.Expect.Stale, " removed ", c.Expect.Removed, " new ", c.Expect.New)
			if got := c.outcome(); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
	if len(cases) < 15 {
		t.Errorf("only %d cases", len(cases))
	}
}

// Each row edits blocks "id:text" of a field and says which ids they have afterwards.
func TestRekeyBlocks(t *testing.T) {
	const (
		port   = "The port was founded in 1850."
		cotton = "It grew with the cotton trade and the railway to the north."
		both   = port + " " + cotton
	)
	for name, c := range map[string]struct {
		old, new, want []string
	}{
		"kept":                       {[]string{"a:" + port}, []string{"a:" + port}, []string{"a"}},
		"a new id is kept":           {[]string{"a:" + port}, []string{"a:" + port, "n:" + cotton}, []string{"a", "n"}},
		"without an id":              {[]string{"a:" + port}, []string{"a:" + port, ":" + cotton}, []string{"a", "new-1"}},
		"another id, same text":      {[]string{"a:" + port}, []string{"n:" + port}, []string{"a"}},
		"copy: the first keeps it":   {[]string{"a:" + port}, []string{"a:" + port, "a:" + port}, []string{"a", "new-1"}},
		"copy above, then edited":    {[]string{"a:" + port}, []string{"a:" + cotton, "a:" + port}, []string{"new-1", "a"}},
		"split, id with the first":   {[]string{"a:" + both}, []string{"a:" + port, "n:" + cotton}, []string{"new-1", "a"}},
		"split, id with the second":  {[]string{"a:" + both}, []string{"n:" + port, "a:" + cotton}, []string{"n", "a"}},
		"split, id with both":        {[]string{"a:" + both}, []string{"a:" + port, "a:" + cotton}, []string{"new-1", "a"}},
		"split, no ids":              {[]string{"a:" + both}, []string{":" + port, ":" + cotton}, []string{"new-1", "a"}},
		"line begun above":           {[]string{"a:" + port}, []string{"a:Founding", "n:" + port}, []string{"new-1", "a"}},
		"joined into the shorter":    {[]string{"a:" + port, "b:" + cotton}, []string{"a:" + both}, []string{"b"}},
		"joined into the longer":     {[]string{"a:" + port, "b:" + cotton}, []string{"b:" + both}, []string{"b"}},
		"rewritten beside another":   {[]string{"a:" + port, "b:" + cotton}, []string{"a:" + cotton, "b:" + cotton}, []string{"a", "b"}},
		"rewritten, similar moved":   {[]string{"a:" + port, "b:" + cotton, "c:x"}, []string{"a:New.", "c:x", ":" + port}, []string{"a", "c", "new-1"}},
		"edited, moved, ids lost":    {[]string{"a:" + port, "b:" + cotton}, []string{":Then " + cotton, ":Now " + port}, []string{"b", "a"}},
		"equal texts, ids lost":      {[]string{"a:None.", "b:None."}, []string{":None.", ":None.", ":None."}, []string{"a", "b", "new-1"}},
		"equal edits, ids lost":      {[]string{"a:one two three", "b:one two three"}, []string{":one two four three", ":one two five three"}, []string{"a", "b"}},
		"too far":                    {[]string{"a:one two three four five"}, []string{":one two x y z"}, []string{"new-1"}},
		"just near enough":           {[]string{"a:one two three four five"}, []string{":one two three y z"}, []string{"a"}},
		"just too far":               {[]string{"a:one two three four 5 6 7"}, []string{":one two three four x y z"}, []string{"new-1"}},
		"split in equal halves":      {[]string{"a:one two three four"}, []string{"a:one two", "n:three four"}, []string{"a", "n"}},
		"a new id twice":             {nil, []string{"n:" + port, "n:" + cotton}, []string{"n", "new-1"}},
		"case and signs are similar": {[]string{"a:One, two!"}, []string{":one two"}, []string{"a"}},
		"a field's name is no id":    {nil, []string{"title:" + port}, []string{"new-1"}},
		"signs without words":        {[]string{"a:* * *"}, []string{":—", ":* * *"}, []string{"new-1", "a"}},
	} {
		t.Run(name, func(t *testing.T) {
			state := func(rows []string) schema.Fields {
				var list []any
				for _, r := range rows {
					id, text, _ := strings.Cut(r, ":")
					list = append(list, para(id, text))
				}
				return schema.Fields{"intro": doc(list...)}
			}
			typ := profile("forbid")
			got := keys(Split(typ, Rekey(typ, state(c.old), state(c.new), counter())))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Ids come back wherever they stood: items by their content, blocks also when they
// moved into another section, and the blocks around them.
func TestRekeyTree(t *testing.T) {
	typ, old := profile("forbid"), palermo()
	want := palermo()
	sections := func(f schema.Fields) []any { return f["sections"].([]any) }
	body := sections(want)[0].(object)["body"].(object)
	body["content"] = append(body["content"].([]any), para("p5", "We are all from here, they say."))
	intro := want["intro"].(object)
	intro["content"] = slices.Delete(intro["content"].([]any), 3, 4) // the blockquote
	facts := want["facts"].([]any)
	facts[0], facts[1] = facts[1], facts[0]

	lost := clone(want)
	for _, s := range seats(typ, lost) {
		if s.inAttrs {
			delete(s.holder, "attrs")
		} else {
			delete(s.holder, "id")
		}
	}
	setLevelOf := lost["intro"].(object)["content"].([]any)[0].(object)
	setLevelOf["attrs"] = object{"level": json.Number("2")}
	before := string(schema.Encode(lost))
	same(t, want, Rekey(typ, old, lost, counter()))
	if string(schema.Encode(lost)) != before {
		t.Error("the argument was changed")
	}
	same(t, palermo(), old)
}

// An id that stands twice in what is stored is given to one only.
func TestRekeyRepairsRepeatedIDs(t *testing.T) {
	typ := profile("forbid")
	f := schema.Fields{
		"intro": doc(wrap("blockquote", "a", para("a", "One"))),
		"facts": []any{item("a", object{"label": "Two"})},
	}
	same(t, schema.Fields{
		"intro": doc(wrap("blockquote", "new-1", para("a", "One"))),
		"facts": []any{item("new-2", object{"label": "Two"})},
	}, Rekey(typ, f, f, counter()))
}
