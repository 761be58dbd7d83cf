import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { moment } from '@/lib/format'
import { decided, meetingsOf } from '@/lib/meetings'
import { useAnnounce } from '@/ui/announce'
import { CompareDialog } from '@/ui/conflict/CompareDialog'
import { Banner } from '@/ui/status'
import { asItems, placeName, useSurroundings, type Field } from './fields/context'
import type { Collision, Fields, Settling } from './useForm'

interface Props {
  collision: Collision
  /** Who saved first. */
  name: string
  now: Fields
  locale: string
  fields: readonly Field[]
  onSettle: (decided: Settling) => void
}

/** Says that somebody saved first, and lets the person put both texts together. Until then nothing is sent, and nothing is dropped. */
export function ConflictView({ collision, name, now, locale, fields, onSettle }: Props) {
  const { t, i18n } = useTranslation(['editor', 'verbs'])
  const { sources } = useSurroundings()
  const announce = useAnnounce()
  const [open, setOpen] = useState(false)
  const said = t('savedFirst', { name, when: moment(collision.at, i18n.language), count: collision.conflicts.length })
  useEffect(() => {
    announce(said, 'assertive')
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each collision, in the language of that moment
  }, [collision])
  const label = (path: readonly string[]) => placeName(positionOf(path, now), now, fields, i18n.language)
  return (
    <>
      <Banner kind="correction" action={<Button onClick={() => { setOpen(true) }}>{t('compare')}</Button>}>
        {said} {t('keptHere')}
      </Banner>
      {open ? (
        <CompareDialog
          title={t('conflictTitle', { name })}
          meetings={meetingsOf(now, collision.conflicts, label, sources)}
          mineLabel={t('verbs:conflict.mine')}
          theirsLabel={t('theirs', { name })}
          locale={locale}
          action={t('goOn')}
          onClose={() => { setOpen(false) }}
          onDecide={(decisions) => {
            setOpen(false)
            onSettle((text) => decided(text, collision.conflicts, decisions))
          }}
        />
      ) : null}
    </>
  )
}

/** The path in the form of a place that is named by the id of its item. */
function positionOf([name = '', id]: readonly string[], now: Fields): string {
  const index = id === undefined ? -1 : asItems(now[name]).findIndex((item) => item.id === id)
  return index < 0 ? name : `${name}/${index}`
}
