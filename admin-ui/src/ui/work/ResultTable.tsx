import { IconCheck, IconMinus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { inOrder, tally, type Result } from '@/lib/bulk'
import { languageName } from '@/lib/format'
import { useWords } from './words'
import classes from './work.module.css'

const icons = { done: IconCheck, skipped: IconMinus, failed: IconX }

/** What became of each text, what failed first. */
export function ResultTable({ results }: { results: readonly Result[] }) {
  const { t, i18n } = useTranslation(['work', 'common'])
  const words = useWords()
  return (
    <>
      <p className={classes.summary}>{t('result.summary', tally(results))}</p>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('result.title')}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('col.entry')}</th>
              <th scope="col">{t('col.language')}</th>
              <th scope="col">{t('col.outcome')}</th>
            </tr>
          </thead>
          <tbody>
            {inOrder(results).map((one) => {
              const Icon = icons[one.outcome]
              const why = one.outcome === 'done' ? '' : words.reason(one)
              return (
                <tr key={`${one.entry}/${one.locale}`} data-outcome={one.outcome}>
                  <th scope="row" lang={one.source}>{one.title}</th>
                  <td>{languageName(one.locale, i18n.language, t('common:state.sharedPart'))}</td>
                  <td>
                    <span className={classes.outcome}>
                      <Icon size={16} aria-hidden /> {t(`outcome.${one.outcome}`)}
                    </span>
                    {why ? <span className={classes.why}>{why}</span> : null}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </>
  )
}
