package quality

// marks are a pair of quotation marks.
type marks struct{ open, close rune }

// rules are what a language wants, as its norms and the translations measured say.
type rules struct {
	// outer and inner are the quotation marks allowed at the first level and within
	// others; Fix writes the first of each.
	outer, inner []marks
	// spaced is the no-break space that a sign takes before it; without any, guillemets
	// have no space inside either.
	spaced map[rune]rune
	// stopAfterQuote: the full stop never stands before a closing quotation mark.
	stopAfterQuote bool
	// signs are typed for others that look alike and are changed by Fix.
	signs map[rune]rune
	// endings are signs that mean something else than in most languages.
	endings map[rune]string
	// group holds the signs between thousands besides no-break spaces, decimal those
	// before decimals.
	group, decimal string
	// abbreviations may end a sentence with their own full stop; twice are words that may
	// follow themselves.
	abbreviations, twice []string
}

var (
	double      = marks{'“', '”'}
	single      = marks{'‘', '’'}
	guillemets  = marks{'«', '»'}
	inwards     = marks{'»', '«'}
	german      = marks{'„', '“'}
	germanInner = marks{'‚', '‘'}
	polish      = marks{'„', '”'}
	polishInner = marks{'‚', '’'}
)

// languages holds the rules of each language by its code.
var languages = map[string]rules{
	"en": {
		outer: []marks{double, single}, inner: []marks{single, double},
		group: ",", decimal: ".",
		abbreviations: []string{"etc", "inc", "ltd", "co", "jr", "st", "a.m", "p.m"},
		twice:         []string{"that", "had", "very", "so"},
	},
	"fr": {
		outer: []marks{guillemets}, inner: []marks{double, guillemets, single},
		spaced: map[rune]rune{';': '\u202f', '!': '\u202f', '?': '\u202f', ':': '\u00a0', '%': '\u00a0', '»': '\u00a0'},
		group:  " ", decimal: ",",
		abbreviations: []string{"etc", "cf", "p", "av", "apr"},
		twice:         []string{"vous", "nous"},
	},
	"de": {
		outer: []marks{german, inwards}, inner: []marks{germanInner, {'›', '‹'}},
		group: ".", decimal: ",",
		abbreviations: []string{"usw", "etc", "e.v", "v", "u.a", "a", "z.b", "chr", "nr", "jh", "uhr"},
		twice:         []string{"die", "der", "das", "den", "dem", "sie", "wie", "sich"},
	},
	"el": {
		outer: []marks{guillemets}, inner: []marks{double, single},
		signs: map[rune]rune{'?': ';', '\u037e': ';', '\u0387': '·'},
		endings: map[rune]string{
			';': endings['?'], '\u037e': endings['?'], '·': endings[';'], '\u0387': endings[';'], '?': "a Latin question mark",
		},
		group: ".", decimal: ",",
		abbreviations: []string{"κ.λπ", "κλπ", "κ.ά", "ά", "λπ", "κ.ο.κ", "κ", "π.χ", "μ.χ", "χ", "τ.χλμ", "χλμ", "εκατ", "δισ", "αι", "αριθ", "τετρ", "βιβλ"},
		twice:         []string{"του", "της", "τους", "τις", "σιγά", "λίγο", "δίπλα", "πλάι", "κοντά", "γύρω", "πρώτα"},
	},
	"it": {
		outer: []marks{guillemets, double}, inner: []marks{double, single, guillemets},
		group: ".", decimal: ",", stopAfterQuote: true,
		abbreviations: []string{"ecc", "etc", "d.c", "a.c", "c", "s.p.a", "dott"},
		twice:         []string{"piano", "via", "così", "poco", "quasi", "mano", "passo", "molto", "pian"},
	},
	"pl": {
		outer: []marks{polish, guillemets, inwards}, inner: []marks{guillemets, inwards, polishInner},
		group: " .", decimal: ",", stopAfterQuote: true,
		abbreviations: []string{"r", "w", "itd", "itp", "in", "m.in", "tys", "mln", "mld", "zł", "ul", "św", "im", "godz", "np", "proc"},
		twice:         []string{"bardzo", "powoli", "tuż"},
	},
	"es": {
		outer: []marks{guillemets, double}, inner: []marks{double, single},
		group: " .", decimal: ",.", stopAfterQuote: true,
		abbreviations: []string{"etc", "ee. uu", "uu", "s.a", "a", "d. c", "a. c", "c", "m", "núm", "sr", "sra"},
		twice:         []string{"muy", "casi", "poco"},
	},
}
