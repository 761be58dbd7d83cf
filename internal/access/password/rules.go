package password

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"movingcities/internal/fault"
)

// Length of a password, in characters.
const (
	MinLength = 12
	MaxLength = 128
)

// maxBytes is what MaxLength characters can take at most. Longer
// input cannot be right and is not hashed.
const maxBytes = MaxLength * utf8.UTFMax

// common are the words that most guessed passwords of twelve
// characters and more are made of; digits and signs around them add nothing.
const common = `password passwort motdepasse contraseña contrasena haslo parola senha kennwort
	κωδικός hasło passwordpassword passwordadmin adminpassword adminadmin administrator administrador administrateur
	movingcities movingcity welcome welcometo willkommen bienvenue benvenuto witaj letmein letmeinnow changeme
	pleasechangeme changemenow iloveyou iloveyouso sunshine princess football baseball superman batman starwars
	qwerty qwertyuiop qwertyqwerty qwertzuiop qwertyuiopasdf asdfghjkl asdfghjklqwerty azertyuiop azerty
	zxcvbnm qazwsxedc qazwsxedcrfv qweasdzxc abcdefghijkl abcdefgh abcabcabcabc testtest testtesttest test
	secret topsecret administratorpassword mypassword thisismypassword nopassword trustno monkey dragon master
	correcthorsebatterystaple whatever computer internet default guest demo demonstration abc abcd`

// Check lists what is wrong with a new password of the person with this
// e-mail address, in its canonical spelling, and name.
func Check(password, email, name string) []fault.Problem {
	wrong := func(code, format string, args ...any) []fault.Problem {
		return []fault.Problem{{Path: "password", Code: code, Message: fmt.Sprintf(format, args...)}}
	}
	password = norm.NFC.String(password)
	length := utf8.RuneCountInString(password)
	lower := strings.ToLower(strings.TrimSpace(password))
	local, _, _ := strings.Cut(email, "@")
	switch {
	case !utf8.ValidString(password):
		return wrong("bad_characters", "The password is not valid text.")
	case length < MinLength:
		return wrong("too_short", "Take at least %d characters; a few unrelated words are good.", MinLength)
	case length > MaxLength:
		return wrong("too_long", "Take at most %d characters.", MaxLength)
	case lower == email || lower == local || strings.EqualFold(lower, name):
		return wrong("is_email", "Take a password that is neither your e-mail address nor your name.")
	case tooCommon(lower):
		return wrong("too_common", "This password is among the first that are guessed. Take a few unrelated words.")
	default:
		return nil
	}
}

// tooCommon refuses digits only, fewer than five different characters, and a
// common word with digits and signs around it.
func tooCommon(lower string) bool {
	different := map[rune]bool{}
	for _, r := range lower {
		different[r] = true
	}
	letters := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, lower)
	return len(different) < 5 || letters == "" || slices.Contains(strings.Fields(common), letters)
}
