import { Button, Checkbox, Stack, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { documentQuery } from '@/api/queries'
import { Dialog } from '../Dialog'
import { Loading } from '../status'
import { hasFollowers, impactQuery } from './impact'
import { Sentences } from './Sentences'
import classes from './VerbBar.module.css'
import { useVerb, type VerbBody } from './useVerb'

interface Props {
  entry: Schemas['EntryView']
  document: Schemas['DocumentView']
  language: string
  onClose: () => void
}

/** The shared part goes along if it waits to be submitted, too. */
function useShared(entry: Schemas['EntryView'], own: string) {
  const shared = entry.documents.find((one) => one.locale === 'und')
  const wanted = shared !== undefined && own !== 'und' && shared.state === 'draft' && shared.can.includes('submit')
  const { data } = useQuery({ ...documentQuery(entry.id, 'und'), enabled: wanted })
  return wanted ? data : undefined
}

/** Says what the change asks of translators, lets each sentence of it be declared minor, and sends the text to those who review it. */
export function SubmitDialog({ entry, document, language, onClose }: Props) {
  const { t } = useTranslation(['verbs', 'common'])
  const [comment, setComment] = useState('')
  const [minor, setMinor] = useState<ReadonlySet<string>>(new Set())
  const shared = useShared(entry, document.locale)
  const sharedReady = shared !== undefined && !shared.blocked.some((one) => one.verb === 'submit')
  const [along, setAlong] = useState(true)
  const submit = useVerb(entry.id)
  const impact = useQuery({ ...impactQuery(document), enabled: hasFollowers(entry, document) })
  const send = () => {
    const body: VerbBody = { revision: document.revision ?? '', comment, minor_keys: [...minor] }
    if (along && sharedReady && shared.revision) body.also = [{ locale: 'und', revision: shared.revision }]
    submit.mutate({ locale: document.locale, verb: 'submit', body }, { onSuccess: onClose })
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('submit.title', { language })}
      size={impact.data ? 720 : 520}
      actions={<Button loading={submit.isPending || impact.isLoading} onClick={send}>{t('verb.submit', { language })}</Button>}
    >
      <Stack>
        {impact.isLoading ? <Loading lines={2} /> : null}
        {/* Without the estimate the text can still be submitted: translators then look at all of it. */}
        {impact.error ? <p className={classes.sub}>{t('impact.failed')}</p> : null}
        {impact.data ? <Sentences impact={impact.data} document={document} minor={minor} onMinor={setMinor} /> : null}
        {shared ? (
          <Checkbox
            checked={along && sharedReady}
            disabled={!sharedReady}
            label={t('submit.shared')}
            description={sharedReady ? undefined : t('submit.sharedBlocked')}
            onChange={(event) => { setAlong(event.currentTarget.checked) }}
          />
        ) : null}
        <Textarea label={t('submit.comment')} value={comment} autosize minRows={2} maxLength={5000} onChange={(event) => { setComment(event.currentTarget.value) }} />
      </Stack>
    </Dialog>
  )
}
