import { Button, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { languageName } from '@/lib/format'
import { Dialog } from '@/ui/Dialog'
import { useVerb } from '@/ui/verbs/useVerb'
import { fieldLabel } from './fieldLabel'
import type { Document, Revision } from './queries'
import classes from './Review.module.css'

interface Props {
  document: Document
  type: Schemas['Type']
  revision: Revision
  /** Only this field; null for the whole text. */
  field: string | null
  onClose: () => void
}

/** Brings an earlier text back as a new draft, and says what stays as it is. */
export function RestoreDialog({ document, type, revision, field, onClose }: Props) {
  const { t, i18n } = useTranslation(['review', 'common'])
  const [note, setNote] = useState('')
  const restore = useVerb(document.entry)
  const language = languageName(document.locale, i18n.language, t('common:state.sharedPart'))
  const name = field === null ? '' : fieldLabel(type, field, i18n.language)
  const send = () => {
    const body = { revision: revision.id, ...(field === null ? {} : { fields: [field] }), ...(note.trim() ? { comment: note.trim() } : {}) }
    restore.mutate({ locale: document.locale, verb: 'restore', body }, { onSuccess: onClose })
  }
  const title = field === null ? t('restore.title', { number: revision.number, language }) : t('restore.titleField', { field: name, number: revision.number })
  return (
    <Dialog opened onClose={onClose} title={title} actions={<Button loading={restore.isPending} onClick={send}>{field === null ? t('restore.whole', { number: revision.number }) : t('restore.field')}</Button>}>
      <Stack>
        <p className={classes.said}>{t('restore.draft')}</p>
        <p className={classes.said}>{document.locale === 'und' ? t('restore.leavesTexts') : t('restore.leaves', { language })}</p>
        {document.live ? <p className={classes.said}>{t('restore.readers')}</p> : null}
        <Textarea label={t('restore.note')} value={note} autosize minRows={2} maxLength={5000} onChange={(event) => { setNote(event.currentTarget.value) }} />
      </Stack>
    </Dialog>
  )
}
