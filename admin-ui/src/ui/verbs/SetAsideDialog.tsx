import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { Dialog } from '../Dialog'
import { useVerb } from './useVerb'
import classes from './VerbBar.module.css'

interface Props {
  document: Schemas['DocumentView']
  language: string
  onClose: () => void
}

/** Parks a half-done rewrite under a name and goes back to what readers see, so that it can be mended first. */
export function SetAsideDialog({ document, language, onClose }: Props) {
  const { t } = useTranslation('verbs')
  const [name, setName] = useState('')
  const [missing, setMissing] = useState(false)
  const run = useVerb(document.entry)
  const send = () => {
    if (name.trim() === '') setMissing(true)
    else run.mutate({ locale: document.locale, verb: 'set_aside', body: { revision: document.revision ?? '', comment: name.trim() } }, { onSuccess: onClose })
  }
  return (
    <Dialog opened onClose={onClose} title={t('setAside.title', { language })} actions={<Button loading={run.isPending} onClick={send}>{t('setAside.action')}</Button>}>
      <p className={classes.note}>{t(document.live ? 'setAside.live' : 'setAside.approved')}</p>
      <TextInput
        label={t('setAside.name')}
        description={t('setAside.nameHelp')}
        value={name}
        maxLength={200}
        required
        data-autofocus
        error={missing && name.trim() === '' ? t('setAside.nameMissing') : undefined}
        onChange={(event) => { setName(event.currentTarget.value) }}
        onKeyDown={(event) => { if (event.key === 'Enter') send() }}
      />
    </Dialog>
  )
}
