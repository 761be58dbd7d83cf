package quality

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// figure is a number written in digits.
type figure struct {
	value    float64
	also     float64 // another reading, such as 22 for "10 pm"; else the value again
	factor   float64 // that value includes, of a word of scale; else 1
	from, to int     // in prose, digits only
	short    bool    // two digits that may stand for a year: 1914–18, ’90s, lata 90.
}

// letterScales are the letters of English money.
var letterScales = map[string]float64{"k": 1e3, "m": 1e6, "bn": 1e9}

var afternoon = regexp.MustCompile(`(?i)\d\s?p\.?m\b`)

// figures lists the numbers in digits. Digits behind a letter (CO2, A4) are part of a
// name, but the minutes of 22h30 are not.
func (v *view) figures() []figure {
	var out []figure
	pm := v.lang == "en" && afternoon.MatchString(v.plain)
	for i := 0; i < len(v.prose); i++ {
		if !isDigit(v.prose[i]) {
			continue
		}
		f := v.figure(i)
		i = f.to
		if unicode.IsLetter(v.char(f.from-1)) && (v.prose[f.from-1] != 'h' || !isDigit(v.char(f.from-2))) {
			continue
		}
		if pm && f.value <= 12 {
			f.also = math.Mod(f.value, 12) + 12
		}
		const near = 20 // 3–5 tysięcy, 3 e i 10 milioni: the scale is that of both
		if n := len(out) - 1; n >= 0 && f.factor > 1 && out[n].factor == 1 && f.from-out[n].to < near {
			out[n].also = out[n].value * f.factor
		}
		out = append(out, f)
	}
	return out
}

// figure reads the number whose first digit is at i, with the word of scale behind it.
func (v *view) figure(i int) figure {
	end := v.digits(i)
	text := string(v.prose[i:end])
	if group := v.char(end); end-i <= 3 && (noBreak(group) || among(group, "\u2009’'"+v.rules.group)) {
		for v.char(end) == group && v.digits(end+1) == end+4 {
			text += string(v.prose[end+1 : end+4])
			end += 4
		}
	}
	to := v.digits(end + 1)
	version := v.char(end) == '.' && to == end+2 && v.prose[end+1] == '0' // CC BY 4.0 in any language
	if to > end+1 && (version || among(v.char(end), v.rules.decimal)) {
		text += "." + string(v.prose[end+1:to])
		end = to
	}
	f := figure{factor: 1, from: i, to: end}
	f.value, _ = strconv.ParseFloat(text, 64) // out of range gives +Inf, which equals itself
	f.short = len(text) == 2 && (math.Mod(f.value, 10) == 0 || among(v.char(i-1), "-–/’'"))
	f.also = f.value
	v.scale(&f)
	return f
}

// digits is the end of the run of digits that begins at i; i if there is none.
func (v *view) digits(i int) int {
	for isDigit(v.char(i)) {
		i++
	}
	return i
}

// scale multiplies by the words behind a figure: 2 Milliarden, 4,3 milioni, 10mila. A
// lone letter (€2.5m, 10k) is only another reading, because m is a metre too.
func (v *view) scale(f *figure) {
	end := f.to
	for range 2 { // mil millones
		from := end
		for inline(v.char(from)) {
			from++
		}
		for end = from; inWord(v.char(end)); end++ {
		}
		name := string(v.prose[from:end])
		if factor := letterScales[name]; factor > 0 && from == f.to && v.lang == "en" {
			f.also = f.value * factor
			return
		}
		factor, ok := lexicons[v.lang+" scales"].look(name)
		if !ok || factor == 1e3 && f.value >= 1e3 { // in 2015 thousands came
			return
		}
		f.value *= factor
		f.factor *= factor
		f.also, f.short = f.value, false
	}
}

// named lists the numbers in words and Roman numerals, and the months, which may be
// numbers elsewhere. They explain a figure of the other side and ask for nothing
// themselves, because "one" is an article in most languages and "I" a pronoun.
func (v *view) named() []float64 {
	var out []float64
	months, numbers, scales := lexicons[v.lang+" months"], lexicons[v.lang+" numbers"], lexicons[v.lang+" scales"]
	before := 0.0 // the number just before this word
	for _, w := range v.split() {
		parts := strings.FieldsFunc(w.text, isApostrophe) // dell’VIII secolo
		if value, ok := roman(parts[len(parts)-1]); ok {
			out = append(out, value)
		}
		if month, ok := months.look(w.text); ok {
			out = append(out, month)
		}
		value, ok := numbers.look(w.text)
		factor, scaled := scales.look(w.text)
		switch {
		case ok && before >= 20 && before < 100 && math.Mod(before, 10) == 0 && value < 10: // vingt-cinq
			out = append(out, before+value)
		case scaled:
			value = max(before, 1) * factor
		case w.text == "y", w.text == "et", w.text == "και": // treinta y cinco
			continue
		}
		if before = value; ok || scaled {
			out = append(out, value)
		}
	}
	return out
}

// roman reads a Roman numeral in capitals, with the ending of an ordinal (XIXe).
func roman(s string) (float64, bool) {
	values := map[byte]float64{'I': 1, 'V': 5, 'X': 10, 'L': 50, 'C': 100, 'D': 500, 'M': 1000}
	sum, last := 0.0, 0.0
	s = strings.TrimRightFunc(s, unicode.IsLower)
	for i := len(s) - 1; i >= 0; i-- {
		value, ok := values[s[i]]
		switch {
		case !ok:
			return 0, false
		case value < last:
			sum -= value
		default:
			sum += value
			last = value
		}
	}
	return sum, sum > 0
}
