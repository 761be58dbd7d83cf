import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { list } from '@/lib/format'

/** What the server says, as it says it in English, and the name of the same words in the texts. */
export const templates: Readonly<Record<string, string>> = {
  'A Greek word has no accent. Put the tonos.': 'tonos',
  'A line break of the source is not in the translation. Put it in, or dismiss this.': 'lineBreak',
  'A quotation mark has no partner. Put the other one, or remove it.': 'loneQuote',
  'A word mixes letters of two alphabets that look alike. Type it again in one.': 'mixed',
  'A word of one letter may end the line. Confirming ties it to the next word.': 'orphan',
  'A word stands twice in a row. Remove one, or dismiss this if it is meant.': 'twice',
  'An emphasis of the source is not in the translation. Put its tag around the words, or dismiss this.': 'emphasis',
  'French puts a no-break space before this sign. Put one in.': 'frenchSpace',
  'In Greek ; is a question mark. Write · for a semicolon.': 'greekSemicolon',
  'No space stands before this sign. Remove it.': 'noSpace',
  'Tag %d does not exist in the source. Remove it.': 'unknownTag',
  'The %s of the source is not in the translation. Put its tag around the words that carry it.': 'lostTag',
  'The address %s is missing or was changed. Copy it from the source.': 'addressLost',
  'The address %s is not in the source. Remove it, or dismiss this if it belongs there.': 'addressNew',
  'The glossary decided against “%s”. Write “%s”.': 'forbidden',
  'The glossary renders “%s” as “%s”. Use it, or dismiss this if another word is right here.': 'term',
  'The placeholder %s is missing. Copy it from the source as it is.': 'holderLost',
  'The same source is translated elsewhere as “%s”. Translate both alike, or dismiss this if they mean different things.': 'alike',
  'The source ends with %s, the translation with %s. End them alike, or dismiss this.': 'ending',
  'The source has %d line breaks, the translation %d. Break the lines alike, or dismiss this.': 'lines',
  'The source says %s, the translation %s. Correct the date, or dismiss this if both say the same.': 'date',
  'The text is the same as the source. Translate it, or dismiss this if it is a name.': 'same',
  'The translation is much %s than the source. Look whether something is missing or was added.': 'length',
  'There is a space at the beginning or the end. Remove it.': 'edge',
  'There is more than one space. Leave one.': 'spaces',
  'There is no translation. Write one, or mark the segment as left empty.': 'nothing',
  'These are straight quotation marks. Write %c %c.': 'straight',
  '%s. Correct it, or dismiss this if both say the same.': 'numbers',
}

/** The words of a finding in the language of the interface; where it has none, the server's, which are English. */
export function useFindingWords(): (finding: Pick<Schemas['Finding'], 'code' | 'message' | 'template' | 'params'>) => { head: string; message: string; lang: string } {
  const { t, i18n } = useTranslation('checks')
  return ({ code, message, template, params = [] }) => {
    const head = t(`check.${code as 'numbers'}`, { defaultValue: code })
    const name = templates[template]
    if (name === undefined || i18n.language === 'en') return { head, message, lang: 'en' }
    const [a = '', b = ''] = params
    return { head, message: t(`found.${name}` as 'found.date', { a: name === 'numbers' ? list(a.match(/\d[\d.,\u00a0\u202f]*/g) ?? [a], i18n.language) : a, b }), lang: i18n.language }
  }
}
