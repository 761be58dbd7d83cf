import { Button, TextInput } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { localesQuery } from '@/api/queries'
import { languageName } from '@/lib/format'
import { Empty, ErrorState, Loading } from '@/ui/status'
import { Everyday } from './Everyday'
import { Propose } from './Propose'
import { conceptsQuery } from './queries'
import classes from './terms.module.css'

type Concept = Schemas['Concept']

/** Every concept with its terms in all languages. */
export function Glossary({ q, look }: { q: string; look: (q: string) => void }) {
  const { t } = useTranslation('terms')
  const locales = useQuery(localesQuery)
  const pages = useInfiniteQuery(conceptsQuery(q))
  const [proposing, setProposing] = useState<Concept | null>(null)
  const concepts = pages.data?.pages.flatMap((page) => page.data) ?? []
  const failed = pages.error ?? locales.error
  return (
    <>
      <form role="search" className={classes.search} onSubmit={(event) => { event.preventDefault() }}>
        <TextInput label={t('glossary.search')} value={q} maxLength={200} onChange={(e) => { look(e.currentTarget.value) }} />
        {pages.data ? <span role="status">{t('glossary.count', { count: pages.data.pages[0]?.total ?? 0 })}</span> : null}
      </form>
      {failed ? (
        <ErrorState error={failed} retry={() => void pages.refetch()} />
      ) : !pages.data || !locales.data ? (
        <Loading lines={5} height={120} />
      ) : concepts.length === 0 ? (
        <Empty title={t('glossary.empty')} action={q ? <Button variant="default" onClick={() => { look('') }}>{t('glossary.clear')}</Button> : null} />
      ) : (
        <ul className={classes.concepts}>
          {concepts.map((concept) => (
            <Card key={concept.concept} concept={concept} locales={locales.data.map((l) => l.code)} can={pages.data.pages[0]?.can ?? []} propose={() => { setProposing(concept) }} />
          ))}
        </ul>
      )}
      {pages.hasNextPage ? (
        <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t('glossary.more')}</Button>
      ) : null}
      {proposing ? <Propose concept={proposing} onClose={() => { setProposing(null) }} /> : null}
    </>
  )
}

function Card({ concept, locales, can, propose }: { concept: Concept; locales: readonly string[]; can: readonly string[]; propose: () => void }) {
  const { t, i18n } = useTranslation('terms')
  return (
    <li>
      <div className={classes.head}>
        <h2>{concept.concept.replaceAll('_', ' ').replaceAll('-', ' ')}</h2>
        <Button variant="default" h={34} aria-label={t('propose.for', { concept: concept.concept })} onClick={propose}>{t('propose.title')}</Button>
      </div>
      {concept.definition_en ? <p lang="en">{concept.definition_en}</p> : null}
      <Everyday concept={concept} can={can.includes('change')} />
      <dl className={classes.terms}>
        {locales.map((locale) => (
          <div key={locale}>
            <dt title={languageName(locale, i18n.language)}><span aria-hidden>{locale}</span><span className="hidden">{languageName(locale, i18n.language)}</span></dt>
            <dd lang={locale}>
              {(concept.terms[locale] ?? []).map((term) => (
                <div key={term.term} data-status={term.status}>
                  <span>{term.term}</span>
                  {term.status === 'preferred' ? null : <small lang={i18n.language}>{t(`status.${term.status as 'forbidden'}`, { defaultValue: term.status })}</small>}
                  {term.note ? <em lang="en">{term.note}</em> : null}
                </div>
              ))}
              {concept.terms[locale]?.length ? null : <small lang={i18n.language}>{t('glossary.none')}</small>}
            </dd>
          </div>
        ))}
      </dl>
    </li>
  )
}
