import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api, placeOf, type Schemas } from '@/api/client'
import { keys } from '@/api/keys'
import { languageName, moment } from '@/lib/format'
import { readable } from '@/lib/review'
import { DiffText } from '../DiffText'
import { Dialog } from '../Dialog'
import { ErrorState, Loading } from '../status'
import classes from './Sentences.module.css'
import { useVerb } from './useVerb'

interface Props {
  /** A translation; the changes are those of the text it follows. */
  document: Schemas['DocumentView']
  onClose: () => void
}

const most = 100

/** The sentences of the source that were declared unchanged in meaning, for translators who see it otherwise. */
export function MinorDialog({ document, onClose }: Props) {
  const { t, i18n } = useTranslation('verbs')
  const follows = document.follows ?? ''
  const { data, error, refetch } = useQuery({
    queryKey: [...keys.history(document.entry, follows), 'changes'],
    queryFn: () =>
      answer(api.GET('/api/desk/entries/{id}/documents/{locale}/changes', { params: { path: placeOf(document.entry, follows), query: { size: most } } })).then((page) => page.data),
  })
  const revoke = useVerb(document.entry)
  const minor = data?.filter((one) => one.minor) ?? []
  return (
    <Dialog opened onClose={onClose} title={t('minor.title', { language: languageName(follows, i18n.language) })} size={640}>
      {error ? <ErrorState error={error} retry={() => void refetch()} /> : null}
      {data || error ? null : <Loading lines={3} />}
      {data && minor.length === 0 ? <p className={classes.help}>{t('minor.none')}</p> : null}
      {minor.length > 0 ? <p className={classes.help}>{t('minor.help')}</p> : null}
      <ol className={classes.list}>
        {minor.map((one) => (
          <li key={one.id} className={classes.sentence}>
            <h3>{t('minor.by', { name: one.declared_name ?? one.author_name, when: moment(one.at, i18n.language) })}</h3>
            <p className={classes.text}><DiffText tokens={readable(one.diff ?? [])} lang={follows} /></p>
            <Button
              variant="default"
              h={34}
              loading={revoke.isPending && revoke.variables.body?.changes?.[0] === one.id}
              onClick={() => { revoke.mutate({ locale: document.locale, verb: 'revoke_minor', body: { changes: [one.id] } }, { onSuccess: () => void refetch() }) }}
            >
              {t('minor.revoke')}
            </Button>
          </li>
        ))}
      </ol>
    </Dialog>
  )
}
