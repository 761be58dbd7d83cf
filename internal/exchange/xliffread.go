package exchange

import (
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"movingcities/internal/segment"
)

// ReadXLIFF reads an XLIFF 2.x file that WriteXLIFF wrote and a tool has worked on.
// The error is a fault that names the line. What is wrong with a single segment is
// its Problem, so that the others can be used.
func ReadXLIFF(r io.Reader) (File, error) {
	x := xliffReader{keys: map[string]bool{}}
	prefixes := map[string]string{nsXLIFF: "", nsMetadata: "mda"}
	if err := readXML(r, prefixes, []string{"unit", "mda:metadata"}, x.visit); err != nil {
		return File{}, err
	}
	if x.files == 0 {
		return File{}, invalid("There is no <file> in this XLIFF file.")
	}
	return x.file, nil
}

type xliffReader struct {
	file  File
	files int
	keys  map[string]bool
}

func (x *xliffReader) visit(n *node, path string) error {
	switch {
	case !strings.Contains(path, "/"):
		if n.name != "xliff" || !strings.HasPrefix(n.attr("version"), "2.") {
			return invalid("Line %d: this is not an XLIFF 2 file. Export again, or let the tool save as XLIFF 2.1.", n.line)
		}
		x.file.SourceLocale, x.file.TargetLocale = n.attr("srcLang"), n.attr("trgLang")
	case path == "xliff/file":
		if x.files++; x.files > 1 {
			return invalid("Line %d: there is a second <file>. Import one document at a time.", n.line)
		}
		x.file.Entry = n.attr("original")
	case path == "xliff/file/metadata" && n.name == "mda:metadata":
		meta := metaOf(n, metaDocument)
		x.file.Type, x.file.Revision, x.file.Stage = meta["type"], meta["revision"], Stage(meta["stage"])
	case n.name == "unit":
		if len(x.file.Segments) == MaxSegments {
			return tooLarge("Line %d: there are more than %d segments. Divide the file.", n.line, MaxSegments)
		}
		s := readUnit(n)
		if x.keys[s.Key] && s.Problem == "" {
			s.Problem = "This segment is in the file twice."
		}
		x.keys[s.Key] = true
		x.file.Segments = append(x.file.Segments, s)
	}
	return nil
}

// metaOf reads our group of the metadata.
func metaOf(metadata *node, category string) map[string]string {
	out := map[string]string{}
	for _, group := range metadata.all("mda:metaGroup") {
		if group.attr("category") != category {
			continue
		}
		for _, meta := range group.all("mda:meta") {
			out[meta.attr("type")] = meta.text()
		}
	}
	return out
}

func readUnit(n *node) Segment {
	var s Segment
	key, ok := keyOf(n.attr("id"))
	s.Key = clean(key)
	meta := metaOf(n.first("mda:metadata"), metaSegment)
	s.Field, s.Kind, s.SourceHash, s.TargetHash = meta["field"], meta["kind"], meta["source-hash"], meta["target-hash"]
	content := unitContent{s: &s, data: map[string]segment.Inline{}, started: map[string]int{}}
	content.readNotes(n.first("notes"))
	content.readData(n.first("originalData"))
	content.readSegments(n.all("segment", "ignorable"))
	s.Target.From = ""
	if content.hasTarget {
		s.Target.From = meta["from"]
	}
	switch hash := segment.Hash(s.Source); {
	case !ok || n.attr("name") != "" && n.attr("name") != clean(key):
		s.Problem = "The id of this unit is not one of ours."
	case s.SourceHash == "":
		s.SourceHash = hash
	case s.SourceHash != hash && s.Problem == "":
		s.Problem = "The source text was changed in the file. Change the source in its own document."
	}
	if ok {
		s.Key = key
	}
	return s
}

// unitContent puts the parts of a unit together again.
type unitContent struct {
	s         *Segment
	data      map[string]segment.Inline
	started   map[string]int // tag of an <sc> by its id
	hasTarget bool
}

func (c *unitContent) problem(sentence string) {
	if c.s.Problem == "" {
		c.s.Problem = sentence
	}
}

func (c *unitContent) readNotes(notes *node) {
	for _, note := range notes.all("note") {
		to := &c.s.Target.Note
		if note.attr("category") == noteContext {
			to = &c.s.Note
		}
		if *to != "" {
			*to += "\n"
		}
		*to += note.text()
	}
}

