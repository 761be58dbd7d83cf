import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '@/api/client'
import { keys } from '@/api/keys'
import { useAnnounce } from '@/ui/announce'
import { useNews } from '@/ui/live/Live'
import classes from './desk.module.css'
import { newsIn, type Home } from './home'

const pause = 700

/**
 * Says that something came while somebody looks at the Desk. The list stays as
 * it is until she asks for it, and the focus where it was.
 */
export function NewsLine({ shown }: { shown: Home }) {
  const { t } = useTranslation('desk')
  const client = useQueryClient()
  const announce = useAnnounce()
  const [fresh, setFresh] = useState<Home | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const told = useRef(0)
  const latest = useRef(shown)
  useEffect(() => {
    latest.current = shown
    told.current = 0
    setFresh(null)
  }, [shown])
  const look = () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      answer(api.GET('/api/desk/home')).then(
        (home) => {
          setFresh(home)
          const count = newsIn(latest.current, home)
          if (count > told.current) announce(t('news', { count }))
          told.current = count
        },
        () => undefined, // the next news asks again
      )
    }, pause)
  }
  useNews('queue', look)
  useNews('comment', look)
  useNews('resync', look)
  useEffect(() => () => { clearTimeout(timer.current) }, [])
  const count = fresh ? newsIn(shown, fresh) : 0
  if (!fresh || count === 0) return null
  return (
    <p className={classes.news}>
      {t('news', { count })}
      <Button variant="default" h={34} onClick={() => { client.setQueryData(keys.home, fresh) }}>
        {t('news.show')}
      </Button>
    </p>
  )
}
