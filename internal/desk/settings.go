package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"

	"movingcities/internal/access"
	"movingcities/internal/content"
	"movingcities/internal/db"
	"movingcities/internal/fault"
)

// Settings is how a person likes to work. The interface language is the
// account's and is changed there.
type Settings struct {
	Locale   string            `json:"locale"`
	Theme    string            `json:"theme"`     // system, light, dark
	TimeZone string            `json:"time_zone"` // IANA name; empty: the browser's
	Keys     map[string]string `json:"keys"`      // action → keys, where they differ from the usual ones
	Views    []View            `json:"views"`
}

// View is a saved address of a list: its filters as the query of the page.
type View struct {
	Name   string `json:"name" validate:"required,max=80"`
	Screen string `json:"screen" validate:"required,oneof=entries translate"`
	Query  string `json:"query" validate:"max=2000"`
}

// SettingsChange replaces the members that are given.
type SettingsChange struct {
	Theme    *string            `json:"theme,omitempty" validate:"omitempty,oneof=system light dark"`
	TimeZone *string            `json:"time_zone,omitempty" validate:"omitempty,max=64"`
	Keys     *map[string]string `json:"keys,omitempty" validate:"omitempty,max=100"`
	Views    *[]View            `json:"views,omitempty" validate:"omitempty,max=50,dive"`
}

var (
	zoneName   = regexp.MustCompile(`^([A-Za-z_]{1,30}(/[A-Za-z0-9_+-]{1,30}){0,2})?$`)
	actionName = regexp.MustCompile(`^[a-z][A-Za-z0-9_.]{0,63}$`)
	// keyChord has a modifier, or is a key that types nothing: a letter alone is
	// never a shortcut.
	keyChord = regexp.MustCompile(`^((Mod|Ctrl|Alt|Shift|Meta|Leader)\+)+[A-Za-z0-9.,/?;-]{1,12}$|^F([1-9]|1[0-2])$|^Escape$`)
)

// Settings gives a person's own settings, or the usual ones.
func (b *Board) Settings(ctx context.Context, a access.Actor) (*Settings, error) {
	return read(ctx, b, func(tx *db.Tx) (*Settings, error) { return settingsOf(tx, a) })
}

func settingsOf(tx *db.Tx, a access.Actor) (*Settings, error) {
	s := &Settings{Theme: "system"}
	row, err := db.First[db.Preference](tx, "user_id = ?", a.UserID)
	if err != nil {
		return nil, err
	}
	if row != nil {
		if err := json.Unmarshal([]byte(row.Value), s); err != nil {
			return nil, fmt.Errorf("settings of %s: %w", a.UserID, err)
		}
	}
	if s.Locale = a.Locale; s.Keys == nil {
		s.Keys = map[string]string{}
	}
	s.Views = append([]View{}, s.Views...)
	return s, nil
}

// ChangeSettings replaces some of a person's own settings.
func (b *Board) ChangeSettings(ctx context.Context, by content.By, in SettingsChange) (*Settings, error) {
	if err := fault.WithProblems("invalid_fields", "Some settings are not possible.", in.problems()); err != nil {
		return nil, err
	}
	return db.Run(ctx, b.DB, by.Once, b.now(), func(tx *db.Tx) (*Settings, error) {
		s, err := settingsOf(tx, by.Actor)
		if err != nil {
			return nil, err
		}
		if in.Theme != nil {
			s.Theme = *in.Theme
		}
		if in.TimeZone != nil {
			s.TimeZone = *in.TimeZone
		}
		if in.Keys != nil {
			s.Keys = *in.Keys
		}
		if in.Views != nil {
			s.Views = *in.Views
		}
		value, err := json.Marshal(s)
		if err != nil {
			return nil, err
		}
		_, err = tx.Exec("INSERT INTO preferences (user_id, value) VALUES (?, ?) ON CONFLICT (user_id) DO UPDATE SET value = excluded.value",
			by.Actor.UserID, string(value))
		return s, err
	})
}

func (in SettingsChange) problems() []fault.Problem {
	var problems []fault.Problem
	add := func(path, code, message string) {
		problems = append(problems, fault.Problem{Path: path, Code: code, Message: message})
	}
	if in.TimeZone != nil && !zoneName.MatchString(*in.TimeZone) {
		add("time_zone", "time_zone", "Write the name of a time zone, such as Europe/Berlin.")
	}
	if in.Keys != nil {
		// Two actions may have the same keys: they work on different screens, and
		// the interface says where they meet.
		for _, action := range sortedKeys(*in.Keys) {
			keys := (*in.Keys)[action]
			switch {
			case !actionName.MatchString(action):
				add("keys/"+action, "unknown_action", "This is no action that keys can be given to.")
			case !keyChord.MatchString(keys):
				add("keys/"+action, "keys", "Write keys with Ctrl, Alt, Shift, Meta or Leader, such as Alt+K.")
			}
		}
	}
	if in.Views != nil {
		names := map[string]bool{}
		for i, v := range *in.Views {
			if names[v.Screen+"\x00"+v.Name] {
				add("views/"+itoa(i)+"/name", "duplicate", "Another view of this screen has this name.")
			}
			names[v.Screen+"\x00"+v.Name] = true
		}
	}
	return problems
}