// readData reads the codes in their order; data that a tool added are none of ours.
func (c *unitContent) readData(original *node) {
	for _, data := range original.all("data") {
		id := data.attr("id")
		inline, ok := unmarshalCode(data.text())
		if !ok {
			continue
		}
		c.data[id] = inline
		switch {
		case strings.HasPrefix(id, "s"):
			c.s.SourceInline = append(c.s.SourceInline, inline)
		case strings.HasPrefix(id, "t"):
			c.s.Target.Inline = append(c.s.Target.Inline, inline)
		}
	}
}

// codePoint reads a <cp>, which stands for a character that XML cannot hold.
func codePoint(n *node) (rune, bool) {
	value, err := strconv.ParseUint(n.attr("hex"), 16, 21)
	return rune(value), n.name == "cp" && err == nil && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF)
}

// readSegments joins the segments of a unit: a tool may have divided it although
// the file asks it not to. The least of their states is the state of all.
func (c *unitContent) readSegments(parts []*node) {
	var source, target []segment.Piece
	state, sub := string(Final), ""
	for _, part := range parts {
		from, to := part.first("source"), part.first("target")
		c.pieces(from, &source)
		switch {
		case to.name == "" && part.name == "ignorable":
			c.pieces(from, &target)
		case to.attr("order") != "":
			c.problem("The sentences of this segment were put into another order, which cannot be imported.")
		case to.name != "":
			c.hasTarget = true
			c.pieces(to, &target)
		}
		if part.name == "segment" {
			sub = part.attr("subState")
			if rank(part.attr("state")) < rank(state) {
				state = part.attr("state")
			}
		}
	}
	c.s.Source = segment.Join(source)
	if len(c.s.Source) > maxText {
		c.problem("The text is too long.")
	}
	if c.hasTarget {
		c.s.Target.Text = segment.Join(target)
		c.s.Target.State, c.s.Stale = ourState(state, sub, c.s.Target.Text != "")
	}
	if len(c.s.Target.Text) > maxText {
		c.problem("The translation is too long.")
	}
}

// rank orders the states; the initial one, and any that we do not know, are below all.
func rank(state string) int {
	return slices.Index([]string{xliffTranslated, string(Reviewed), string(Final)}, state)
}

// pieces reads the content of a source or target. Annotations of tools are left out,
// the text in them stays.
func (c *unitContent) pieces(n *node, out *[]segment.Piece) {
	say := func(form segment.Form, tag int) { *out = append(*out, segment.Piece{Form: form, Tag: tag}) }
	for _, child := range n.children {
		n, isNode := child.(*node)
		if !isNode {
			text, _ := child.(string)
			*out = append(*out, segment.Piece{Text: text})
			continue
		}
		switch n.name {
		case "cp":
			if r, ok := codePoint(n); ok {
				*out = append(*out, segment.Piece{Text: string(r)})
			} else {
				c.problem("There is a <cp> without a character in this segment.")
			}
		case "pc":
			tag := c.tag(n, n.attr("dataRefStart"))
			say(segment.Opening, tag)
			c.pieces(n, out)
			say(segment.Closing, tag)
		case "ph":
			say(segment.Void, c.tag(n, n.attr("dataRef")))
		case "sc":
			tag := c.tag(n, n.attr("dataRef"))
			c.started[n.attr("id")] = tag
			say(segment.Opening, tag)
		case "ec":
			tag, ok := c.started[n.attr("startRef")]
			if !ok {
				tag = c.tag(n, n.attr("dataRef"))
			}
			say(segment.Closing, tag)
		case "mrk":
			c.pieces(n, out)
		case "sm", "em":
		default:
			c.problem("There is an element in this segment that XLIFF does not have.")
		}
	}
}

var codeID = regexp.MustCompile(`^([1-9][0-9]{0,5})(-[0-9]+)?$`)

// tag is the number of a code: that of the data it refers to, else its id, else the
// code that it is a copy of.
func (c *unitContent) tag(n *node, dataRef string) int {
	if inline, ok := c.data[dataRef]; ok && inline.Tag > 0 && inline.Tag < 1_000_000 {
		return inline.Tag
	}
	for _, id := range []string{n.attr("id"), n.attr("copyOf")} {
		if m := codeID.FindStringSubmatch(id); m != nil {
			tag, _ := strconv.Atoi(m[1]) // at most six digits
			return tag
		}
	}
	c.problem("There is a code in this segment that does not come from the export.")
	return 1
}
