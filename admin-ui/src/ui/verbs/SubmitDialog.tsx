import { Button, Checkbox, Radio, Stack, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { documentQuery } from '@/api/queries'
import { Dialog } from '../Dialog'
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

/** Asks how translators shall take the change, and sends the text to those who review it. */
export function SubmitDialog({ entry, document, language, onClose }: Props) {
  const { t } = useTranslation('verbs')
  const [comment, setComment] = useState('')
  const [minor, setMinor] = useState('look')
  const shared = useShared(entry, document.locale)
  const sharedReady = shared !== undefined && !shared.blocked.some((one) => one.verb === 'submit')
  const [along, setAlong] = useState(true)
  const submit = useVerb(entry.id)
  const isSource = entry.documents.some((one) => one.follows === document.locale)
  const send = () => {
    const body: VerbBody = { revision: document.revision ?? '', comment, minor: minor === 'same' }
    if (along && sharedReady && shared.revision) body.also = [{ locale: 'und', revision: shared.revision }]
    submit.mutate({ locale: document.locale, verb: 'submit', body }, { onSuccess: onClose })
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('submit.title', { language })}
      actions={<Button loading={submit.isPending} onClick={send}>{t('verb.submit', { language })}</Button>}
    >
      <Stack>
        {isSource && document.live ? (
          <Radio.Group label={t('submit.meaning')} value={minor} onChange={setMinor}>
            <Stack gap="xs" mt="xs">
              <Radio value="look" label={t('submit.look')} />
              <Radio value="same" label={t('submit.same')} description={t('submit.sameHelp')} />
            </Stack>
          </Radio.Group>
        ) : null}
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
