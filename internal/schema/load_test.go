package schema_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"movingcities/config"
	"movingcities/internal/schema"
)

// edited is testdata/model with one replacement; it fails when there is nothing
// to replace, so that no case tests the wrong thing.
func edited(tb testing.TB, file, old, replacement string) fstest.MapFS {
	tb.Helper()
	files := fstest.MapFS{}
	require.NoError(tb, fs.WalkDir(os.DirFS("testdata/model"), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile("testdata/model/" + path)
		files[path] = &fstest.MapFile{Data: raw}
		return err
	}))
	if files[file] == nil {
		files[file] = &fstest.MapFile{}
	}
	text := string(files[file].Data)
	require.Contains(tb, text, old)
	files[file] = &fstest.MapFile{Data: []byte(strings.Replace(text, old, replacement, 1))}
	return files
}

func load(tb testing.TB, file, old, replacement string) *schema.Model {
	tb.Helper()
	m, err := schema.Load(edited(tb, file, old, replacement))
	require.NoError(tb, err)
	return m
}

func TestShippedModel(t *testing.T) {
	m, err := schema.Load(config.Files)
	require.NoError(t, err)
	var paths []string
	for _, typ := range m.Types() {
		paths = append(paths, typ.Path)
		assert.True(t, typ.HasPart(schema.Shared), "%s: no locale goes live before und", typ.Name)
		assert.Equal(t, typ.Name != "municipality" && typ.Name != "report", typ.HasPart(schema.Localized), typ.Name)
	}
	assert.Equal(t, []string{"approaches", "cities", "events", "municipalities", "networks", "news", "organisations", "pages", "policy-areas", "reports"}, paths)
	assert.Len(t, m.Locales(), 7)
	assert.Len(t, m.Countries(), 44)
	greek, _ := m.CanonicalLocale("gr")
	assert.Equal(t, "el", greek)
}

