import { Button, Drawer } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { plain } from '@/lib/segmentText'
import { SegmentText } from '@/ui/SegmentText'
import { usePen } from './pen'
import { codesOf } from './segmentDoc'
import type { Segments } from './useWorkbench'
import classes from './Workbench.module.css'

/** A drawer with the texts whose source sentence is gone: nothing that was translated is lost. */
export function Removed({ view, open }: { view: Segments; open: boolean }) {
  const { t } = useTranslation(['translate', 'common'])
  const pen = usePen()
  const [shown, setShown] = useState(false)
  const close = () => { setShown(false) }
  if (view.removed.length === 0) return null
  return (
    <>
      <button type="button" className={classes.link} onClick={() => { setShown(true) }}>
        {t('removed', { count: view.removed.length })}
      </button>
      <Drawer opened={shown} onClose={close} position="right" title={t('removedTitle')} closeButtonProps={{ 'aria-label': t('common:close') }}>
        <p className={classes.quiet}>{t('removedHelp')}</p>
        <ul className={classes.found}>
          {view.removed.map((one) => (
            <li key={one.key}>
              <p className={classes.matchText} lang={view.locale}>
                <SegmentText text={one.text} codes={codesOf([], one.inline)} />
              </p>
              <span className={classes.origin}>
                {open ? <button type="button" onClick={() => { close(); pen.current?.insert(one.text) }}>{t('concordance.insert')}</button> : null}
                <Button size="compact-sm" variant="default" onClick={() => void navigator.clipboard.writeText(plain(one.text))}>{t('copyText')}</Button>
              </span>
            </li>
          ))}
        </ul>
      </Drawer>
    </>
  )
}
