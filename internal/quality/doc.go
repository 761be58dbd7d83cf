// Package quality tells a translator what may be wrong with the translation of one
// segment, and mends the typography that every typist gets wrong.
//
// Check compares a target with its source, Inconsistent the segments of a document.
// Fix is applied when a translator confirms a segment, never while typing; Undo takes
// back any of its edits. A locale without rules in locale.go gets the checks that need
// none. Texts are in memory form, with numbered tags; offsets count its runes.
//
// Only what breaks a page or loses text is an error. These checks fire on professional
// translations too (figures rounded or in words, other idioms), so one click dismisses a
// code for a segment and the hash of its source. What Fix mends on its own is not nagged
// about: a breaking space before a French sign is no finding.
//
//	code                 severity       fires when
//	empty                error          there is no text
//	placeholders         error          {{name}}, {name}, %s, %(name)s differ from the source's
//	links                error/warning  an address is lost or broken; warning: other page, added
//	markup               error/warning  tags unknown, unpaired, crossed, link or citation lost;
//	                                    warning: emphasis or line break lost
//	dates                warning        a date has another day, month or year
//	numbers              warning        a figure is missing or added; reads grouping, decimals,
//	                                    millions, number words, Roman numerals, clocks
//	glossary             warning        a term is not rendered as agreed
//	end_punctuation      warning        the last sign differs, or . stands before ” or » (pl es it)
//	inverted_marks       warning        ¿ or ¡ is missing (es) or left over (others)
//	semicolon            warning        ; stands where Greek wants ·
//	punctuation_spacing  warning        a space before a sign; in French none before ; : ! ? %
//	quotes               warning        marks foreign, straight or unpaired, wrong space inside
//	apostrophe           warning        an accent for an apostrophe; E' for È, pò for po’ (it)
//	same_as_source       warning        the source is left untranslated
//	length_ratio         warning        less than half or more than twice as long as the source
//	max_length           warning        longer than the field allows, or too long to be checked
//	repeated_word        warning        a word twice in a row where the language does not want it
//	mixed_script         warning        Latin, Greek or Cyrillic letters in one word
//	accents              warning        a Greek word without its tonos
//	final_sigma          warning        σ at the end of a word, ς within
//	double_space         warning        two spaces in a row
//	whitespace_edges     warning        a space at an end, or a character without width
//	line_breaks          warning        another number of line breaks
//	orphans              info           a Polish one-letter word is not tied to the next
//	inconsistent         warning        the same source is translated otherwise elsewhere
//
// Fix covers apostrophes, quotation marks where every one has its partner, spaces inside
// guillemets, French no-break spaces, Greek signs typed as Latin ones, and Polish
// one-letter words.
package quality
