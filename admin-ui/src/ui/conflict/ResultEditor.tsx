import { Textarea } from '@mantine/core'
import { lazy, Suspense, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Json } from '@/lib/merge'
import { asDoc, inlineOf, textOf, type Meeting } from '@/lib/meetings'
import { Loading } from '../status'
import classes from './Compare.module.css'

const RichText = lazy(() => import('../richtext/RichText').then((m) => ({ default: m.RichText })))

interface Props {
  meeting: Meeting
  locale: string
  onChange: (value: Json) => void
}

/** Where both texts are joined by hand. It begins with one's own. */
export function ResultEditor({ meeting, locale, onChange }: Props) {
  const { t } = useTranslation('verbs')
  const [text, setText] = useState(() => textOf(meeting.mine))
  const id = useId()
  const label = t('conflict.editResult')
  if (meeting.kind === 'text') {
    return (
      <Textarea
        label={label}
        lang={locale}
        autosize
        minRows={2}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          onChange(event.currentTarget.value)
        }}
      />
    )
  }
  return (
    <>
      <span className={classes.label} id={id}>{label}</span>
      <Suspense fallback={<Loading lines={1} />}>
        <RichText labelledBy={id} locale={locale} value={asDoc(meeting.mine)} sources={meeting.sources ?? []} onChange={(doc) => { onChange(inlineOf(doc)) }} />
      </Suspense>
    </>
  )
}
