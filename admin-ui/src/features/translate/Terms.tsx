import { useTranslation } from 'react-i18next'
import type { Help } from './useHelp'
import classes from './Workbench.module.css'

interface Props {
  terms: Help['terms']['source']
  text: string
  source: string
  locale: string
}

/** The words of the glossary in this sentence: how to say them, and how not to. */
export function Terms({ terms, text, source, locale }: Props) {
  const { t } = useTranslation('translate')
  const concepts = terms.filter((one, index) => terms.findIndex((other) => other.concept === one.concept) === index)
  if (concepts.length === 0) return null
  return (
    <section>
      <h3>{t('terms')}</h3>
      <table className={classes.terms}>
        <tbody>
          {concepts.map((term) => {
            const good = term.use.filter((one) => one.status !== 'forbidden')
            const bad = term.use.filter((one) => one.status === 'forbidden')
            return (
              <tr key={term.concept}>
                <th scope="row" lang={source}>{text.slice(term.start, term.end) || term.term}</th>
                <td>
                  {good.length === 0 ? <span className={classes.quiet}>{t('noTerm')}</span> : null}
                  {good.map((one, index) => (
                    <span key={one.term}>
                      {index > 0 ? ' / ' : ''}
                      {one.status === 'preferred' ? <span lang={locale}>{one.term}</span> : <i lang={locale}>{one.term}</i>}
                    </span>
                  ))}
                  {bad.length > 0 ? (
                    <em>
                      {t('notTerms')} {bad.map((one) => <q key={one.term} lang={locale}>{one.term}</q>)}
                    </em>
                  ) : null}
                  {[term.note, ...term.use.map((one) => one.note)].filter(Boolean).map((note) => (
                    <small key={note}>{note}</small>
                  ))}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
