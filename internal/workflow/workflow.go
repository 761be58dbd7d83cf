// Package workflow is the state machine of a document: which verb leads from
// which state to which. It knows nothing of people, content or storage.
package workflow

import "movingcities/internal/fault"

// State is the state of a document's working copy. What is live is a separate
// fact: a document can be a draft and live at once.
type State string

// The states of a working copy.
const (
	Missing  State = "missing"
	Draft    State = "draft"
	InReview State = "in_review"
	Approved State = "approved"
)

var states = []State{Missing, Draft, InReview, Approved}

// States lists all states in their order of progress.
func States() []State { return append([]State(nil), states...) }

// Verb is what a button says: the name of a change to a document or entry.
type Verb string

// The verbs. Those above the gap are about the working copy, those below
// change what is live or who works on it and leave the state alone.
const (
	Save           Verb = "save"            // replace the text of a source, shared or detached document
	Segments       Verb = "segments"        // save, confirm or keep segments of a translation
	Load           Verb = "load"            // bring the newest followed base into a translation
	Restore        Verb = "restore"         // make an older revision the newest draft again
	Follow         Verb = "follow"          // choose the locale a translation is made from
	SetAside       Verb = "set_aside"       // park a half-done rewrite and go back to the live text
	TakeUp         Verb = "take_up"         // merge a parked rewrite into the text there is now
	Detach         Verb = "detach"          // stop tracking: the translation keeps its own text
	Submit         Verb = "submit"          // hand to review
	Withdraw       Verb = "withdraw"        // take back out of review
	RequestChanges Verb = "request_changes" // send back with a comment
	Approve        Verb = "approve"         // vouch for exactly the text that was read

	Publish   Verb = "publish"      // make the approved text live
	Unpublish Verb = "unpublish"    // take the live text down
	Assign    Verb = "assign"       // name who does it and by when
	Due       Verb = "due"          // say by when, whoever does it
	Take      Verb = "take"         // assign it to oneself
	HandOver  Verb = "hand_over"    // pass on what one was assigned, with a note
	Revoke    Verb = "revoke_minor" // a change of the followed text was not minor after all
	Comment   Verb = "comment"      // write beside the text
	Create    Verb = "create"       // of the entry
	Archive   Verb = "archive"      // of the entry: hidden from work, unpublished everywhere
	Unarchive Verb = "unarchive"    // of the entry
	Read      Verb = "read"         // see drafts, history and comments
)

// Verbs lists every verb, in the order of the constants.
func Verbs() []Verb {
	return []Verb{
		Save, Segments, Load, Restore, SetAside, TakeUp, Follow, Detach, Submit, Withdraw, RequestChanges, Approve,
		Publish, Unpublish, Assign, Due, Take, HandOver, Revoke, Comment, Create, Archive, Unarchive, Read,
	}
}

var editing = map[State]State{Missing: Draft, Draft: Draft, InReview: InReview, Approved: Draft}

var anyState = map[State]State{Missing: Missing, Draft: Draft, InReview: InReview, Approved: Approved}

var table = map[Verb]map[State]State{
	Save:           editing,
	Segments:       editing,
	Load:           {Missing: Draft, Draft: Draft, Approved: Draft},
	Restore:        {Missing: Draft, Draft: Draft, Approved: Draft},
	SetAside:       {Draft: Draft, Approved: Draft},
	TakeUp:         {Draft: Draft, Approved: Draft},
	Follow:         {Missing: Missing, Draft: Draft, Approved: Draft},
	Detach:         {Draft: Draft, Approved: Draft},
	Submit:         {Draft: InReview},
	Withdraw:       {InReview: Draft},
	RequestChanges: {InReview: Draft},
	Approve:        {InReview: Approved},
	Publish:        {Approved: Approved},
	Unpublish:      anyState,
	Assign:         anyState,
	Due:            anyState,
	Take:           anyState,
	HandOver:       anyState,
	Revoke:         anyState,
	Comment:        anyState,
	Archive:        anyState,
	Unarchive:      anyState,
	Read:           anyState,
}

// Next gives the state a verb leads to, or a Conflict fault with code
// wrong_state that names the states in which the verb would be possible.
func Next(from State, v Verb) (State, error) {
	if to, ok := table[v][from]; ok {
		return to, nil
	}
	var possible []State
	for _, s := range states {
		if _, ok := table[v][s]; ok {
			possible = append(possible, s)
		}
	}
	return from, fault.New(fault.Conflict, "wrong_state",
		"%q is not possible while the document is %s.", string(v), string(from)).
		With("state", from).With("possible_in", possible)
}

// Spoken turns a verb into the words of a sentence.
func (v Verb) Spoken() string {
	switch v {
	case Segments:
		return "write"
	case RequestChanges:
		return "request changes to"
	case Load:
		return "bring a newer source into"
	case Follow:
		return "choose the source of"
	case HandOver:
		return "hand over"
	case Due:
		return "set the due date of"
	case Revoke:
		return "judge changes of the source of"
	case Unarchive:
		return "take out of the archive"
	case SetAside:
		return "set aside"
	case TakeUp:
		return "take up a rewrite of"
	default:
		return string(v)
	}
}