func TestFaultyDefinitions(t *testing.T) {
	const thing, locales, countries = "content/thing.yaml", "locales.yaml", "countries.json"
	for name, c := range map[string]struct{ file, old, new, want string }{
		"unknown key of a type": {
			thing, "path: things", "pathh: things",
			"content/thing.yaml:2: type \"thing\" has no \"path\"; write for example path: cities\n" +
				"content/thing.yaml:3: unknown key \"pathh\" in type \"thing\"; did you mean \"path\"?",
		},
		"unknown key of a field": {
			thing, "multiline: true", "multline: true",
			`content/thing.yaml:12: unknown key "multline" in field "notes"; did you mean "multiline"?`,
		},
		"key of another kind": {
			thing, "{kind: boolean, ", "{kind: boolean, options: {a: {en: A, el: Α}}, ",
			`content/thing.yaml:56: "options" says nothing about a field of kind boolean; it belongs to enum`,
		},
		"unknown kind": {
			thing, "kind: boolean", "kind: bolean",
			`content/thing.yaml:56: unknown kind "bolean" of field "active"; did you mean "boolean"?`,
		},
		"kind from another world": {
			thing, "kind: boolean", "kind: photograph",
			`content/thing.yaml:56: unknown kind "photograph" of field "active"; the kinds are text, richtext, enum, number, figure, date, boolean, url, email, country, point, relation, list, sections, quotation, sources`,
		},
		"no kind": {
			thing, "{kind: boolean, filter: true, ", "{",
			`content/thing.yaml:56: field "active" has no "kind"; write for example kind: text`,
		},
		"missing label": {
			thing, "label: {en: Active, el: Ενεργό}", "label: {en: Active}",
			`content/thing.yaml:56: the label of field "active" is missing in el; write one text for each locale`,
		},
		"no label": {
			thing, ", label: {en: Active, el: Ενεργό}", "",
			`content/thing.yaml:56: field "active" has no "label"; write for example label: {en: Name, …}`,
		},
		"label in an unknown locale": {
			thing, "label: {en: Active, el: Ενεργό}", "label: {en: Active, el: Ενεργό, gr: Ενεργό}",
			`content/thing.yaml:56: unknown key "gr" in the label of field "active"; the keys here are en, el`,
		},
		"label that YAML reads as something else": {
			thing, "label: {en: Active, el: Ενεργό}", "label: {en: true, el: Ενεργό}",
			`content/thing.yaml:56: the label of field "active" in en must be a text; write it in quotes: "true"`,
		},
		"relation to a missing type": {
			thing, "{kind: relation, to: friend, filter: true, ", "{kind: relation, to: frend, filter: true, ",
			`content/thing.yaml:59: field "owner" points to the type "frend", which does not exist; did you mean "friend"?`,
		},
		"reserved path": {
			thing, "path: things", "path: search",
			`content/thing.yaml:3: the path "search" is reserved; choose another`,
		},
		"path of a locale": {
			thing, "path: things", "path: gr",
			`content/thing.yaml:3: the path "gr" is reserved; choose another`,
		},
		"path with capitals": {
			thing, "path: things", "path: Things/All",
			`content/thing.yaml:3: the path "Things/All" must be lower-case letters, digits and hyphens, such as policy-areas`,
		},
		"path taken": {
			thing, "path: things", "path: friends",
			`content/thing.yaml:3: the path "friends" is taken by the type "friend"; choose another`,
		},
		"title that does not exist": {
			thing, "title: name", "title: nam",
			`content/thing.yaml:4: title: there is no field "nam"; did you mean "name"?`,
		},
		"title of the wrong kind": {
			thing, "title: name", "title: body",
			`content/thing.yaml:4: title: the field "body" is of kind richtext; name one of kind text`,
		},
		"point of the wrong kind": {
			thing, "point: place", "point: country",
			`content/thing.yaml:6: point: the field "country" is of kind country; name one of kind point`,
		},
		"localized country": {
			thing, "{kind: country, filter: true,", "{kind: country, localized: true, filter: true,",
			`content/thing.yaml:7: country: the field "country" is localized; name a shared one`,
		},
		"aliases with two fields": {
			thing, "aliases: former", "aliases: steps",
			`content/thing.yaml:8: aliases: the field "steps" is localized; name a shared one`,
		},
		"bad policy": {
			thing, "stale: forbid", "stale: refuse",
			`content/thing.yaml:9: the policy for stale translations is "refuse"; write warn or forbid`,
		},
		"field twice": {
			thing, "  notes: {", "  name: {",
			`content/thing.yaml:12: "name" stands here twice; keep one`,
		},
		"bad field name": {
			thing, "  notes: {", "  My-Notes: {",
			`content/thing.yaml:12: the name "My-Notes" must be lower-case letters, digits and _, starting with a letter`,
		},
		"reserved field name": {
			thing, "  notes: {", "  segments: {",
			`content/thing.yaml:12: the name "segments" is reserved; choose another`,
		},
		"reserved name in a list": {
			thing, "      at: {", "      id: {",
			`content/thing.yaml:28: the name "id" is reserved; choose another`,
		},
		"localized within a list": {
			thing, "at: {kind: date, ", "at: {kind: date, localized: true, ",
			`content/thing.yaml:28: "localized" cannot be said of a field within "steps"; say it of "steps"`,
		},
		"list within a list": {
			thing, "at: {kind: date, time: true,", "at: {kind: list, fields: {x: {kind: text, label: {en: X, el: Χ}}},",
			`content/thing.yaml:28: a field of kind list cannot stand within a list; make it a field of the type`,
		},
		"unknown rule": {
			thing, "rules: startswith=/", "rules: starswith=/",
			`content/thing.yaml:74: unknown rule "starswith"; did you mean "startswith"?`,
		},
		"rule with a bad parameter": {
			thing, `rules: "min=1800,max=2100"`, `rules: "min=soon"`,
			`content/thing.yaml:46: the rule "min=soon" cannot be applied to a field of kind number; correct its parameter or remove it`,
		},
		"rule for another sort of value": {
			thing, `rules: "min=1800,max=2100"`, "rules: startswith=1",
			`content/thing.yaml:46: unknown rule "startswith"; the rules for numbers are eq, gt, gte, lt, lte, max, min, ne`,
		},
		"required as a rule": {
			thing, `rules: "min=1800,max=2100"`, "rules: required",
			`content/thing.yaml:46: write required: true instead of the rule "required"`,
		},
		"rules with a lonely comma": {
			thing, `rules: "min=1800,max=2100"`, `rules: "min=1,"`,
			`content/thing.yaml:46: rules are separated by single commas, such as min=3,max=80`,
		},
		"sorting by many": {
			thing, "many: true\n    filter: true\n    max: 2", "many: true\n    sort: true\n    max: 2",
			`content/thing.yaml:42: a field with many values cannot be sorted by; remove sort`,
		},
		"max without many": {
			thing, "    many: true\n    filter: true\n    max: 2", "    max: 2",
			`content/thing.yaml:41: max counts several values; write many: true as well, or remove max`,
		},
		"max that is no number": {
			thing, "max: 20", "max: twenty",
			`content/thing.yaml:11: max must be a whole number from 1`,
		},
		"flag that is no flag": {
			thing, "filter: true, label: {en: Active", "filter: yes, label: {en: Active",
			`content/thing.yaml:56: filter must be true or false`,
		},
		"enum without options": {
			thing, "    options: {red: {en: Red, el: Κόκκινο}, dark-blue: {en: Dark blue, el: Σκούρο μπλε}}\n", "",
			`content/thing.yaml:33: field "colour" has no "options"; write for example options: {workshop: {en: Workshop, …}}`,
		},
		"once of an unknown kind": {
			thing, "once: [intro]", "once: [intr]",
			`content/thing.yaml:19: "intr" in once is not known; did you mean "intro"?`,
		},
		"second sources": {
			thing, "  sources: {", "  more: {kind: sources, label: {en: More, el: Ακόμη}}\n  sources: {",
			`content/thing.yaml:76: "sources" is a second list of sources after "more"; citations can name only one`,
		},
		"alias in YAML": {
			thing, "label: {en: Active, el: Ενεργό}", "label: *name",
			`content/thing.yaml:56: anchors, aliases, tags and merges are not read here; write the value out`,
		},
		"not YAML": {
			thing, "path: things", "path: [things",
			`content/thing.yaml:4: the file cannot be read: ',' or ']' must be specified; correct the YAML`,
		},
		"empty file": {
			"content/empty.yaml", "", "# nothing yet\n",
			`content/empty.yaml: the file holds 0 documents; write exactly one`,
		},
		"list instead of a group": {
			"content/odd.yaml", "", "- a\n- b\n",
			`content/odd.yaml:1: type "odd" must be a group of keys: label, path, title, slug, point, country, aliases, public, policies, fields`,
		},
		"bad file name": {
			"content/Odd-Name.yaml", "", "label: {one: {en: A, el: Α}, other: {en: A, el: Α}}\npath: odd\ntitle: t\nfields: {t: {kind: text, label: {en: T, el: Τ}}}\n",
			`content/Odd-Name.yaml: the file's name is the type's; write lower-case letters, digits and _, such as policy_area.yaml`,
		},
		"fallback to nowhere": {
			locales, "fallback: [en]", "fallback: [fr]",
			`locales.yaml:3: "fr" in the fallback of locale "el" is not known`,
		},
		"fallback to itself": {
			locales, "fallback: [en]", "fallback: [el]",
			`locales.yaml:3: the fallback of locale "el" names "el" twice or itself; name each other locale once`,
		},
		"alias that is a locale": {
			locales, "aliases: [gr]", "aliases: [en]",
			`locales.yaml:3: "en" is taken already; every code and alias names one locale`,
		},
		"und as a locale": {
			locales, "  en: {name: English}", "  en: {name: English, aliases: [und]}",
			`locales.yaml:2: "und" is taken already; every code and alias names one locale`,
		},
		"country without a name": {
			countries, `{"en": "Italy", "el": "Ιταλία"}`, `{"en": "Italy"}`,
			`countries.json:3: the name of IT is missing in el; write one text for each locale`,
		},
		"country code in small letters": {
			countries, `"IT"`, `"it"`,
			`countries.json:3: "it" is not a country code; write two capital letters such as IT`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := schema.Load(edited(t, c.file, c.old, c.new))
			var faulty *schema.DefinitionError
			require.ErrorAs(t, err, &faulty)
			assert.Equal(t, c.want, err.Error())
		})
	}
}

