package exchange

import (
	"fmt"
	"strconv"
	"strings"

	"movingcities/internal/segment"
)

// The namespaces of XLIFF 2.1 and of its metadata module.
const (
	nsXLIFF    = "urn:oasis:names:tc:xliff:document:2.0"
	nsMetadata = "urn:oasis:names:tc:xliff:metadata:2.0"
)

// The names under which our metadata stand in an XLIFF file, and the categories of notes.
const (
	metaDocument = "mc:document"
	metaSegment  = "mc:segment"
	metaFormat   = "1" // rises when the meaning of our metadata changes
	noteContext  = "context"
	noteTarget   = "translation"
)

// The states of a segment in XLIFF, of which the last two come from the stage.
const (
	xliffInitial    = "initial"
	xliffTranslated = "translated"
)

// xliffState is the state and the substate of a target. The substates mc:draft,
// mc:machine and mc:left_empty say what XLIFF has no word for; "stale" is added to
// them, or stands alone on a translated segment.
func (s Segment) xliffState(stage Stage) (state, sub string) {
	state = xliffInitial
	if t := s.Target.State; t == segment.StateTranslated || t == segment.StateLeftEmpty {
		state = xliffTranslated
		if stage != Working && !s.Stale {
			state = string(stage)
		}
	}
	var parts []string
	if t := s.Target.State; t != "" && t != segment.StateTranslated {
		parts = append(parts, t)
	}
	if s.Stale {
		parts = append(parts, "stale")
	}
	if len(parts) > 0 {
		sub = "mc:" + strings.Join(parts, "-")
	}
	return state, sub
}

// ourState is the inverse of xliffState for a segment that has a target. A tool that
// moves a segment on to translated and leaves our substate behind has confirmed it.
func ourState(state, sub string, hasText bool) (ours string, stale bool) {
	sub, _ = strings.CutPrefix(sub, "mc:")
	sub, stale = strings.CutSuffix(sub, "stale")
	sub = strings.TrimSuffix(sub, "-")
	switch {
	case sub == segment.StateLeftEmpty && !hasText:
		return sub, stale
	case state == xliffTranslated || state == string(Reviewed) || state == string(Final):
		return segment.StateTranslated, stale
	case sub == segment.StateMachine:
		return sub, stale
	default:
		return segment.StateDraft, stale
	}
}

// unitID writes a key as an NMTOKEN: what is neither letter, digit, dot nor hyphen
// becomes its bytes in hexadecimal, each after an underscore.
func unitID(key string) string {
	var b strings.Builder
	for _, c := range []byte(key) {
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '.' || c == '-' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "_%02X", c)
		}
	}
	return b.String()
}

func keyOf(unitID string) (string, bool) {
	var b strings.Builder
	for i := 0; i < len(unitID); i++ {
		if unitID[i] != '_' {
			b.WriteByte(unitID[i])
			continue
		}
		if i+2 >= len(unitID) {
			return "", false
		}
		c, err := strconv.ParseUint(unitID[i+1:i+3], 16, 8)
		if err != nil {
			return "", false
		}
		b.WriteByte(byte(c))
		i += 2
	}
	return b.String(), b.Len() > 0
}