func TestAllFaultsAtOnce(t *testing.T) {
	files := edited(t, "content/thing.yaml", "kind: boolean", "kind: bolean")
	files["content/friend.yaml"].Data = []byte(strings.Replace(string(files["content/friend.yaml"].Data), "title: name", "title: nobody", 1))
	files["content/thing.yaml"].Data = []byte(strings.Replace(string(files["content/thing.yaml"].Data), "path: things", "path: api", 1))
	_, err := schema.Load(files)
	require.EqualError(t, err, `content/friend.yaml:4: title: there is no field "nobody"
content/thing.yaml:3: the path "api" is reserved; choose another
content/thing.yaml:56: unknown kind "bolean" of field "active"; did you mean "boolean"?`)
}

func TestNoConfiguration(t *testing.T) {
	_, err := schema.Load(fstest.MapFS{})
	require.EqualError(t, err, "locales.yaml: the file cannot be read; put it beside the others")
}

// FuzzDefinition: whatever a person writes, Load says what is wrong with a file
// and a message, and what it accepts works.
func FuzzDefinition(f *testing.F) {
	raw, err := os.ReadFile("testdata/model/content/thing.yaml")
	require.NoError(f, err)
	f.Add(string(raw))
	f.Fuzz(func(t *testing.T, definition string) {
		files := edited(t, "content/fuzzed.yaml", "", definition)
		delete(files, "content/thing.yaml")
		m, err := schema.Load(files)
		if err != nil {
			var faulty *schema.DefinitionError
			require.ErrorAs(t, err, &faulty)
			for _, fault := range faulty.Faults {
				assert.NotEmpty(t, fault.File)
				assert.NotEmpty(t, fault.Message)
			}
			return
		}
		typ := m.Type("fuzzed")
		_, problems := typ.Normalize(schema.Shared, schema.Fields{"nothing": true}, ids())
		assert.NotEmpty(t, problems)
		typ.Validate(schema.Localized, schema.Fields{})
	})
}
